import { Problem } from '../../vocabulary/problem.js';

export class DonationNotFound extends Problem {
  readonly code = 'donation_not_found';
  readonly title = 'No such donation';

  constructor() {
    super('Check the address of the receipt: it must be complete, with its token.');
  }
}
