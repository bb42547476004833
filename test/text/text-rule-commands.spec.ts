import { describe, expect, it } from '@jest/globals';
import type { TextParts } from '../../src/channels/text/text-rule.js';
import { readText } from '../../src/channels/text/text-rule.js';

const sun = { keywords: ['SUN'], offeredPence: [300, 500, 1000] };
const read = (raw: string, parts?: TextParts) => readText({ ...sun, raw, parts });

describe('a command', () => {
  it.each([
    'STOP ',
    'STOPALL',
    'STOPSUN',
    'Stop SUN£3',
    'S T O P',
    '"STOP"',
    'stop please',
    'SUN stop texting me',
    'SUN cancel',
    'SUN£3 stop all please',
    'please stop sending me texts',
    'UNSUBSCRIBE',
    'OPT-OUT',
    'please opt out',
    'QUIT',
    'Cancel',
    'SOTP',
  ])('%j asks to stop', (raw) => {
    expect(read(raw).kind).toBe('stop');
  });

  it.each(['HELP SUN', 'SUN help please', 'INFO SUN', 'HELPSUN', '??', 'I need help'])(
    '%j asks for help',
    (raw) => {
      expect(read(raw).kind).toBe('help');
    },
  );

  it.each(['STOP SUN', 'STOPSUN', 'SUN stop', 'please stop sun', 'HELP SUN'])(
    '%j names its keyword',
    (raw) => {
      expect(read(raw).keyword).toBe('SUN');
      expect(read('STOP').keyword).toBeUndefined();
    },
  );

  it('of help beside an amount is for a person to look at', () => {
    expect(read('INFO £5').kind).toBe('ambiguous');
  });
});

describe('keywords that share a short code', () => {
  const shared = (keywords: string[], raw: string) => readText({ ...sun, keywords, raw });

  it('are told apart by their whole length', () => {
    expect(shared(['SUN', 'SUNSHINE'], 'SUN£5')).toMatchObject({ kind: 'donate', keyword: 'SUN' });
    expect(shared(['SUN', 'SUNSHINE'], 'SUNSHINE 5')).toMatchObject({ kind: 'donate', keyword: 'SUNSHINE' });
  });

  it('charge nothing where keyword and number spell another keyword', () => {
    for (const raw of ['SUN5', 'SUN 5', 'SUN 5 please', 'SUN5£3']) {
      expect(shared(['SUN', 'SUN5'], raw).kind).toBe('ambiguous');
      expect(shared(['SUN5', 'SUN'], raw).kind).toBe('ambiguous');
    }
    expect(shared(['SUN', 'SUN5'], 'SUN£5')).toMatchObject({ kind: 'donate', amountPence: 500 });
  });

  it('charge nothing where two of them are named', () => {
    expect(shared(['SUN', 'MOON'], 'SUN£5 moon').kind).toBe('ambiguous');
  });

  it('may end in digits, which are no amount', () => {
    expect(shared(['CATS23'], 'cats23 £5')).toMatchObject({
      kind: 'donate',
      amountPence: 500,
      keyword: 'CATS23',
    });
    expect(shared(['CATS23'], 'CATS235').kind).toBe('unknown_keyword');
    expect(shared(['CATS23'], 'CATS 23').kind).toBe('unknown_keyword');
  });

  it('are one keyword when they differ in case only', () => {
    expect(shared(['sun', 'SUN'], 'SUN£5').kind).toBe('donate');
  });
});

describe('a text in parts', () => {
  it('is a gift once all parts are there, in any order', () => {
    expect(read('SUN£3 thanks', { total: 2, receivedParts: [2, 1] }).kind).toBe('donate');
    expect(read('SUN£3', { total: 1, part: 1, receivedParts: [1] }).kind).toBe('donate');
  });

  it.each<TextParts>([
    { total: 2, receivedParts: [1] },
    { total: 3, receivedParts: [1, 3, 3] },
    { total: 2, receivedParts: [1, 7] },
    { total: 2, part: 1, receivedParts: [1, 2] },
    { total: 0, receivedParts: [] },
    { total: Number.NaN, receivedParts: [1] },
  ])('is never charged while it is incomplete: %j', (parts) => {
    expect(read('SUN£3', parts).kind).toBe('ambiguous');
  });

  it('stops even while it is incomplete', () => {
    expect(read('STOP', { total: 2, part: 1, receivedParts: [1] }).kind).toBe('stop');
  });
});
