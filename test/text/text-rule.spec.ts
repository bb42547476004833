import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LONGEST_TEXT } from '../../src/channels/text/text-rule-characters.js';
import type { TextReading } from '../../src/channels/text/text-rule.js';
import { readText } from '../../src/channels/text/text-rule.js';

const sun = { keywords: ['SUN'], offeredPence: [300, 500, 1000] };
const read = (raw: string) => readText({ ...sun, raw });

interface CorpusCase {
  id: string;
  raw: string;
  expect: { kind: TextReading['kind']; amount_pence?: number; keyword?: string };
  also_ok?: string[];
  context?: { keywords: string[]; offered_pence: number[] };
  meta?: { concat?: { ref: string; total: number; part?: number; received_parts: number[] } };
}

const corpus = JSON.parse(
  readFileSync(new URL('../support/corpora/text-messages.json', import.meta.url), 'utf8'),
) as {
  count: number;
  context_default: { keywords: string[]; offered_pence: number[] };
  cases: CorpusCase[];
};

function readCase({ raw, context = corpus.context_default, meta }: CorpusCase): TextReading {
  const concat = meta?.concat;
  const parts = concat && {
    ref: concat.ref,
    total: concat.total,
    part: concat.part,
    receivedParts: concat.received_parts,
  };
  return readText({ raw, keywords: context.keywords, offeredPence: context.offered_pence, parts });
}

function isAsLabelled({ expect: label, also_ok: alsoOk = [] }: CorpusCase, reading: TextReading): boolean {
  if (reading.kind !== 'donate') return reading.kind === label.kind || alsoOk.includes(reading.kind);
  return (
    label.kind === 'donate' && reading.amountPence === label.amount_pence && reading.keyword === label.keyword
  );
}

describe('the corpus of texts', () => {
  it('is read as labelled, all 168 texts, with no unsafe charge', () => {
    const wrong = corpus.cases
      .map((text) => ({ text, reading: readCase(text) }))
      .filter(({ text, reading }) => !isAsLabelled(text, reading));
    const unsafe = wrong.filter(({ reading }) => reading.kind === 'donate');
    expect(unsafe).toEqual([]);
    expect(wrong).toEqual([]);
    expect(corpus.cases).toHaveLength(168);
  });

  it('gets a reason in a sentence for each text, which never repeats the text', () => {
    for (const text of corpus.cases) {
      const { reason } = readCase(text);
      expect(reason).toMatch(/^[A-Z].{5,}\.$/);
      if (text.raw.length > 20) expect(reason).not.toContain(text.raw);
    }
  });
});

/** Strings made of what the rule pays attention to, so that random ones come near a gift. */
const nearGift = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'SUN',
        'sun',
        'MOON',
        '£',
        '£',
        '3',
        '5',
        '10',
        '300',
        '.00',
        '.',
        ',',
        '-',
        ' ',
        ' ',
        '#',
      ),
      fc.constantFrom(
        'GBP',
        '?',
        '\uFFFD',
        '\u0001',
        'Â£',
        'x',
        'not',
        'thanks',
        'from',
        '\u200B',
        '٣',
        'O',
        'ſ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const anyText = fc.oneof(
  nearGift,
  nearGift.map((tail) => `SUN£3${tail}`),
  fc.string({ unit: 'binary' }),
);

describe('no string whatever', () => {
  it('yields an amount that is not offered', () => {
    fc.assert(
      fc.property(anyText, fc.uniqueArray(fc.integer({ min: -5, max: 2000 })), (raw, offeredPence) => {
        const reading = readText({ raw, keywords: ['SUN'], offeredPence });
        if (reading.kind === 'donate') expect(offeredPence).toContain(reading.amountPence);
      }),
      { numRuns: 5000 },
    );
  });

  it('yields an amount other than the only ASCII or full-width number in it', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const reading = read(raw);
        if (reading.kind !== 'donate') return;
        const numbers = raw
          .replaceAll(/[\u200B-\u200D\u00AD\u2060\uFEFF]|\p{Variation_Selector}/gu, '')
          .replaceAll(/[\uFF0E\uFF10-\uFF19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
          .replaceAll('.00', '')
          .match(/[0-9]+/g);
        expect(numbers?.map((digits) => BigInt(digits) * 100n)).toEqual([BigInt(reading.amountPence)]);
      }),
      { numRuns: 5000 },
    );
  });

  it('donates without the keyword as its first word', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const seen = raw.replaceAll(/[\u200B-\u200D\u00AD\u2060\uFEFF]|\p{Variation_Selector}/gu, '');
        fc.pre(!/^[^\p{L}\p{N}]*[sSｓＳ][uUｕＵ][nNｎＮ]/u.test(seen));
        expect(read(raw).kind).not.toBe('donate');
      }),
      { numRuns: 5000 },
    );
  });
});

/**
 * What the rule gives a meaning to: spaces, what is invisible, letters and digits of ASCII, pound signs and what
 * they turn into, marks and emoji. One character of anything else never helps a text to become a gift.
 */
const MEANINGFUL =
  /[\p{ASCII}\s\p{White_Space}\p{Cf}\p{Variation_Selector}\uFF01-\uFF5E£￡ÂÃ¬‚\uFFFD–—…´“”„‘’«»‹›]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}/u;

describe('a character of no meaning to the rule', () => {
  const refused = corpus.cases.filter((text) => text.expect.kind !== 'donate');
  const meaningless = fc.oneof(
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((character) => !MEANINGFUL.test(character)),
    fc.constantFrom(
      'é',
      'ſ',
      'О',
      'о',
      'ѕ',
      '٣',
      '³',
      '½',
      '①',
      '€',
      '₤',
      '\u0338',
      '\u20E3',
      'ﬁ',
      '−',
      '\uD83D',
    ),
  );

  it('makes no gift of a text that is none, wherever it is put in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...refused), meaningless, (text, character) => {
        for (let at = 0; at <= text.raw.length; at += 1) {
          const raw = text.raw.slice(0, at) + character + text.raw.slice(at);
          expect([raw, readCase({ ...text, raw }).kind]).not.toEqual([raw, 'donate']);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('makes no other gift of a text that is one, were every whole pound offered', () => {
    const given = corpus.cases.filter((text) => text.expect.kind === 'donate');
    const everyPound = Array.from({ length: 2000 }, (_, index) => (index + 1) * 100);
    fc.assert(
      fc.property(fc.constantFrom(...given), meaningless, fc.nat(), (text, character, position) => {
        const { keywords } = text.context ?? corpus.context_default;
        const at = position % (text.raw.length + 1);
        const raw = text.raw.slice(0, at) + character + text.raw.slice(at);
        const reading = readCase({ ...text, raw, context: { keywords, offered_pence: everyPound } });
        if (reading.kind === 'donate') expect(reading.amountPence).toBe(text.expect.amount_pence);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never a word more: no inserted word of letters outside the lists makes a gift', () => {
    const word = fc.stringMatching(/^[b-z]{4,8}$/);
    fc.assert(
      fc.property(fc.constantFrom(...refused), word, fc.nat(), (text, inserted, position) => {
        const words = text.raw.split(' ');
        words.splice(position % (words.length + 1), 0, inserted);
        const reading = readCase({ ...text, raw: words.join(' ') });
        expect([text.raw, inserted, reading.kind]).not.toEqual([text.raw, inserted, 'donate']);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a hostile text of 100 kB', () => {
  const patterns = [
    '1',
    '.',
    '£',
    ' ',
    '-',
    'S',
    'SUN',
    'SUN£3',
    '3.00',
    '"',
    'x',
    ' x',
    '£ ',
    '- ',
    '🌞',
    '\u200B',
  ];
  const more = [
    'a!',
    '?',
    'STOP',
    'opt out',
    '\u0338',
    '&pound;',
    'Ã‚Â£',
    '\uD800',
    '\u0000',
    'help ',
    ' thanks',
    'é',
  ];
  const fill = (pattern: string, length: number) =>
    pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);

  it.each([...patterns, ...more])('of %j is read and never charged, whatever begins it', (pattern) => {
    for (const head of ['', 'SUN', 'SUN£3', 'SUN£3 ', 'SUN 3 ', 'SUN "']) {
      expect(read(head + fill(pattern, 100_000)).kind).not.toBe('donate');
    }
  });

  it('costs no more than its first 2,000 characters, for nothing behind them is read', () => {
    fc.assert(
      fc.property(nearGift, nearGift, nearGift, fc.constantFrom(...patterns), (head, one, other, pattern) => {
        const bounded = head + fill(pattern, LONGEST_TEXT);
        expect(read(bounded + one + '.')).toEqual(read(bounded + other + '.'));
      }),
    );
    expect(LONGEST_TEXT).toBe(2000);
  });

  it('is obeyed when it begins with STOP', () => {
    expect(read(`STOP ${fill('x', 100_000)}`).kind).toBe('stop');
  });
});
