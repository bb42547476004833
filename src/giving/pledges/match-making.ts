import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { idempotencyKeyOf, IdempotencyKeyReused } from '../../platform/http/idempotency.problems.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { canonicalJson } from '../../vocabulary/canonical-json.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { languageOfLocale } from '../../vocabulary/language.js';
import { pence } from '../../vocabulary/pence.js';
import { Appeals } from '../appeals/appeals.service.js';
import { Donors } from '../donors/donors.service.js';
import { Match } from './match.entity.js';
import type { NewSponsorMatchDto, OpenedPledgeDto } from './pledges.dto.js';
import { PledgeNotFound } from './pledges.problems.js';
import { Pledges } from './pledges.service.js';

/** Takes down what a sponsor promises: to add so much to each pound of donors, up to a cap, within a time. */
@Injectable()
export class MatchMaking {
  constructor(
    private readonly appeals: Appeals,
    private readonly donors: Donors,
    private readonly pledges: Pledges,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Throws IdempotencyKeyReused, AppealNotFound, or ValidationFailed for days that don't follow one another. */
  async make(
    idempotencyKey: string | undefined,
    request: NewSponsorMatchDto,
    takenBy: string,
  ): Promise<OpenedPledgeDto> {
    const id = derivedId('pledge', idempotencyKeyOf(idempotencyKey));
    const requestHash = this.secrets.matchable(canonicalJson({ ...request, takenBy })).toString('hex');
    if ((await this.pledges.find(id)) === null) await this.open(id, requestHash, request, takenBy);
    const pledge = await this.pledges.find(id);
    if (!pledge) throw new PledgeNotFound();
    if (pledge.requestHash !== requestHash) throw new IdempotencyKeyReused();
    const { capPence, dueOn } = request;
    return { id, status: 'open', amountPence: capPence, dueOn, payUrl: this.pledges.payUrl(pledge) };
  }

  private async open(
    id: string,
    requestHash: string,
    request: NewSponsorMatchDto,
    takenBy: string,
  ): Promise<void> {
    const { version } = await this.appeals.get(request.appeal);
    const [beginsAt, endsAt] = [new Date(request.beginsAt), new Date(request.endsAt)];
    if (beginsAt >= endsAt)
      throw new ValidationFailed([{ field: 'endsAt', message: 'must be after beginsAt' }]);
    if (request.dueOn < londonDate(endsAt))
      throw new ValidationFailed([{ field: 'dueOn', message: 'must not be before the match is over' }]);
    const { appeal, sponsorName, ratioPercent, dueOn, donor, locale } = request;
    const capPence = pence(request.capPence);
    const donorId = derivedId('donor', id);
    await this.transactions.run(async (tx) => {
      const opened = await this.pledges.open(tx, [
        {
          id,
          appeal,
          appealVersion: version,
          origin: 'telephone',
          amountPence: capPence,
          capPence,
          dueOn,
          openedAt: this.clock.now(),
          requestHash,
          takenBy,
          donorId,
        },
      ]);
      if (opened.length === 0) return;
      await this.donors.keep(tx, donorId, { ...donor, locale: languageOfLocale(locale) });
      await tx.insert(Match, { id, appeal, sponsorName, ratioPercent, beginsAt, endsAt });
    });
  }
}
