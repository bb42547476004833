import { Problem } from '../../vocabulary/problem.js';

export class AppealNotFound extends Problem {
  readonly code = 'appeal_not_found';
  readonly title = 'No such appeal';

  constructor() {
    super('Check the address: GET /api/v1/appeals lists the appeals.');
  }
}

export class AppealNotOpen extends Problem {
  readonly code = 'appeal_not_open';
  readonly title = 'The appeal takes no donations';

  constructor(reason: 'draft' | 'stopped' | 'closed' | 'channel') {
    super(
      {
        draft: 'It has not opened yet.',
        stopped: 'It no longer takes donations. Thank you for wanting to give.',
        closed: 'It is closed. Thank you for wanting to give.',
        channel: 'It does not take donations in this way.',
      }[reason],
    );
  }
}
