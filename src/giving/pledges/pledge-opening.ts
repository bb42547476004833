import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { idempotencyKeyOf, IdempotencyKeyReused } from '../../platform/http/idempotency.problems.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { canonicalJson } from '../../vocabulary/canonical-json.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { type Locale, languageOfLocale } from '../../vocabulary/language.js';
import type { DonorDto } from '../donors/donors.dto.js';
import { Donors } from '../donors/donors.service.js';
import { PledgeNotFound } from './pledges.problems.js';
import { type NewPledge, type Pledge, Pledges } from './pledges.service.js';

/** A promise that was checked and may be kept. */
export interface CheckedPledge {
  pledge: Omit<NewPledge, 'id' | 'openedAt' | 'requestHash' | 'donorId'>;
  donor: DonorDto;
  locale: Locale | undefined;
  /** What else is kept of it, in the same transaction. */
  beside?(tx: Tx, id: string): Promise<unknown>;
}

/** Opens a pledge once for each idempotency key, with the donor who promises. */
@Injectable()
export class PledgeOpening {
  constructor(
    private readonly donors: Donors,
    private readonly pledges: Pledges,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * The same key with the same request gives the same pledge; with another it throws IdempotencyKeyReused.
   * `check` sees a new request alone, with today's London date, and throws what is wrong with it.
   */
  async once(
    idempotencyKey: string | undefined,
    request: object,
    check: (today: string) => Promise<CheckedPledge>,
  ): Promise<Pledge> {
    const id = derivedId('pledge', idempotencyKeyOf(idempotencyKey));
    const requestHash = this.secrets.matchable(canonicalJson(request)).toString('hex');
    if ((await this.pledges.find(id)) === null) {
      const openedAt = this.clock.now();
      await this.open({ id, requestHash, openedAt }, await check(londonDate(openedAt)));
    }
    const pledge = await this.pledges.find(id);
    if (!pledge) throw new PledgeNotFound();
    if (pledge.requestHash !== requestHash) throw new IdempotencyKeyReused();
    return pledge;
  }

  private async open(
    asked: Pick<NewPledge, 'id' | 'openedAt'> & { requestHash: string },
    { pledge, donor, locale, beside }: CheckedPledge,
  ): Promise<void> {
    const { id } = asked;
    const donorId = Object.keys(donor).length > 0 ? derivedId('donor', id) : undefined;
    await this.transactions.run(async (tx) => {
      const opened = await this.pledges.open(tx, [{ ...pledge, ...asked, ...(donorId && { donorId }) }]);
      // Somebody else sent the same key a moment ago: theirs stands.
      if (opened.length === 0) return;
      if (donorId) await this.donors.keep(tx, donorId, { ...donor, locale: languageOfLocale(locale) });
      await beside?.(tx, id);
      const { takenBy, appeal, amountPence, dueOn } = pledge;
      if (takenBy)
        await this.audit.changed(tx, takenBy, [
          { what: 'pledge', id, before: null, after: { appeal, amountPence, dueOn } },
        ]);
    });
  }
}
