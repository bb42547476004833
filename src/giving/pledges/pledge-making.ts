import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { addDays } from '../../vocabulary/clock.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { Appeals, type CurrentAppeal } from '../appeals/appeals.service.js';
import { longestDays } from './pledge-days.js';
import { type CheckedPledge, PledgeOpening } from './pledge-opening.js';
import type { NewPledgeDto, OpenedPledgeDto } from './pledges.dto.js';
import { Pledges } from './pledges.service.js';

/** Takes a promise of a donor at our pages or of staff at the telephone: checked, and kept once. */
@Injectable()
export class PledgeMaking {
  constructor(
    private readonly appeals: Appeals,
    private readonly pledges: Pledges,
    private readonly opening: PledgeOpening,
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
    const pledge = await this.opening.once(idempotencyKey, { ...request, slug, takenBy }, (today) =>
      this.check(slug, request, takenBy, today),
    );
    const { amountPence, dueOn } = request;
    return { id: pledge.id, status: 'open', amountPence, dueOn, payUrl: this.pledges.payUrl(pledge) };
  }

  private async check(
    slug: string,
    { amountPence, dueOn, donor, locale }: NewPledgeDto,
    takenBy: string | undefined,
    today: string,
  ): Promise<CheckedPledge> {
    const appeal = await this.appeals.openFor(slug, 'card');
    const errors = [...wrongAmount(appeal, amountPence), ...wrongDay(appeal, dueOn, today)];
    if (errors.length > 0) throw new ValidationFailed(errors);
    const pledge = { appeal: slug, appealVersion: appeal.version, amountPence: pence(amountPence), dueOn };
    const taken =
      takenBy === undefined ? { origin: 'web' as const } : { origin: 'telephone' as const, takenBy };
    return { pledge: { ...pledge, ...taken }, donor, locale };
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
