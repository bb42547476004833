import { restsOn } from './appeal-sources.js';

export interface KeywordRule {
  id: string;
  severity: 'error' | 'warning';
  restsOn: string;
  /** Whether `keyword` is the one to change because of `other`, a different keyword on its short code. */
  clashes(keyword: string, other: string): boolean;
  message(keyword: string, other: string): string;
}

/** Two keywords on one short code, in one appeal or in two. */
export const keywordRules: KeywordRule[] = [
  {
    id: 'keyword-plus-digits',
    severity: 'error',
    restsOn: restsOn.textRule,
    clashes: (keyword, other) => keyword.startsWith(other) && /^\d+$/.test(keyword.slice(other.length)),
    message: (keyword, other) =>
      `${keyword} is the keyword ${other} plus digits: a text ${keyword} would be read as an amount to ${other}`,
  },
  {
    id: 'keyword-prefix',
    severity: 'warning',
    restsOn: restsOn.textRule,
    clashes: (keyword, other) => other.startsWith(keyword) && /\D/.test(other.slice(keyword.length)),
    message: (keyword, other) =>
      `${keyword} is the beginning of the keyword ${other}: donors may mix them up`,
  },
  {
    id: 'keyword-lookalike',
    severity: 'warning',
    restsOn: restsOn.textRule,
    // Digits sort before letters, so of each pair only one keyword is reported.
    clashes: (keyword, other) => lookOf(keyword) === lookOf(other) && keyword < other,
    message: (keyword, other) => `${keyword} differs from the keyword ${other} only by O and 0 or I and 1`,
  },
];

function lookOf(keyword: string): string {
  return keyword.replaceAll('O', '0').replaceAll('I', '1');
}
