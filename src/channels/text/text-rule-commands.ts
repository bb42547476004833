import { lowerAscii, wordsOf } from './text-rule-characters.js';
import { COURTESY_WORDS, HELP_WORDS, isKiss, SOFT_STOP_WORDS, STOP_WORDS } from './text-rule-words.js';

/**
 * Whether a text asks us to stop. `rest` is what follows the keyword, where the text begins with one. Beside
 * an amount only a plain STOP counts ("SUN£3 STOP"): "SUN£3 stop the war" is for a person to look at.
 */
export function asksToStop(text: string, keywords: readonly string[], rest: string | undefined): boolean {
  const words = ownWords(rest ?? text);
  if (words.join('') === 'stop' || isGlued('stop', words[0], keywords)) return true;
  if (rest !== undefined && /[0-9]/.test(rest)) return isOnly(words, STOP_WORDS, keywords);
  if (words.some((word) => STOP_WORDS.has(word))) return true;
  if (rest === undefined) return SOFT_STOP_WORDS.has(words[0] ?? '');
  return isOnly(words, SOFT_STOP_WORDS, keywords);
}

/** Whether a text asks for help, as above. A question mark alone does. */
export function asksForHelp(text: string, keywords: readonly string[], rest: string | undefined): boolean {
  if (/^\?[? ]*$/.test(text)) return true;
  const words = ownWords(rest ?? text);
  if (rest !== undefined) return !/[0-9]/.test(rest) && isOnly(words, HELP_WORDS, keywords);
  const [first = ''] = words;
  if (HELP_WORDS.has(first) || [...HELP_WORDS].some((help) => isGlued(help, first, keywords))) return true;
  return !/[0-9£]/.test(text) && words.includes('help');
}

/** The keyword that a command is about: STOP SUN, STOPSUN. */
export function namedKeyword(text: string, keywords: readonly string[]): string | undefined {
  const words = wordsOf(text);
  return keywords.find((keyword) =>
    words.some((word) =>
      ['', 'stop', ...HELP_WORDS].some((command) => word === command + lowerAscii(keyword)),
    ),
  );
}

/** The donor's words in runs of letters, before anything quoted: a tapback quotes our own "text STOP". */
function ownWords(text: string): string[] {
  const own = /^[^\p{L}]*[^"“]*/u.exec(text)![0].replaceAll(/opt[ -]out/g, 'optout');
  return wordsOf(own).flatMap((word) => word.match(/[\p{L}\p{M}]+/gu) ?? []);
}

/** STOPSUN: a command glued to a keyword. */
function isGlued(command: string, word: string | undefined, keywords: readonly string[]): boolean {
  return keywords.some((keyword) => word === command + lowerAscii(keyword));
}

/** Whether the words are a command and nothing else but courtesy, ALL, ME and keywords. */
function isOnly(words: string[], commands: ReadonlySet<string>, keywords: readonly string[]): boolean {
  const beside = new Set(['all', 'me', 'now', ...keywords.map(lowerAscii)]);
  const known = (word: string) =>
    commands.has(word) || beside.has(word) || COURTESY_WORDS.has(word) || isKiss(word) || word === 'gbp';
  return words.some((word) => commands.has(word)) && words.every(known);
}
