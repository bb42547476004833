import { Problem } from '../../vocabulary/problem.js';

export class DeclarationNotFound extends Problem {
  readonly code = 'declaration_not_found';
  readonly title = 'No such declaration';

  constructor() {
    super('Check the number of the declaration: a donor’s export shows it.');
  }
}

export class ClaimNotFound extends Problem {
  readonly code = 'claim_not_found';
  readonly title = 'No such claim';

  constructor() {
    super('Look at the appeal’s list of claims.');
  }
}

export class EarlierThanLast extends Problem {
  readonly code = 'earlier_than_last_claim';
  readonly title = 'The last claim reaches further';

  constructor(lastAsOf: string) {
    super(
      `The appeal’s last claim is as of ${lastAsOf}. Name that date or a later one; nothing was claimed.`,
    );
  }
}

export class GiftAidDetailsMissing extends Problem {
  readonly code = 'gift_aid_details_missing';
  readonly title = 'The appeal doesn’t say who claims';

  constructor() {
    super(
      'Add partner.giftAid to the appeal’s file: HMRC’s reference, and the official who signs. Then ask again.',
    );
  }
}

export class NothingToClaim extends Problem {
  readonly code = 'nothing_to_claim';
  readonly title = 'There is nothing to claim';

  constructor(leftOut: number) {
    super(
      leftOut === 0
        ? 'No gift with a declaration is new since the last claim.'
        : `Every gift with a declaration that is new since the last claim had to be left out: ${leftOut} in all.`,
    );
  }
}

export class DetailsForgotten extends Problem {
  readonly code = 'details_forgotten';
  readonly title = 'The schedule can’t be written any more';

  constructor() {
    super(
      'Names and addresses of this claim were forgotten when the law let them go. Use the copy that was sent.',
    );
  }
}
