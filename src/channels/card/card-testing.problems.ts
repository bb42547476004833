import { Problem } from '../../vocabulary/problem.js';

export class TooManyAttempts extends Problem {
  readonly code = 'too_many_attempts';
  readonly title = 'Please wait a little';

  constructor() {
    super('There were too many attempts from your connection. Nothing was taken. Try again in ten minutes.');
  }
}
