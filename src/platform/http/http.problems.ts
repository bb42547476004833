import { type FieldError, Problem } from '../../vocabulary/problem.js';

export class ValidationFailed extends Problem {
  readonly code = 'validation_failed';
  readonly title = 'Some fields need another look';

  constructor(errors: FieldError[]) {
    super('Correct the fields that are named and send the request again.', errors);
  }
}

export class NotFound extends Problem {
  readonly code = 'not_found';
  readonly title = 'There is nothing here';

  constructor(detail = 'Check the address: nothing is known by it.') {
    super(detail);
  }
}

export class SignatureInvalid extends Problem {
  readonly code = 'signature_invalid';
  readonly title = 'The signature is not right';

  constructor() {
    super('The message was not signed by its sender with our secret, or is too old. Nothing was changed.');
  }
}

export class SenderRefused extends Problem {
  readonly code = 'sender_refused';
  readonly title = 'The sender is not known';

  constructor() {
    super(
      'The signature, the token or the address is not one that we accept messages by, or it is too old. ' +
        'Nothing was changed.',
    );
  }
}

export class Malformed extends Problem {
  readonly code = 'malformed';
  readonly title = 'The message can’t be read';
}
