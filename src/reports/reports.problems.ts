import { Problem } from '../vocabulary/problem.js';

export class TooManyListeners extends Problem {
  readonly code = 'too_many_listeners';
  readonly title = 'Too many are listening just now';

  constructor() {
    super('Ask for the total itself, or listen again in a minute.');
  }
}
