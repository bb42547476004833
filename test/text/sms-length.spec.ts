import { describe, expect, it } from '@jest/globals';
import { smsLength } from '../../src/vocabulary/sms-length.js';

describe('the length of a text', () => {
  it.each([
    ['£'.repeat(160), 1, 'GSM-7', 160],
    ['£'.repeat(161), 2, 'GSM-7', 161],
    ['a'.repeat(306), 2, 'GSM-7', 306],
    ['a'.repeat(307), 3, 'GSM-7', 307],
    ['€'.repeat(80), 1, 'GSM-7', 160],
    ['€'.repeat(81), 2, 'GSM-7', 162],
    ['ŵ' + 'a'.repeat(69), 1, 'UCS-2', 70],
    ['ŵ' + 'a'.repeat(70), 2, 'UCS-2', 71],
    ['’', 1, 'UCS-2', 1],
    ['', 1, 'GSM-7', 0],
  ])('%#: is counted as a handset does', (text, messages, alphabet, units) => {
    expect(smsLength(text)).toEqual({ messages, alphabet, units });
  });
});
