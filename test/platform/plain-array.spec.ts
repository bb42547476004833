import { describe, expect, it } from '@jest/globals';
import { plainArray, textArray } from '../../src/platform/database/plain-array.js';

describe('an array without quotes', () => {
  it('is what PostgreSQL reads as one', () => {
    expect(plainArray([])).toBe('{}');
    expect(plainArray([1, -2, null, undefined])).toBe('{1,-2,NULL,NULL}');
    expect(plainArray(['2026-03-01T10:00:00.000Z', 'card_charged'])).toBe(
      '{2026-03-01T10:00:00.000Z,card_charged}',
    );
  });

  it.each(['a b', 'a,b', '"', '{', '}', '\\', 'é', "'"])('refuses %j, which would need them', (value) => {
    expect(() => plainArray(['x', value])).toThrow('needs quotes');
  });
});

describe('an array of texts', () => {
  it('quotes what needs it and nothing else', () => {
    expect(textArray([])).toBe('{}');
    expect(textArray(['fonix', '', 'a b', 'a,b', '{}', 'NULL'])).toBe('{fonix,"","a b","a,b","{}","NULL"}');
    expect(textArray(['"', '\\', 'é'])).toBe('{"\\"","\\\\","é"}');
  });
});
