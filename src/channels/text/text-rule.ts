import type { Pence } from '../../vocabulary/pence.js';
import { decimalPounds, formatPounds, pence } from '../../vocabulary/pence.js';
import { readAmount } from './text-rule-amount.js';
import { DRESS, LONGEST_TEXT, lowerAscii, plainSpelling } from './text-rule-characters.js';
import { asksForHelp, asksToStop, namedKeyword } from './text-rule-commands.js';

/** How a long text reached us: numbers from 1. `part` is present when the raw text is that one part alone. */
export interface TextParts {
  ref?: string;
  total: number;
  part?: number;
  receivedParts: number[];
}

/** A text as the gateway decoded it, with the keywords and amounts (whole pence) of its short code. */
export interface TextRuleInput {
  raw: string;
  keywords: readonly string[];
  offeredPence: readonly number[];
  parts?: TextParts;
}

/** What a text asks for. Only `donate` may lead to a charge; `reason` is a sentence for staff. */
export type TextReading =
  | { kind: 'donate'; keyword: string; amountPence: Pence; reason: string }
  | {
      kind: 'stop' | 'help' | 'unknown_amount' | 'unknown_keyword' | 'ambiguous';
      keyword?: string;
      reason: string;
    };

/** A keyword at the head of a text, with what stands before and behind it. */
interface KeywordMatch {
  keyword: string;
  lead: string;
  rest: string;
}

/**
 * Reads a text message to a short code. Pure, and linear in the length of the text.
 *
 * The rule is the first word's keyword and one offered amount, in digits, with nothing beside it that could
 * change either; whatever else arrives is answered and never charged. There is no default amount, no
 * rounding, no guess at a keyword. Throws a RangeError when an offered amount isn't whole pence.
 */
export function readText({ raw, keywords, offeredPence, parts }: TextRuleInput): TextReading {
  const text = plainSpelling(raw.slice(0, LONGEST_TEXT));
  const reading = readWhole(unwrapped(text), distinct(keywords), offeredPence);
  if (reading.kind === 'stop') return reading;
  if (raw.length > LONGEST_TEXT) return ambiguous('The text is too long to be a gift.', reading.keyword);
  if (parts && !isComplete(parts)) return ambiguous('Parts of the text are missing.', reading.keyword);
  return reading;
}

function isComplete({ total, part, receivedParts }: TextParts): boolean {
  if (total === 1) return true;
  const received = new Set(receivedParts.filter((n) => Number.isInteger(n) && n >= 1 && n <= total));
  return part === undefined && received.size > 0 && received.size === total;
}

/** Without the empty one, which would begin every text, and without a second spelling of the same. */
function distinct(keywords: readonly string[]): string[] {
  const byLowerCase = new Map(keywords.map((keyword) => [lowerAscii(keyword), keyword]));
  byLowerCase.delete('');
  return [...byLowerCase.values()];
}

function unwrapped(text: string): string {
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1).trim() : text;
}

function readWhole(text: string, keywords: readonly string[], offeredPence: readonly number[]): TextReading {
  const matches = matchKeywords(text, text.search(/[\p{L}\p{N}]/u), keywords);
  const [match] = matches;
  const keyword = match?.keyword;
  const named = keyword ?? namedKeyword(text, keywords);
  if (asksToStop(text, keywords, match?.rest))
    return { kind: 'stop', keyword: named, reason: 'Asks to stop.' };
  if (asksForHelp(text, keywords, match?.rest)) return readHelp(text, named);
  if (!match) return readUnknownKeyword(text, keywords);
  if (matches.length > 1) return ambiguous('Two keywords of this short code begin the text.', keyword);
  return readGift(match, keywords, offeredPence);
}

/** The keywords that stand at `start`, whole: no letter, accent or further digit runs on. */
function matchKeywords(text: string, start: number, keywords: readonly string[]): KeywordMatch[] {
  if (start < 0) return [];
  return keywords.flatMap((keyword) => {
    const rest = text.slice(start + keyword.length);
    const runsOn = /[0-9]$/.test(keyword) ? /^[\p{L}\p{M}0-9]/u : /^[\p{L}\p{M}]/u;
    const whole = !runsOn.test(rest) || /^gbp(?![\p{L}\p{M}])/u.test(rest);
    return text.startsWith(lowerAscii(keyword), start) && whole
      ? [{ keyword, lead: text.slice(0, start), rest }]
      : [];
  });
}

function readHelp(text: string, keyword: string | undefined): TextReading {
  if (text.includes('£')) return ambiguous('Asks for help and names an amount.', keyword);
  return { kind: 'help', keyword, reason: 'Asks for help.' };
}

/** A text that doesn't begin with a keyword is never a gift; some are worth a person's look. */
function readUnknownKeyword(text: string, keywords: readonly string[]): TextReading {
  const firstLetter = text.search(/\p{L}/u);
  const [afterNumber] = matchKeywords(text, firstLetter, keywords);
  if (afterNumber) return ambiguous('A number stands before the keyword.', afterNumber.keyword);
  const damaged = keywords.find(
    (keyword) =>
      text.startsWith(lowerAscii(keyword)) && /^[^\p{ASCII}£]+[0-9]/u.test(text.slice(keyword.length)),
  );
  if (damaged) return ambiguous('A pound sign may have been damaged on the way.', damaged);
  return { kind: 'unknown_keyword', reason: 'The first word is not a keyword of this short code.' };
}

const HARMLESS_LEAD = new RegExp(`^[${DRESS}#.@ ]*$`);

function readGift(
  { keyword, lead, rest }: KeywordMatch,
  keywords: readonly string[],
  offeredPence: readonly number[],
): TextReading {
  const offers = offeredPence.filter((amount) => amount > 0).map(pence);
  if (!/[0-9]/.test(rest)) {
    return { kind: 'unknown_amount', keyword, reason: `Names no amount. Offered: ${inWords(offers)}.` };
  }
  if (!HARMLESS_LEAD.test(lead)) return ambiguous('A sign stands before the keyword.', keyword);
  const others = keywords.map(lowerAscii).filter((other) => other !== lowerAscii(keyword));
  const [, bareNumber] = /^ *([0-9]+)/.exec(rest) ?? [];
  if (bareNumber && others.includes(lowerAscii(keyword) + bareNumber)) {
    return ambiguous('Keyword and number together are another keyword.', keyword);
  }
  const amount = readAmount(rest, others);
  if ('doubt' in amount) return ambiguous(amount.doubt, keyword);
  const amountPence = offers.find((offer) => spellingsOf(offer).includes(amount.digits));
  if (amountPence === undefined) {
    return {
      kind: 'unknown_amount',
      keyword,
      reason: `The amount is not offered. Offered: ${inWords(offers)}.`,
    };
  }
  return { kind: 'donate', keyword, amountPence, reason: `Asks to give ${formatPounds(amountPence)}.` };
}

/** How an offered amount may be written: 3.00 and 3, or 2.50. Digits of donors are compared, never computed. */
function spellingsOf(amountPence: Pence): string[] {
  const decimal = decimalPounds(amountPence);
  return decimal.endsWith('.00') ? [decimal, decimal.slice(0, -3)] : [decimal];
}

function inWords(offers: readonly Pence[]): string {
  return offers.map(formatPounds).join(', ');
}

function ambiguous(reason: string, keyword?: string): TextReading {
  return { kind: 'ambiguous', keyword, reason };
}
