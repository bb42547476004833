import { Problem } from '../../vocabulary/problem.js';

export class NotReady extends Problem {
  readonly code = 'not_ready';
  readonly title = 'Not ready';
}
