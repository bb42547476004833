import { Problem } from '../../vocabulary/problem.js';

export class NotSignedIn extends Problem {
  readonly code = 'not_signed_in';
  readonly title = 'Staff only';

  constructor() {
    super('Sign in, or send a token that is known and not revoked as Authorization: Bearer.');
  }
}

export class NotAllowed extends Problem {
  readonly code = 'not_allowed';
  readonly title = 'Your role does not cover this';

  constructor() {
    super('Ask somebody whose role does; nothing was changed.');
  }
}

export class CrossSite extends Problem {
  readonly code = 'cross_site';
  readonly title = 'The request came from another site';

  constructor() {
    super('Open the staff pages at their own address and do it there; nothing was changed.');
  }
}

export class OwnWork extends Problem {
  readonly code = 'own_work';
  readonly title = 'This needs another person';

  constructor() {
    super('Whoever prepared it does not approve it. Ask a colleague who may; nothing was changed.');
  }
}
