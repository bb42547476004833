import { Problem } from '../../vocabulary/problem.js';

export class DonorNotFound extends Problem {
  readonly code = 'donor_not_found';
  readonly title = 'No such donor';

  constructor() {
    super('POST /api/v1/staff/donors/find looks for a donor by their e-mail address.');
  }
}
