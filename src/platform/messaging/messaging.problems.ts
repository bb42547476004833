import { Problem } from '../../vocabulary/problem.js';

export class IntakeFull extends Problem {
  readonly code = 'intake_full';
  readonly title = 'More came in than we can work on just now';

  constructor() {
    super('The message was not kept. Send it again in a few seconds.');
  }
}
