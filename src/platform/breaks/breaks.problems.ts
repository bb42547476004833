import { Problem } from '../../vocabulary/problem.js';

export class BreakNotFound extends Problem {
  readonly code = 'break_not_found';
  readonly title = 'No such open break';

  constructor() {
    super('It is not known, or somebody has settled it already. Look at the list again.');
  }
}
