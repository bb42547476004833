import { Problem } from '../../vocabulary/problem.js';

export class MatchNotFound extends Problem {
  readonly code = 'match_not_found';
  readonly title = 'No such proposal';

  constructor() {
    super('It was confirmed already, or one of its sides was matched otherwise. Look at the list again.');
  }
}

export class AmountDiffers extends Problem {
  readonly code = 'amount_differs';
  readonly title = 'The amounts are not the same';

  constructor() {
    super('Such a payment comes whole. The line stays unmatched; ask the payer or the bank.');
  }
}
