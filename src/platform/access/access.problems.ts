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

export class SignInFailed extends Problem {
  readonly code = 'sign_in_failed';
  readonly title = 'That did not work';

  constructor() {
    super(
      'The e-mail address, the password or the code is not right, or the code was used before. Try again, ' +
        'with the next code.',
    );
  }
}

export class SignInDelayed extends Problem {
  readonly code = 'sign_in_delayed';
  readonly title = 'Too many tries';

  constructor(readonly minutes: number) {
    super(
      `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}; until then nothing is looked at.`,
    );
  }
}

export class InvitationNotFound extends Problem {
  readonly code = 'invitation_not_found';
  readonly title = 'This invitation is over';

  constructor() {
    super('It is not known, was used before or has expired. Ask whoever invited you for another.');
  }
}

export class NameTaken extends Problem {
  readonly code = 'name_taken';
  readonly title = 'Somebody has that name';

  constructor() {
    super(
      'Makers and checkers are told apart by name. Take a name that tells you from your colleague; if it is ' +
        'you, ask for an invitation with your name in it.',
    );
  }
}

export class PersonNotFound extends Problem {
  readonly code = 'person_not_found';
  readonly title = 'Nobody of the staff';

  constructor() {
    super('No person of the staff has this id.');
  }
}

export class OwnAccount extends Problem {
  readonly code = 'own_account';
  readonly title = 'This is your own account';

  constructor() {
    super('Ask another administrator to do it, so that somebody is left who can.');
  }
}

export class SecondFactorMissing extends Problem {
  readonly code = 'second_factor_missing';
  readonly title = 'They have no authenticator yet';

  constructor() {
    super('Invite them again with the new role: whoever can move money sets up an authenticator first.');
  }
}

export class TokenNotFound extends Problem {
  readonly code = 'token_not_found';
  readonly title = 'No such token';

  constructor() {
    super('No token has this id.');
  }
}
