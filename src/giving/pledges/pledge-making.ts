import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { idempotencyKeyOf, IdempotencyKeyReused } from '../../platform/http/idempotency.problems.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { canonicalJson } from '../../vocabulary/canonical-json.js';
import { addDays, Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { languageOfLocale } from '../../vocabulary/language.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { Appeals, type CurrentAppeal } from '../appeals/appeals.service.js';
import { Donors } from '../donors/donors.service.js';
import { longestDays } from './pledge-days.js';
import type { NewPledgeDto, OpenedPledgeDto } from './pledges.dto.js';
import { PledgeNotFound } from './pledges.problems.js';
import { Pledges } from './pledges.service.js';

/** Takes a promise of a donor at our pages or of staff at the telephone: checked, and kept once. */
@Injectable()
export class PledgeMaking {
  constructor(
    private readonly appeals: Appeals,
    private readonly donors: Donors,
    private readonly pledges: Pledges,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * The same key with the same request gives the same pledge; with another it throws IdempotencyKeyReused.
   * Throws AppealNotFound, AppealNotOpen, or ValidationFailed for an amount or a day out of limits.
   */
  async make(
    slug: string,
    idempotencyKey: string | undefined,
    request: NewPledgeDto,
    takenBy?: string,
  ): Promise<OpenedPledgeDto> {
    const id = derivedId('pledge', idempotencyKeyOf(idempotencyKey));
    const requestHash = this.secrets.matchable(canonicalJson({ ...request, slug, takenBy })).toString('hex');
    if ((await this.pledges.find(id)) === null) await this.open(slug, id, requestHash, request, takenBy);
    const pledge = await this.pledges.find(id);
    if (!pledge) throw new PledgeNotFound();
    if (pledge.requestHash !== requestHash) throw new IdempotencyKeyReused();
    const { amountPence, dueOn } = request;
    return { id, status: 'open', amountPence, dueOn, payUrl: this.pledges.payUrl(pledge) };
  }

  private async open(
    slug: string,
    id: string,
    requestHash: string,
    { amountPence, dueOn, donor, locale }: NewPledgeDto,
    takenBy: string | undefined,
  ): Promise<void> {
    const appeal = await this.appeals.openFor(slug, 'card');
    const openedAt = this.clock.now();
    const errors = [...wrongAmount(appeal, amountPence), ...wrongDay(appeal, dueOn, londonDate(openedAt))];
    if (errors.length > 0) throw new ValidationFailed(errors);
    const donorId = Object.keys(donor).length > 0 ? derivedId('donor', id) : undefined;
    await this.transactions.run(async (tx) => {
      const opened = await this.pledges.open(tx, [
        {
          id,
          appeal: slug,
          appealVersion: appeal.version,
          origin: takenBy === undefined ? 'web' : 'telephone',
          amountPence: pence(amountPence),
          dueOn,
          openedAt,
          requestHash,
          ...(takenBy !== undefined && { takenBy }),
          ...(donorId !== undefined && { donorId }),
        },
      ]);
      // Somebody else sent the same key a moment ago: theirs stands.
      if (opened.length > 0 && donorId !== undefined)
        await this.donors.keep(tx, donorId, { ...donor, locale: languageOfLocale(locale) });
    });
  }
}

function wrongAmount({ definition: { card } }: CurrentAppeal, amountPence: number): FieldError[] {
  if (!card || (amountPence >= card.minPence && amountPence <= card.maxPence)) return [];
  const [least, most] = [card.minPence, card.maxPence].map((limit) => formatPounds(pence(limit)));
  return [{ field: 'amountPence', message: `must be from ${least} to ${most}` }];
}

/** The last day that a promise may name, for an appeal that ends on `closesOn`. All London dates. */
export function latestDay(closesOn: string | null, today: string): string {
  return [addDays(today, longestDays), closesOn ?? '9999'].toSorted()[0] ?? today;
}

function wrongDay({ definition: { closesOn } }: CurrentAppeal, dueOn: string, today: string): FieldError[] {
  const latest = latestDay(closesOn, today);
  if (dueOn >= today && dueOn <= latest) return [];
  return [{ field: 'dueOn', message: `must be from ${today} to ${latest}` }];
}
