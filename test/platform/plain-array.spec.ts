import { describe, expect, it } from '@jest/globals';
import { plainArray } from '../../src/platform/database/plain-array.js';

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
