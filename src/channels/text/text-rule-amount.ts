import { DRESS, mayStandInWords, mayTouchNumber, wordsOf } from './text-rule-characters.js';
import {
  BLOCKING_WORDS,
  COURTESY_WORDS,
  isKiss,
  JOINING_WORDS,
  SCALE_WORDS,
  UNIT_WORDS,
} from './text-rule-words.js';

/** Either the digits of the one clear amount as written ("3", "3.00"), or why there is none, for staff. */
export type AmountReading = { digits: string } | { doubt: string };

/** All digits of the text are one group, apart from two decimals. Its parts share no character: linear time. */
const ONE_NUMBER = /^([^0-9]*)([0-9]+)(?:\.([0-9]{2})(?![0-9]))?([^0-9]*)$/;

/**
 * What may stand between keyword and number. A dash is a separator where it touches the keyword or stands
 * alone; where it touches the number only, it may be a minus. "." and "," before a digit may be decimal points.
 */
const POUND_GAP = new RegExp(
  `^(?:-[${DRESS} ]*|[${DRESS} ]*(?:(?:[:=,.;]|[-–—] )[${DRESS} ]*)?|[–—] *)(?:£[£ ]*|gbp *|#)$`,
);
const BARE_GAP = /^(?:[-–—] *| *(?:[:=] *|[,.;] +|[-–—] +)?)$/;
const LOST_POUND = /^[?\uFFFD]$/;

const QUESTION = /[?؟¿❓❔⁉]/;
const TRAILING_SIGN = /[-–—+]["'“”‘’. ]*$/;

/** Reads what follows the keyword, which must hold an ASCII digit. `otherKeywords` are in lower case. */
export function readAmount(rest: string, otherKeywords: readonly string[]): AmountReading {
  const found = ONE_NUMBER.exec(rest);
  if (!found) return { doubt: 'There is more than one number, or one that is not written as pounds.' };
  const [, gap, pounds, decimals, tail] = found as unknown as [
    string,
    string,
    string,
    string | undefined,
    string,
  ];
  if (/^0[0-9]/.test(pounds)) return { doubt: 'The number begins with a zero.' };
  const doubt = doubtAboutTail(tail) ?? doubtAboutForm(gap, decimals, tail, otherKeywords);
  if (doubt) return { doubt };
  return { digits: decimals === undefined ? pounds : `${pounds}.${decimals}` };
}

function doubtAboutForm(
  gap: string,
  decimals: string | undefined,
  tail: string,
  otherKeywords: readonly string[],
) {
  if (POUND_GAP.test(gap)) return doubtAboutWords(tail, otherKeywords);
  if (LOST_POUND.test(gap))
    return tail === '' ? undefined : 'The pound sign was lost, and more text follows.';
  if (!BARE_GAP.test(gap))
    return 'Something other than a pound sign stands between the keyword and the number.';
  if (decimals !== undefined && decimals !== '00') return 'Without a pound sign this may be a time of day.';
  return onlyCourtesy(tail) ? undefined : 'Without a pound sign, other words make the number unclear.';
}

/** Doubts that hold with and without a pound sign: what touches the number, and how the text ends. */
function doubtAboutTail(tail: string): string | undefined {
  if (QUESTION.test(tail)) return 'It asks a question.';
  if (TRAILING_SIGN.test(tail)) return 'It ends with a plus or a minus sign.';
  const touching = tail.split(' ', 1)[0]!;
  const wordStart = touching.search(/[\p{L}\p{M}]/u);
  if (wordStart === 0) return 'A letter touches the number.';
  const marks = wordStart < 0 ? touching : touching.slice(0, wordStart);
  const onlyMarks = touching === '£' || Array.from(marks).every(mayTouchNumber);
  if (!onlyMarks) return 'A sign touches the number.';
  if (wordStart > 0 && !(/[.,!;:]$/.test(marks) && onlyCourtesy(touching))) {
    return 'A word almost touches the number and could be part of it.';
  }
  return undefined;
}

function onlyCourtesy(text: string): boolean {
  return wordsOf(text).every((word) => COURTESY_WORDS.has(word) || UNIT_WORDS.has(word) || isKiss(word));
}

/** The donor's own words behind £ and number: free, but for digits and whatever could change the gift. */
function doubtAboutWords(tail: string, otherKeywords: readonly string[]): string | undefined {
  if (!Array.from(tail).every(mayStandInWords)) return 'A sign beside the amount could change it.';
  const words = tail.toLowerCase().split(' ').flatMap(spellings);
  if (words.some((word) => BLOCKING_WORDS.has(word))) {
    return 'A word takes the gift back, sets a condition or asks for a repeated gift.';
  }
  if (words.some((word) => otherKeywords.includes(word))) return 'It names two keywords.';
  if (words.some(mixesScripts)) return 'A word mixes alphabets and could hide another word.';
  const next = wordsOf(tail).find((word) => !JOINING_WORDS.has(word));
  return next !== undefined && SCALE_WORDS.has(next)
    ? 'The word behind the number could change it.'
    : undefined;
}

/** The ways to read one written word: its runs of letters, and its ASCII letters run together (don't, s.t.o.p). */
function spellings(written: string): string[] {
  return [...(written.match(/[\p{L}\p{M}]+/gu) ?? []), written.replace(/[^a-z]/g, '')];
}

function mixesScripts(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && /(?!\p{Script=Latin})\p{L}/u.test(word);
}
