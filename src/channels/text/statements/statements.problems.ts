import { Problem } from '../../../vocabulary/problem.js';

export class StatementKnown extends Problem {
  readonly code = 'statement_known';
  readonly title = 'This statement was imported before';

  constructor(month: string) {
    super(`It is the statement of ${month}, word for word. Nothing was changed.`);
  }
}

export class StatementOfAnother extends Problem {
  readonly code = 'statement_of_another';
  readonly title = 'This is not a statement of ours';

  constructor() {
    super('No charge of it was made by us on this gateway and short code. Look at which account it is of.');
  }
}
