import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { irMark, type R68Claim, r68Message } from '../../src/giving/gift-aid/r68.js';
import { type ScheduleLine, scheduleLine } from '../../src/giving/gift-aid/schedule-line.js';
import { pence } from '../../src/vocabulary/pence.js';

const schema = readFileSync('test/giving/r68-as-sent.xsd', 'utf8');

/** HMRC's own test message, github.com/hmrc/charities-claims, test-chris-submission-1-flat.xml (Apache-2.0). */
const sample: R68Claim = {
  hmrcReference: 'XR4010',
  orgName: 'CHARITY TC088',
  regulator: { number: '1234', register: 'England and Wales' },
  official: { trustee: 'Joe Bloggs', postcode: 'AB12 3YZ', phone: '07777777777' },
  periodEnd: '2012-01-01',
  earliestOn: '2025-01-01',
  otherInfo: 'def',
};
const sampleLine: ScheduleLine = {
  title: 'Mr',
  firstName: 'John',
  lastName: 'Smith',
  house: '100 Champs Elysees, Paris',
  postcode: 'X',
  givenOn: '2025-01-02',
  amount: '250.00',
};

async function* some(...lines: ScheduleLine[]): AsyncGenerator<ScheduleLine[]> {
  yield lines;
}

async function written(claim: R68Claim, ...lines: ScheduleLine[]): Promise<string> {
  let message = '';
  for await (const piece of r68Message(claim, () => some(...lines))) message += piece;
  return message;
}

/** The schema's words on the part that is HMRC's; none where it is valid. */
async function faultsIn(message: string): Promise<string[]> {
  const [envelope = ''] = /<IRenvelope.*<\/IRenvelope>/s.exec(message) ?? [];
  const { errors } = await validateXML({
    xml: [{ fileName: 'r68.xml', contents: envelope }],
    schema: [{ fileName: 'r68.xsd', contents: schema }],
  });
  return errors.map(({ message: fault }) => fault);
}

describe('the message of Charities Online', () => {
  it('has the mark that HMRC’s own sample of it has', async () => {
    const mark = await irMark(sample, some(sampleLine));
    expect(mark).toBe('oCHbGp+XAIi/AYdxWxLNLMmbEno=');
    const message = await written(sample, sampleLine);
    expect(message).toContain(`<PeriodEnd>2012-01-01</PeriodEnd><IRmark Type="generic">${mark}</IRmark>`);
    expect(await faultsIn(message)).toEqual([]);
  });

  it('has another mark for any other letter', async () => {
    const mark = await irMark(sample, some({ ...sampleLine, lastName: 'Smyth' }));
    expect(mark).not.toBe('oCHbGp+XAIi/AYdxWxLNLMmbEno=');
  });

  it.each([
    ['an amount without pennies', { amount: '250' }],
    ['no house', { house: '' }],
    ['a title of five letters', { title: 'Mister' }],
    ['a postcode without its space', { postcode: 'CF101EP' }],
  ])('would be refused with %s', async (_, wrong) => {
    expect(await faultsIn(await written(sample, { ...sampleLine, ...wrong }))).not.toEqual([]);
  });

  it('is valid for whatever donor a claim takes in', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'aÉß <&>"\'-9\r'), minLength: 1, maxLength: 40 });
    const donor = fc.record(
      {
        title: word,
        firstName: word,
        lastName: word,
        house: word,
        postcode: fc.constantFrom('cf10 1ep', 'W1A 1AA'),
      },
      { requiredKeys: ['firstName', 'lastName', 'house'] },
    );
    const claim = { ...sample, overClaimedTax: '0.25', official: { ...sample.official, trustee: 'A & <B>' } };
    await fc.assert(
      fc.asyncProperty(fc.array(donor, { minLength: 1, maxLength: 20 }), async (donors) => {
        const lines = donors
          .map((each) => scheduleLine(each, '2026-02-28', pence(1)))
          .filter((line) => !('reason' in line)) as ScheduleLine[];
        fc.pre(lines.length > 0);
        expect(await faultsIn(await written(claim, ...lines))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
