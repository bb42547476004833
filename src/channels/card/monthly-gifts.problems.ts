import { Problem } from '../../vocabulary/problem.js';

export class MonthlyGiftNotFound extends Problem {
  readonly code = 'monthly_gift_not_found';
  readonly title = 'No such monthly gift';

  constructor() {
    super('Check the address of the monthly gift: it must be complete, with its token.');
  }
}

export class MonthlyGiftNotStarted extends Problem {
  readonly code = 'monthly_gift_not_started';
  readonly title = 'This monthly gift has not begun';

  constructor() {
    super('Stripe has not told us yet that its first payment was made. Nothing repeats until then.');
  }
}

export class CardPageAway extends Problem {
  readonly code = 'card_page_away';
  readonly title = 'Stripe’s page can’t be opened just now';

  constructor() {
    super('Nothing was changed. Try again in a few minutes.');
  }
}
