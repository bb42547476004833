import type { CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import type { Arrival } from './arrival.js';
import { DRESS, plainSpelling } from './text-rule-characters.js';
import { readText, type TextReading } from './text-rule.js';

/**
 * How a text was read, and the appeal that it is for: the one of its keyword, or the first of its short code. An
 * open one comes before another, whose texts nobody should be told to send any more.
 */
export interface Read {
  reading: TextReading;
  appeal: CurrentAppeal | undefined;
}

/** Reads a text by the keywords of every appeal that shares its short code; the keyword says which is meant. */
export function readFor({ shortcode, body, isStop, parts }: Arrival, appeals: CurrentAppeal[]): Read {
  const sharing = appeals
    .filter(({ definition }) => definition.text?.shortcode === shortcode)
    .toSorted((one, other) => Number(other.status === 'open') - Number(one.status === 'open'));
  const [first] = sharing;
  if (isStop) return { reading: { kind: 'stop', reason: 'The gateway says: opted out.' }, appeal: first };
  const options = sharing.flatMap((appeal) =>
    (appeal.definition.text?.options ?? []).map((option) => ({ appeal, ...option })),
  );
  const reading = readText({
    raw: body,
    keywords: [...new Set(options.map(({ keyword }) => keyword))],
    offeredPence: [...new Set(options.map(({ amountPence }) => amountPence))],
    ...(parts && { parts }),
  });
  const meant = options.filter(({ keyword }) => keyword === reading.keyword);
  const appeal = meant[0]?.appeal ?? first;
  if (reading.kind === 'donate' && !meant.some(({ amountPence }) => amountPence === reading.amountPence)) {
    const reason = 'The amount is offered on this short code, but not by the appeal of this keyword.';
    return { reading: { kind: 'unknown_amount', keyword: reading.keyword, reason }, appeal };
  }
  return { reading, appeal };
}

const marks = new RegExp(`^[${DRESS}.! ]+|[${DRESS}.! ]+$`, 'g');

/** YES or NO alone, which may answer a question of ours; whether one was asked, the caller knows. */
export function answerIn({ body, parts }: Arrival): 'yes' | 'no' | undefined {
  if (parts) return undefined;
  const word = plainSpelling(body.slice(0, 20)).replaceAll(marks, '');
  if (body.trim().length > 20) return undefined;
  return word === 'yes' || word === 'no' ? word : undefined;
}
