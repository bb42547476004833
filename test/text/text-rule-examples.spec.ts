import { describe, expect, it } from '@jest/globals';
import { readText } from '../../src/channels/text/text-rule.js';

const sun = { keywords: ['SUN'], offeredPence: [300, 500, 1000] };
const read = (raw: string) => readText({ ...sun, raw });

describe('a gift is read from', () => {
  it.each([
    ['SUN£5', 500, 'the advertised form'],
    ['sUN£10', 1000, 'any case of the letters'],
    ['\tSUN\n£3  ', 300, 'tabs and new lines are spaces'],
    ['\uFEFFSUN£3', 300, 'a byte order mark is invisible'],
    ['S\u200DU\u200CN£1\u200B0', 1000, 'invisible characters leave what the donor saw'],
    ['SUN\u202F£3', 300, 'a narrow space'],
    ['SUN\u3000£3', 300, 'an ideographic space'],
    ['SUN\u200E£3\u200E', 300, 'a direction mark between words is a gap'],
    ['ＳＵＮ￡３．００', 300, 'full-width forms, one to one'],
    ['SUN\u00013', 300, 'the pound sign of GSM 03.38 left as U+0001'],
    ['SUNÃ‚Â£3', 300, 'UTF-8 read as CP1252 twice'],
    ['SUNÂ£10', 1000, 'UTF-8 read as CP1252 once'],
    ['SUN#3', 300, 'the pound sign of ISO 646-GB'],
    ['SUNGBP3', 300, 'a pound sign transliterated by iconv'],
    ['Sun gbp5', 500, 'the currency code'],
    ['SUN?3', 300, 'a lost pound sign right between keyword and last digits'],
    ['SUN-3', 300, 'a dash that touches the keyword'],
    ['SUN-£3', 300, 'the same before a pound sign'],
    ['SUN – £3', 300, 'an en dash between spaces'],
    ['SUN, £5', 500, 'a comma'],
    ['SUN: 5', 500, 'a colon'],
    ['SUN 5.00', 500, 'pounds and no pence'],
    ['SUN 3£', 300, 'the sign behind the number, as on the continent'],
    ['SUN 5 pounds please', 500, 'a unit and a courtesy word'],
    ['SUN 10 diolch yn fawr xx', 1000, 'Welsh thanks and kisses'],
    ['SUN5 ❤️🇺🇦', 500, 'emoji and a flag'],
    ['SUN5, thank-you!!', 500, 'marks between courtesy words'],
    ['SUN£5,thanks', 500, 'a courtesy word behind a comma without a space'],
    ['SUN£5 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}', 500, 'the flag of Wales'],
    ['SUN £10 for Ukraine 💛💙', 1000, 'words behind a clear amount'],
    ['SUN £10 from Zoë & Siân', 1000, 'names with accents'],
    ['SUN£5 Слава Україні!', 500, 'words of another alphabet'],
    ['SUN£5 for the Sun appeal', 500, 'the keyword once more, as a name'],
    ['“SUN£5”', 500, 'smart quotes around it'],
    ['(SUN£3)', 300, 'brackets around it'],
    ['<SUN£3>', 300, 'angle brackets around it'],
    ['*SUN £3*', 300, 'stars around it'],
    ['"SUN" £3', 300, 'the keyword quoted'],
    ['SUN£5 ;-)', 500, 'a face is no minus sign'],
    ['SUN£5@', 500, 'the spare bits of a packed message'],
  ])('%j: %i pence, by %s', (raw, amountPence) => {
    expect(read(raw)).toEqual(expect.objectContaining({ kind: 'donate', keyword: 'SUN', amountPence }));
  });

  it('an amount with pence, where just that is offered', () => {
    const offeredPence = [250];
    expect(readText({ raw: 'SUN£2.50', keywords: ['SUN'], offeredPence })).toMatchObject({
      amountPence: 250,
    });
    expect(readText({ raw: 'SUN£2.5', keywords: ['SUN'], offeredPence }).kind).toBe('ambiguous');
    expect(readText({ raw: 'SUN£2', keywords: ['SUN'], offeredPence }).kind).toBe('unknown_amount');
  });
});

describe('no gift is read from', () => {
  it.each([
    ['SUN£30', 'unknown_amount', 'an offered amount is only its beginning'],
    ['SUN£3.50', 'unknown_amount', 'clear, and not offered'],
    ['SUN£0', 'unknown_amount', 'nothing'],
    ['SUN 4 thanks', 'unknown_amount', 'not offered'],
    ['SUN£③', 'unknown_amount', 'a circled digit is no digit'],
    ['SUN#', 'unknown_amount', 'a sign and no number'],
    ['SUNGBP', 'unknown_amount', 'the same, transliterated'],
    ['SUN tenner', 'unknown_amount', 'slang'],
    ['SUN£03', 'ambiguous', 'a leading zero'],
    ['SUN£-3', 'ambiguous', 'perhaps a minus'],
    ['SUN -3', 'ambiguous', 'perhaps a minus'],
    ['SUN −3', 'ambiguous', 'a minus sign'],
    ['SUN£3 -.', 'ambiguous', 'a minus before the full stop'],
    ['SUN£3.0', 'ambiguous', 'one decimal'],
    ['SUN.3', 'ambiguous', 'perhaps a decimal point'],
    ['SUN£1,000', 'ambiguous', 'a comma in the number'],
    ['SUN£3p', 'ambiguous', 'pounds or pence'],
    ['SUN£5%', 'ambiguous', 'a sign that touches the number'],
    ['SUN£1e1', 'ambiguous', 'an exponent'],
    ['SUN£3½', 'ambiguous', 'a fraction'],
    ['SUN£1٠', 'ambiguous', 'a digit of another script'],
    ['SUN£1\u200F0', 'ambiguous', 'a direction mark between digits'],
    ['SUN\u202E£01', 'ambiguous', 'a right-to-left override'],
    ['SUN£1\u03380', 'ambiguous', 'a digit struck through'],
    ['SUN£3.OO', 'ambiguous', 'letters that look like zeros behind a point'],
    ['SUN£3 O', 'ambiguous', 'perhaps £30'],
    ['SUN£3🅾️', 'ambiguous', 'an emoji that looks like a zero'],
    ['SUN£3🔟', 'ambiguous', 'an emoji that is a number'],
    ['SUN£3🌞k', 'ambiguous', 'a letter behind a glued emoji'],
    ['SUN£3\u0000', 'ambiguous', 'a control character'],
    ['SUN£5 twice', 'ambiguous', 'five or ten'],
    ['SUN£5 x two', 'ambiguous', 'five or ten'],
    ['SUN£5 and ten pounds', 'ambiguous', 'five or fifteen'],
    ['SUN£3 thousand', 'ambiguous', 'a word that multiplies'],
    ['SUN£3 euros', 'ambiguous', 'two currencies'],
    ['SUN£3 €', 'ambiguous', 'two currencies'],
    ['SUN$5', 'ambiguous', 'dollars'],
    ['SUN₴5', 'ambiguous', 'hryvnia'],
    ['SUN >£3', 'ambiguous', 'more than three'],
    ['SUN? 3', 'ambiguous', 'a question about Sunday'],
    ['SUN??3', 'ambiguous', 'more than one sign was lost'],
    ['SUN?3 thanks', 'ambiguous', 'a lost sign counts before the last digits only'],
    ['SUN¿3', 'ambiguous', 'some sign was lost'],
    ['SUNú3', 'ambiguous', 'a pound sign read as CP437'],
    ['SUN&#163;5', 'ambiguous', 'a numeric entity holds digits of its own'],
    ['SUN%C2%A35', 'ambiguous', 'never decoded twice'],
    ['SUN£3 ok?', 'ambiguous', 'a question'],
    ['SUN£3 ok? thanks', 'ambiguous', 'a question in the middle'],
    ['SUN£3❓', 'ambiguous', 'a question as emoji'],
    ['SUN£3 ❌', 'ambiguous', 'a no as emoji'],
    ["SUN£3 don't", 'ambiguous', 'a blocking word with an apostrophe'],
    ['SUN£3 if my wife agrees', 'ambiguous', 'a condition'],
    ['SUN£3 n-o-t', 'ambiguous', 'a blocking word in pieces'],
    ['SUN£3 nоt', 'ambiguous', 'a word of two alphabets'],
    ['SUN£3 𝗻𝗼𝘁', 'ambiguous', 'a word in styled letters'],
    ['SUN£3 each month', 'ambiguous', 'a repeated gift'],
    ['SUN£3 cancel', 'ambiguous', 'taken back'],
    ['SUN£3 stop the war', 'ambiguous', 'a blocking word'],
    ['SUN£3 SUN£5', 'ambiguous', 'two gifts'],
    ['SUN£3 or £5', 'ambiguous', 'two amounts'],
    ['SUN£3 to 70141', 'ambiguous', 'two numbers'],
    ['SUN 3 Oct', 'ambiguous', 'a date'],
    ['SUN 3pm', 'ambiguous', 'a time'],
    ['SUN 10.30', 'ambiguous', 'a time'],
    ['SUN 5 donation', 'ambiguous', 'without a pound sign, a word that is no courtesy'],
    ['SUN give £5', 'ambiguous', 'a word between keyword and amount'],
    ['SUN 3\u20E3', 'ambiguous', 'a keycap'],
    ['£3 SUN', 'ambiguous', 'the amount first'],
    ['10SUN', 'ambiguous', 'the amount first'],
    ['~SUN£3~', 'ambiguous', 'struck out'],
    ['> SUN£3', 'ambiguous', 'a quotation'],
    ['🌞SUN£3', 'ambiguous', 'the keyword is not quite first'],
    ['Text SUN£3 to 70141', 'unknown_keyword', 'the advert copied'],
    ['👍 to “SUN£3”', 'unknown_keyword', 'a reaction to an earlier text'],
    ['Liked “Thank you for £3. Text STOP to end”', 'unknown_keyword', 'our own words quoted'],
    ['ЅUN£3', 'unknown_keyword', 'a Cyrillic letter'],
    ['ſUN£3', 'unknown_keyword', 'a long s, which upper case would make an S'],
    ['SUN\u0301£3', 'unknown_keyword', 'an accent on the last letter'],
    ['𝐒𝐔𝐍£3', 'unknown_keyword', 'mathematical letters'],
    ['SUNNY £5', 'unknown_keyword', 'the keyword begins another word'],
    ['S.U.N £3', 'unknown_keyword', 'a keyword in pieces'],
    ['00530055004E00A30033', 'unknown_keyword', 'UTF-16 in hexadecimal'],
    ['\uD800', 'unknown_keyword', 'half a character'],
    ['   ', 'unknown_keyword', 'nothing'],
  ])('%j: %s, for it is %s', (raw, kind) => {
    expect(read(raw).kind).toBe(kind);
  });

  it.each([
    ['SUN£3 ok?', 'It asks a question.'],
    ['SUN£3 or £5', 'There is more than one number, or one that is not written as pounds.'],
    ['SUN£3xx', 'A letter touches the number.'],
    ['SUN£5%', 'A sign touches the number.'],
  ])('%j, and staff read: %s', (raw, reason) => {
    expect(read(raw).reason).toBe(reason);
  });

  it('an offer of nothing, or a keyword of nothing', () => {
    expect(readText({ raw: 'SUN£0', keywords: ['SUN'], offeredPence: [0] }).kind).toBe('unknown_amount');
    expect(readText({ raw: '£3', keywords: [''], offeredPence: [300] }).kind).toBe('unknown_keyword');
  });
});
