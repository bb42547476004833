import { Problem } from '../../vocabulary/problem.js';

export class CardLinkNotFound extends Problem {
  readonly code = 'card_link_not_found';
  readonly title = 'No such link';

  constructor() {
    super('Check the link in your text: it may have been cut off.');
  }
}
