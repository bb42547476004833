import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Problem } from '../../vocabulary/problem.js';
import type { RefundState } from './refund-states.js';

export class RefundNotFound extends Problem {
  readonly code = 'refund_not_found';
  readonly title = 'No such refund';

  constructor() {
    super('Look at the donation: it lists its refunds.');
  }
}

export class MoreThanIsLeft extends Problem {
  readonly code = 'more_than_is_left';
  readonly title = 'There is not so much left to give back';

  constructor(leftPence: Pence) {
    super(
      leftPence > 0
        ? `No more than ${formatPounds(leftPence)} is left of this donation that is not refunded or being refunded.`
        : 'Nothing is left of this donation that is not refunded or being refunded.',
    );
  }
}

export class DonationDisputed extends Problem {
  readonly code = 'donation_disputed';
  readonly title = 'The donor’s bank has disputed this donation';

  constructor() {
    super('A refund now could give the money back twice. Wait until the dispute is decided.');
  }
}

export class GivenDirectly extends Problem {
  readonly code = 'given_directly';
  readonly title = 'The charity collected this donation itself';

  constructor() {
    super('We never had this money. Ask the charity to give it back.');
  }
}

export class RefundNotInState extends Problem {
  readonly code = 'refund_not_in_state';
  readonly title = 'The refund has gone another way';

  constructor(state: RefundState) {
    super(`It is ${state.replaceAll('_', ' ')} now, so this can no longer be done. Nothing was changed.`);
  }
}
