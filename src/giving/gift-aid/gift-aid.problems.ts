import { Problem } from '../../vocabulary/problem.js';

export class DeclarationNotFound extends Problem {
  readonly code = 'declaration_not_found';
  readonly title = 'No such declaration';

  constructor() {
    super('Check the number of the declaration: a donor’s export shows it.');
  }
}
