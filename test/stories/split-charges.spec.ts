import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { type Call, startTextStory, type TextStory } from '../support/play-gateway.js';

describe('a gift in several charges', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory();
    await story.appeal('big', 'BIG', [20, 25], {
      shortcode: '70150',
      networks: [{ operator: 'o2-uk', mostPerChargePence: 1_000 }],
    });
  });
  afterAll(() => story.close());

  const give = async (body: string): Promise<[string, Call[]]> => {
    const number = story.number();
    await story.send(number, body, { DESTINATION: '70150', OPERATOR: 'o2-uk' });
    return [number, story.gateway.charges(number)];
  };
  const gift = async (number: string) => (await story.gifts(number))[0];

  it('is asked for in what its network takes at once, with one text', async () => {
    const [number, charges] = await give('BIG£25');
    expect(charges.map(({ form }) => form['AMOUNT']).toSorted()).toEqual(['1000', '1000', '500']);
    expect(new Set(charges.map(({ form }) => form['REQUESTID'])).size).toBe(3);
    expect(charges.filter(({ form }) => form['CHARGESILENT'] !== 'yes')).toHaveLength(1);
    for (const charge of charges) await story.report(charge, 'DELIVERED');
    expect(await gift(number)).toMatchObject({ status: 'confirmed', chargedPence: 2_500 });
  });

  it('counts what was charged of it when the rest fails, and says so in one free text', async () => {
    const [number, charges] = await give('BIG£20');
    const [first, second] = charges as [Call, Call];
    await story.report(first, 'DELIVERED');
    expect(await gift(number)).toMatchObject({ status: 'part_charged', chargedPence: 1_000 });
    await story.report(second, 'INSUFFICIENT_FUNDS');
    expect(await gift(number)).toMatchObject({ status: 'part_charged', chargedPence: 1_000 });
    expect(story.gateway.texts(number)).toEqual([expect.stringMatching(/^Only £10 of your £20 donation/)]);
    await story.report(second, 'DELIVERED');
    expect(await gift(number)).toMatchObject({ chargedPence: 1_000 });
  });

  it('fails when all of them fail', async () => {
    const [number, charges] = await give('BIG£20');
    for (const charge of charges) await story.report(charge, 'INSUFFICIENT_FUNDS');
    expect(await gift(number)).toMatchObject({ status: 'failed', chargedPence: 0 });
    expect(story.gateway.texts(number)).toHaveLength(1);
  });

  describe('that the network split itself', () => {
    const part = (charge: Call, guid: string, pence: number, status = 'DELIVERED') =>
      story.report({ ...charge, txguid: guid }, status, { PRICE: String(pence) });
    const giveTen = async (): Promise<[string, Call]> => {
      const number = story.number();
      await story.send(number, 'SUN£10');
      return [number, story.gateway.charges(number)[0] as Call];
    };

    it('is confirmed when its parts make up the whole; each part is booked once', async () => {
      const [number, charge] = await giveTen();
      await part(charge, `${number}-a`, 500);
      expect(await gift(number)).toMatchObject({ status: 'part_charged', chargedPence: 500 });
      await part(charge, `${number}-a`, 500);
      await part(charge, `${number}-b`, 500);
      await part(charge, `${number}-b`, 500);
      expect(await gift(number)).toMatchObject({ status: 'confirmed', chargedPence: 1_000 });
      expect(await story.breaks('contradicting_reports')).toHaveLength(1);
    });

    it('stays part-charged when one part fails; more than the whole, or another word, is a break', async () => {
      const [number, charge] = await giveTen();
      await part(charge, `${number}-a`, 500);
      await part(charge, `${number}-b`, 500, 'INSUFFICIENT_FUNDS');
      expect(await gift(number)).toMatchObject({ status: 'part_charged', chargedPence: 500 });
      expect(story.gateway.texts(number)).toEqual([expect.stringMatching(/^Only £5 of your £10/)]);
      const before = (await story.breaks('contradicting_reports')).length;
      await part(charge, `${number}-b`, 500);
      await part(charge, `${number}-c`, 500);
      await story.report(charge, 'DELIVERED');
      expect(await gift(number)).toMatchObject({ status: 'part_charged', chargedPence: 500 });
      expect((await story.breaks('contradicting_reports')).length).toBe(before + 3);
    });

    it('that tells a price for the whole is the whole', async () => {
      const [number, charge] = await giveTen();
      await part(charge, `${number}-a`, 1_000);
      expect(await gift(number)).toMatchObject({ status: 'confirmed', chargedPence: 1_000 });
    });
  });

  it('leaves the books in order', async () => {
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
