import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { londonDate } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';
import { Appeals } from '../appeals/appeals.service.js';
import { Match } from './match.entity.js';
import { type CheckedPledge, PledgeOpening } from './pledge-opening.js';
import type { NewSponsorMatchDto, OpenedPledgeDto } from './pledges.dto.js';
import { Pledges } from './pledges.service.js';

/** Takes down what a sponsor promises: to add so much to each pound of donors, up to a cap, within a time. */
@Injectable()
export class MatchMaking {
  constructor(
    private readonly appeals: Appeals,
    private readonly pledges: Pledges,
    private readonly opening: PledgeOpening,
  ) {}

  /** Throws IdempotencyKeyReused, AppealNotFound, or ValidationFailed for days that don't follow one another. */
  async make(
    idempotencyKey: string | undefined,
    request: NewSponsorMatchDto,
    takenBy: string,
  ): Promise<OpenedPledgeDto> {
    const pledge = await this.opening.once(idempotencyKey, { ...request, takenBy }, () =>
      this.check(request, takenBy),
    );
    const { capPence, dueOn } = request;
    const { id } = pledge;
    return { id, status: 'open', amountPence: capPence, dueOn, payUrl: this.pledges.payUrl(pledge) };
  }

  private async check(request: NewSponsorMatchDto, takenBy: string): Promise<CheckedPledge> {
    const { appeal, sponsorName, ratioPercent, dueOn, donor, locale } = request;
    const { version } = await this.appeals.get(appeal);
    const [beginsAt, endsAt] = [new Date(request.beginsAt), new Date(request.endsAt)];
    if (beginsAt >= endsAt)
      throw new ValidationFailed([{ field: 'endsAt', message: 'must be after beginsAt' }]);
    if (dueOn < londonDate(endsAt))
      throw new ValidationFailed([{ field: 'dueOn', message: 'must not be before the match is over' }]);
    const capPence = pence(request.capPence);
    const origin = 'telephone';
    return {
      pledge: { appeal, appealVersion: version, origin, amountPence: capPence, capPence, dueOn, takenBy },
      donor,
      locale,
      beside: (tx, id) => tx.insert(Match, { id, appeal, sponsorName, ratioPercent, beginsAt, endsAt }),
    };
  }
}
