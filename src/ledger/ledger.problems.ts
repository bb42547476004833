import { formatPounds, type Pence } from '../vocabulary/pence.js';
import { Problem } from '../vocabulary/problem.js';

export class NotEnoughHeld extends Problem {
  readonly code = 'not_enough_held';
  readonly title = 'There is not enough to send';

  constructor(readonly availablePence: Pence) {
    super(
      `No more than ${formatPounds(availablePence)} can go now. Ask for less, or wait until more has come in.`,
    );
  }
}

export class ChargeNotBooked extends Problem {
  readonly code = 'charge_not_booked';
  readonly title = 'The books have no charge to give back';

  constructor() {
    super('The charge of this donation is not in the books yet. Post it first, then try again.');
  }
}

export class EntryNotFound extends Problem {
  readonly code = 'entry_not_found';
  readonly title = 'No such entry';

  constructor() {
    super('No entry of the books has this id. Look it up in the journal.');
  }
}

export class ReversalNotReversible extends Problem {
  readonly code = 'reversal_not_reversible';
  readonly title = 'A reversal can’t be reversed';

  constructor() {
    super('Post what happened anew, so that what stands is never found by walking a chain of reversals.');
  }
}
