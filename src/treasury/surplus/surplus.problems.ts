import { Problem } from '../../vocabulary/problem.js';
import type { NoticeState } from './surplus-notice.entity.js';

export class NoticeNotFound extends Problem {
  readonly code = 'surplus_notice_not_found';
  readonly title = 'No such notice';

  constructor() {
    super('Look at the appeal’s list of surplus notices.');
  }
}

export class NoticeNotInState extends Problem {
  readonly code = 'surplus_notice_not_in_state';
  readonly title = 'The notice has gone another way';

  constructor(state: NoticeState) {
    super(`It is ${state} now, so this can’t be done. Nothing was changed.`);
  }
}
