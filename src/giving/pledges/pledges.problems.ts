import { Problem } from '../../vocabulary/problem.js';
import type { PledgeStatus } from './pledge-states.js';

export class PledgeNotFound extends Problem {
  readonly code = 'pledge_not_found';
  readonly title = 'No such pledge';

  constructor() {
    super('Check the address of the pledge: it must be complete, with its token.');
  }
}

export class PledgeNotOpen extends Problem {
  readonly code = 'pledge_not_open';
  readonly title = 'This pledge is over';

  constructor(status: PledgeStatus) {
    super(`It is ${status}. Look at the pledge again and see what may still be done with it.`);
  }
}
