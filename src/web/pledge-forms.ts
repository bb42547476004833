import { createHash } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { latestDay } from '../giving/pledges/pledge-making.js';
import { NewPledgeDto } from '../giving/pledges/pledges.dto.js';
import type { Language } from '../vocabulary/language.js';
import type { FieldError } from '../vocabulary/problem.js';
import { amountIn, type CardLimits, faultOf, faultsIn } from './form-faults.js';
import { type EnteredPledge, newPledgeFields } from './pages/new-pledge-page.js';
import { longDate } from './pages/london-time.js';
import { messages } from './pages/words.js';

/** A text field of a form as the browser sent it; whatever isn't text counts as empty. */
export function fieldOf(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** The same form sent twice is the same request; with anything changed it is another. */
export function keyOf(body: unknown, names: readonly string[]): string {
  const fields = [...names, 'formToken'].map((name) => fieldOf(body, name));
  return `form-${createHash('sha256').update(JSON.stringify(fields)).digest('base64url')}`;
}

export function enteredPledge(body: unknown): EnteredPledge {
  return Object.fromEntries(newPledgeFields.map((name) => [name, fieldOf(body, name)]));
}

/** The amount that was typed, or what to look at again. */
export function amountOf(
  body: unknown,
  limits: CardLimits,
  language: Language,
): { amountPence: number } | { errors: FieldError[] } {
  const amount = amountIn(fieldOf(body, 'amount'), limits, messages[language].faults);
  return 'fault' in amount ? { errors: [{ field: 'amount', message: amount.fault }] } : amount;
}

export interface PledgeRules {
  limits: CardLimits;
  /** London dates, YYYY-MM-DD. */
  today: string;
  closesOn: string | null;
}

/** The request that the form asks for, or what the donor should look at again. */
export async function newPledgeFrom(
  body: unknown,
  { limits, today, closesOn }: PledgeRules,
  locale: Language,
): Promise<{ request: NewPledgeDto } | { errors: FieldError[] }> {
  const { faults } = messages[locale];
  const amount = amountOf(body, limits, locale);
  const { firstName, lastName, email, dueOn = '' } = enteredPledge(body);
  const request = plainToInstance(NewPledgeDto, {
    // Something that is checked, and never promised, where no amount could be read.
    amountPence: 'errors' in amount ? 1 : amount.amountPence,
    dueOn,
    donor: { ...(firstName && { firstName }), ...(lastName && { lastName }), ...(email && { email }) },
    locale,
  });
  const latest = latestDay(closesOn, today);
  const wrongDay = { field: 'dueOn', message: faults.dueOn(longDate(latest, messages[locale].htmlLang)) };
  const wrong = await faultsIn(request, (leaf) =>
    leaf.field === 'dueOn' ? wrongDay : faultOf(leaf, request, faults),
  );
  const isDay = !wrong.some(({ field }) => field === 'dueOn');
  const errors = [
    ...('errors' in amount ? amount.errors : []),
    ...wrong,
    ...(isDay && (dueOn < today || dueOn > latest) ? [wrongDay] : []),
  ];
  return errors.length === 0 ? { request } : { errors };
}
