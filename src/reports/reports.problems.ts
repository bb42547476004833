import { Problem } from '../vocabulary/problem.js';

export class TooManyListeners extends Problem {
  readonly code = 'too_many_listeners';
  readonly title = 'Too many are listening just now';

  constructor() {
    super('Ask for the total itself, or listen again in a minute.');
  }
}

export class PeriodNotOver extends Problem {
  readonly code = 'period_not_over';
  readonly title = 'The month is not over';

  constructor() {
    super('A period can be closed once its last day in London is past.');
  }
}

export class ReportNotFound extends Problem {
  readonly code = 'report_not_found';
  readonly title = 'There is no such report';

  constructor() {
    super('Ask for a name and a form that the API’s description lists, such as donations.csv.');
  }
}

export class AppealNotClosed extends Problem {
  readonly code = 'appeal_not_closed';
  readonly title = 'The appeal isn’t closed yet';

  constructor() {
    super('Its final statement is here once every penny has been passed on. Until then, look at its total.');
  }
}
