import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { appealFile } from '../support/appeal-files.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Round, Treasurer } from './treasurer.js';

const schema = {
  fileName: 'pain.001.001.09-subset.xsd',
  contents: readFileSync(new URL('pain.001.001.09-subset.xsd', import.meta.url), 'utf8'),
};
const day = (date: number) => new Date(`2022-03-0${date}T10:00:00Z`);

describe('the papers of a remittance', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  let round: Round;
  beforeAll(async () => {
    const account = (number: number) =>
      `bankAccount: { name: Charité & Co ${number}, sortCode: '000000', accountNumber: '0000001${number}' }`;
    const payees = [4000, 6000].map(
      (points, index) => `  - { name: Charity ${index}, basisPoints: ${points}, ${account(index)} }\n`,
    );
    const shared = appealFile([
      ['slug: sun-ukraine-fund', 'slug: sun-shared-fund'],
      ["shortcode: '70141'", "shortcode: '70142'"],
      ['purpose: >-', `payees:\n${payees.join('')}purpose: >-`],
    ]);
    const nameless = appealFile([
      ['slug: sun-ukraine-fund', 'slug: sun-nameless-fund'],
      ["shortcode: '70141'", "shortcode: '70143'"],
      [
        "  bankAccount:\n    name: British Red Cross\n    sortCode: '000000'\n    accountNumber: '00000002'\n",
        '',
      ],
    ]);
    test = await startTestApp({ workers: false, sandbox: false, appeals: [shared, nameless] });
    treasurer = await Treasurer.of(test, 'sun-shared-fund');
    const first = await treasurer.banked({ name: 'first', amountPence: 1000, givenAt: day(2) });
    await treasurer.passedOn();
    await treasurer.refund(first, 300);
    await treasurer.banked({ name: 'second', amountPence: 1234567890, givenAt: day(3) });
    round = await treasurer.approved();
  });
  afterAll(async () => {
    expect(await treasurer.checked()).toEqual([]);
    await test.close();
  });

  it('include a payment file that its schema takes, with each payment once and their sum', async () => {
    const { status, type, text } = await treasurer.paper('payment-file', round.id);
    expect([status, type]).toEqual([200, 'application/xml; charset=utf-8']);
    expect(await validateXML({ xml: { fileName: 'payment.xml', contents: text }, schema })).toMatchObject({
      valid: true,
      errors: [],
    });
    const all = (tag: string): string[] =>
      [...text.matchAll(new RegExp(`<${tag}[^>]*>([^<]+)</${tag}>`, 'g'))].map(([, value = '']) => value);
    expect(all('InstdAmt')).toEqual(['4938270.36', '7407405.54']);
    expect(all('CtrlSum')).toEqual(['12345675.90', '12345675.90']);
    expect(all('NbOfTxs')).toEqual(['2', '2']);
    expect(all('MsgId')).toEqual([round.id.replaceAll('-', '')]);
    expect(all('EndToEndId')).toEqual(round.payments.map(({ id }) => id.replaceAll('-', '')));
    expect(all('Nm')).toEqual(['The Sun', 'The Sun Ukraine Fund', 'Charite + Co 0', 'Charite + Co 1']);
    expect(all('Ustrd')).toEqual(['SUN-SHARED-FUND-2', 'SUN-SHARED-FUND-2']);
    const id = (number: string) => `00000000000${number}`;
    expect(all('Id')).toEqual([id('001'), id('010'), id('011')]);
  });

  it.each([
    ['an amount without its currency', ' Ccy="GBP"', ''],
    ['an amount in whole pounds', '4938270.36', '4938270'],
    ['a reference that is too long', 'SUN-SHARED-FUND-2', 'SUN-SHARED-FUND-2-AND-MORE'],
    [
      'a sum before the number',
      /<NbOfTxs>2<\/NbOfTxs>\s*(<CtrlSum>[^<]+<\/CtrlSum>)/,
      '$1<NbOfTxs>2</NbOfTxs>',
    ],
    ['a short account', '00000000000011', '0000000000001'],
    ['a sign that banks refuse', 'Charite + Co 1', 'Charité & Co 1'],
  ])('would be refused by the schema with %s', async (_, from, to) => {
    const { text } = await treasurer.paper('payment-file', round.id);
    const wrong = text.replace(from, to);
    expect(wrong).not.toBe(text);
    expect((await validateXML({ xml: { fileName: 'payment.xml', contents: wrong }, schema })).valid).toBe(
      false,
    );
  });

  it('include an advice as a page and as a PDF', async () => {
    const page = await treasurer.paper('advice', round.id);
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    for (const words of [
      'Remittance advice 2',
      'The Sun',
      'British Red Cross Society (220949, England and Wales; SC037738, Scotland)',
      '2022-03-03 to 2022-03-03',
      'SUN-SHARED-FUND-2',
      '£12,345,678.90',
      '−£3',
      '£12,345,675.90',
      '£4,938,270.36',
      '000000 ••••0010',
    ])
      expect(page.text).toContain(words);
    expect(page.text).not.toContain('00000010');
    const pdf = await treasurer.paper('advice.pdf', round.id);
    expect([pdf.status, pdf.type, pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(pdf.text.trimEnd().endsWith('%%EOF')).toBe(true);
  });

  it('are not there for a draft, nor is the payment file once the round was sent', async () => {
    await treasurer.banked({ name: 'third', amountPence: 100, givenAt: day(4) });
    const { body: draft } = await treasurer.draft(1, { lateReason: 'x' });
    const refused = async (paper: string, id: string) => {
      const { status, text } = await treasurer.paper(paper, id);
      return [status, (JSON.parse(text) as { code: string }).code];
    };
    for (const paper of ['payment-file', 'advice', 'advice.pdf']) {
      expect(await refused(paper, round.id.replace(/^.{8}/, '00000001'))).toEqual([
        404,
        'remittance_not_found',
      ]);
      expect(await refused(paper, draft.id)).toEqual([409, 'remittance_not_in_state']);
    }
    await treasurer.sent(round.id);
    expect(await refused('payment-file', round.id)).toEqual([409, 'remittance_not_in_state']);
    expect((await treasurer.paper('advice', round.id)).status).toBe(200);
  });

  it('need the account of whoever is paid', async () => {
    const other = await Treasurer.of(test, 'sun-nameless-fund');
    await other.banked({ name: 'elsewhere', amountPence: 500 });
    const { id } = await other.approved();
    const { status, text } = await other.paper('payment-file', id);
    expect([status, JSON.parse(text)]).toEqual([409, expect.objectContaining({ code: 'account_unknown' })]);
  });
});
