import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Problem } from '../../vocabulary/problem.js';

export class MatchNotFound extends Problem {
  readonly code = 'match_not_found';
  readonly title = 'No such proposal';

  constructor() {
    super('It was confirmed already, or one of its sides was matched otherwise. Look at the list again.');
  }
}

export class BankStatementOfAnother extends Problem {
  readonly code = 'bank_statement_of_another';
  readonly title = 'A statement of another account';

  constructor() {
    super(
      'The bank names another account than it did before. Nothing was taken; see which account it is of.',
    );
  }
}

export class BankLineNotFound extends Problem {
  readonly code = 'bank_line_not_found';
  readonly title = 'No such line that waits';

  constructor() {
    super('It is not known, or it has been matched or explained already. Look at the list again.');
  }
}

export class ExplanationNotFound extends Problem {
  readonly code = 'explanation_not_found';
  readonly title = 'No such explanation that waits';

  constructor() {
    super('It was confirmed, withdrawn or replaced, or its line was matched. Look at the list again.');
  }
}

export class MoreThanIsOwed extends Problem {
  readonly code = 'more_than_is_owed';
  readonly title = 'More than the partner owes';

  constructor(owedPence: Pence) {
    super(`The books say that it owes ${formatPounds(owedPence)}. Ask the partner what the rest is for.`);
  }
}

export class AmountDiffers extends Problem {
  readonly code = 'amount_differs';
  readonly title = 'The amounts are not the same';

  constructor() {
    super('Such a payment comes whole. The line stays unmatched; ask the payer or the bank.');
  }
}
