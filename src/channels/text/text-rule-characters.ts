/** The longest text that is read, in UTF-16 units: longer than any handset sends in one message. */
export const LONGEST_TEXT = 2000;

/** Drawn as a gap by a handset. Direction marks are read as a gap too, so that they never join two digits. */
const SPACES = /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u200E\u200F\u2028\u2029\u202F\u205F\u3000]/;

/** Drawn as nothing at all: zero-width characters, variation selectors, the tail of a country's flag. */
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF\p{Variation_Selector}\u{E0061}-\u{E007A}\u{E007F}]/u;

/** What becomes of £ on its way from a handset: read as CP1252 twice or once, as Mac Roman, or escaped. */
const DAMAGED_POUNDS = ['Ã‚Â£', 'Â£', '¬£', '&pound;'];

/**
 * Writes a text in one plain spelling: ASCII for the full-width block, one kind of space, £ for what a pound
 * sign surely was, A to Z in lower case. An explicit map and no Unicode normalisation: NFKC would make £10 of
 * £1⁰. Letters outside ASCII keep their case, so that ſun (long s) never becomes the keyword.
 */
export function plainSpelling(raw: string): string {
  let text = '';
  for (const character of raw) text += plainCharacter(character);
  for (const damaged of DAMAGED_POUNDS) text = text.replaceAll(damaged, '£');
  return lowerAscii(text.trim());
}

function plainCharacter(character: string): string {
  if (character >= '\uFF01' && character <= '\uFF5E') {
    return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  }
  if (character === '\u0001' || character === '\uFFE1') return '£';
  if (SPACES.test(character)) return ' ';
  return INVISIBLE.test(character) ? '' : character;
}

/** Lower case for A to Z alone. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Quotes, brackets and marks of emphasis: they dress a text and don't change what it says. */
export const DRESS = `"'\`´“”„‘’‚«»‹›()[\\]{}*_`;

/** May stand right behind the number. @ is what seven spare bits of a packed message decode to. */
const CLOSING_MARK = new RegExp(`[${DRESS}.,!;:…@]`);

/** May stand anywhere in the donor's own words. */
const SENTENCE_MARK = new RegExp(`[${DRESS}.,!;:…@ &/#+–—-]`);

/** A letter with its accents. Styled letters of no script (mathematical bold) can hide a word, so aren't. */
const LETTER = /(?!\p{Script=Common})[\p{L}\p{Mn}\p{Mc}]/u;

const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u;

/** Emoji that say no, ask, reckon, or can be read as a digit beside an amount (🅾, ⭕, 🔟, 💯 and the like). */
const SPEAKING_EMOJI = /[🚫❌❎⛔🛑🙅👎✋❓❔⁉➕➖➗✖⭕💯🔞-🔤\u{1F100}-\u{1F1E5}]/u;

export function isHarmlessEmoji(character: string): boolean {
  return EMOJI.test(character) && !SPEAKING_EMOJI.test(character);
}

/** Whether a character may stand in the donor's own words: the allow-list, and everything else is refused. */
export function mayStandInWords(character: string): boolean {
  return SENTENCE_MARK.test(character) || LETTER.test(character) || isHarmlessEmoji(character);
}

export function mayTouchNumber(character: string): boolean {
  return CLOSING_MARK.test(character) || isHarmlessEmoji(character);
}

/** The words of a text: what stands between spaces, marks and emoji. */
export function wordsOf(text: string): string[] {
  const spaced = Array.from(text, (character) =>
    SENTENCE_MARK.test(character) || isHarmlessEmoji(character) ? ' ' : character,
  );
  return spaced.join('').split(' ').filter(Boolean);
}
