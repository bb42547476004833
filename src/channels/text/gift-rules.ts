import type { TextChannel } from '../../giving/appeals/appeal-definition.js';
import { londonDate } from '../../vocabulary/clock.js';
import { formatPounds, type Pence, pence } from '../../vocabulary/pence.js';

/**
 * Payment Services Regulations 2017, the exclusion for electronic communications: £40 a payment and £240 a
 * month for each subscriber, over all appeals.
 */
const mostPerPaymentPence = 4_000;
const mostPerMonthPence = 24_000;
/** What networks and other providers let one number give in a day; an appeal may say otherwise. */
const usualDailyCapPence = 4_000;
/** The same text again this soon may be a double tap. */
const twiceWithinMs = 60_000;

/** A plain wish to give. */
export interface Gift {
  shortcode: string;
  keyword: string;
  amountPence: Pence;
  operator: string;
  at: Date;
}

/** What the same number asked for before; `countsPence` is what was charged, or may yet be, by the day of `countsAt`. */
export interface EarlierGift {
  donationId: string;
  shortcode: string;
  keyword: string | null;
  amountPence: Pence;
  countsPence: Pence;
  at: Date;
  /** A text that was held is charged when it is released. */
  countsAt: Date;
}

/** The charges that carry a gift; or a question first; or no charge, with the limit that forbids it. */
export type Verdict = { charges: Pence[] } | { ask: true } | { limit: string };

/** What the rules let through. `earlier` reaches back to the beginning of the month. */
export function judge(gift: Gift, text: TextChannel, earlier: EarlierGift[]): Verdict {
  const network = text.networks?.find(({ operator }) => operator === gift.operator);
  const limit = limitOf(gift, network?.dailyCapPence ?? text.dailyCapPence ?? usualDailyCapPence, earlier);
  if (limit !== undefined) return { limit };
  if (earlier.some((other) => isTwice(gift, other))) return { ask: true };
  return { charges: inCharges(gift.amountPence, network?.mostPerChargePence ?? mostPerPaymentPence) };
}

function limitOf(gift: Gift, dailyCapPence: number, earlier: EarlierGift[]): string | undefined {
  if (gift.amountPence > mostPerPaymentPence) return `${formatPounds(pence(mostPerPaymentPence))} at once`;
  const today = londonDate(gift.at);
  const month = today.slice(0, 7);
  let todayPence: number = gift.amountPence;
  let monthPence: number = gift.amountPence;
  for (const { countsAt, countsPence } of earlier) {
    const date = londonDate(countsAt);
    if (date === today) todayPence += countsPence;
    if (date.startsWith(month)) monthPence += countsPence;
  }
  if (todayPence > dailyCapPence) return `${formatPounds(pence(dailyCapPence))} a day`;
  return monthPence > mostPerMonthPence ? `${formatPounds(pence(mostPerMonthPence))} a month` : undefined;
}

function isTwice(gift: Gift, other: EarlierGift): boolean {
  return (
    other.countsPence > 0 &&
    other.shortcode === gift.shortcode &&
    other.keyword === gift.keyword &&
    other.amountPence === gift.amountPence &&
    Math.abs(other.at.getTime() - gift.at.getTime()) <= twiceWithinMs
  );
}

function inCharges(amountPence: Pence, mostPence: number): Pence[] {
  const charges: Pence[] = [];
  for (let rest: number = amountPence; rest > 0; rest -= mostPence)
    charges.push(pence(Math.min(rest, mostPence)));
  return charges;
}
