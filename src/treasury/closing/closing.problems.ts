import { Problem } from '../../vocabulary/problem.js';
import type { OpenItemDto } from './closing.dto.js';

export class NotAtZero extends Problem {
  readonly code = 'appeal_not_at_zero';
  readonly title = 'Something is still open';

  constructor(items: OpenItemDto[]) {
    super(
      'The appeal stays as it is. Settle each of these, and close it then.',
      items.map(({ what, detail }) => ({ field: what, message: detail })),
    );
  }
}
