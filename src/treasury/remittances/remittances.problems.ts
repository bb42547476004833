import { Problem } from '../../vocabulary/problem.js';
import type { RemittanceState } from './remittance-states.js';

export class RemittanceNotFound extends Problem {
  readonly code = 'remittance_not_found';
  readonly title = 'No such remittance';

  constructor() {
    super('Look at the list of remittances.');
  }
}

export class RemittanceNotInState extends Problem {
  readonly code = 'remittance_not_in_state';
  readonly title = 'The remittance has gone another way';

  constructor(state: RemittanceState) {
    super(`It is ${state.replaceAll('_', ' ')} now, so this can’t be done. Nothing was changed.`);
  }
}

export class LateWithoutReason extends Problem {
  readonly code = 'late_without_reason';
  readonly title = 'It is late, and nobody said why';

  constructor(dueOn: string) {
    super(`Some of it was to be passed on by ${dueOn}. Say in lateReason why it was not; it is kept.`);
  }
}

export class PayeeNotPaid extends Problem {
  readonly code = 'payee_not_paid';
  readonly title = 'No such payment';

  constructor() {
    super('The remittance has no payment to this payee that has not come back already. Nothing was changed.');
  }
}

export class AccountUnknown extends Problem {
  readonly code = 'account_unknown';
  readonly title = 'No bank account is known';

  constructor(whose: string) {
    super(`The appeal’s file names no bank account of ${whose}. Add it, then cancel and approve anew.`);
  }
}
