import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TextJanitor } from '../../src/channels/text/text-janitor.js';
import { BooksCheck } from '../../src/reports/check.js';
import { pay, paymentPage, settled } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postMessage } from '../support/gateway.js';
import { type Call, startTextStory, type TextStory } from '../support/play-gateway.js';
import { Staff } from '../support/staff.js';

const question = 'You texted SUN£3 twice. Reply YES to give again.';

describe('the rules before a charge', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory();
  });
  afterAll(() => story.close());

  const amounts = (number: string) => story.gateway.charges(number).map(({ form }) => Number(form['AMOUNT']));
  const statuses = async (number: string) => (await story.gifts(number)).map(({ status }) => status);
  const kinds = async (number: string) => (await story.read(number)).map(({ kind }) => kind);
  const lastRead = async (number: string) => (await story.read(number)).at(-1);

  describe('on a double tap', () => {
    it('hold the second text and ask; YES gives it once, and another YES is no answer to anything', async () => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'sun £3.00 please');
      expect(await statuses(number)).toEqual(['pending', 'held']);
      expect(story.gateway.texts(number)).toEqual([question]);
      await story.send(number, ' Yes! ');
      expect(await statuses(number)).toEqual(['pending', 'pending']);
      expect(amounts(number)).toEqual([300, 300]);
      await story.send(number, 'YES');
      expect(await kinds(number)).toEqual(['donate', 'donate', 'yes', 'unknown_keyword']);
      expect(amounts(number)).toEqual([300, 300]);
      for (const charge of story.gateway.charges(number)) await story.report(charge, 'DELIVERED');
      expect(await statuses(number)).toEqual(['confirmed', 'confirmed']);
    });

    it('let only the newest held text be given, and only on its own short code', async () => {
      await story.appeal('other-code', 'SUN', [3, 5], { shortcode: '70142' });
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£3');
      expect(await statuses(number)).toEqual(['pending', 'expired', 'held']);
      await story.send(number, 'YES', { DESTINATION: '70142' });
      expect(await lastRead(number)).toMatchObject({ kind: 'unknown_keyword' });
      await story.send(number, 'YES');
      await story.send(number, 'YES');
      expect(await statuses(number)).toEqual(['pending', 'expired', 'pending']);
      expect(amounts(number)).toEqual([300, 300]);
    });

    it.each(['NO', 'no.', 'STOP', 'Cancel'])('drop the second text on %s', async (word) => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£3');
      await story.send(number, word);
      expect(await statuses(number)).toEqual(['pending', 'expired']);
      await story.send(number, 'YES');
      expect(amounts(number)).toEqual([300]);
    });

    it('drop the second text after ten minutes', async () => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£3');
      story.later(11);
      await story.test.app.get(TextJanitor).round();
      story.later(0);
      expect(await statuses(number)).toEqual(['pending', 'expired']);
      await story.send(number, 'YES');
      expect(await lastRead(number)).toMatchObject({ kind: 'unknown_keyword' });
      expect(amounts(number)).toEqual([300]);
    });

    it('hold nothing when the amount is another, or the first one failed', async () => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£5');
      await story.report(story.gateway.charges(number)[0] as Call, 'INSUFFICIENT_FUNDS');
      await story.send(number, 'SUN£3');
      expect(await statuses(number)).toEqual(['failed', 'pending', 'pending']);
    });

    it('read NO as no answer when nothing was asked', async () => {
      const number = story.number();
      await story.send(number, 'NO');
      expect(await lastRead(number)).toMatchObject({ kind: 'unknown_keyword' });
    });
  });

  describe('on STOP', () => {
    it('say nothing, and take the donor’s own next gift, while the opt-out stays for all else', async () => {
      const number = story.number();
      await story.send(number, 'STOP ALL please');
      expect(story.gateway.texts(number)).toEqual([]);
      await story.send(number, 'SUN£10');
      await story.report(story.gateway.charges(number)[0] as Call, 'DELIVERED');
      expect(await statuses(number)).toEqual(['confirmed']);
      await story.send(number, 'what is this');
      expect(story.gateway.texts(number)).toEqual([]);
      expect(await lastRead(number)).toMatchObject({ reason: expect.stringContaining('opted out') });
      await story.send(number, 'HELP');
      expect(story.gateway.texts(number)).toEqual([expect.stringContaining('to give, text SUN£3')]);
    });

    it('say nothing more of a gift before it that fails, but of one after it', async () => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'STOP');
      await story.send(number, 'SUN£5');
      const [before, after] = story.gateway.charges(number) as [Call, Call];
      await story.report(before, 'INSUFFICIENT_FUNDS');
      expect(story.gateway.texts(number)).toEqual([]);
      await story.report(after, 'INSUFFICIENT_FUNDS');
      expect(story.gateway.texts(number)).toEqual([expect.stringContaining('your £5 text donation')]);
    });

    it('by the gateway’s own route are the same', async () => {
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'SUN£3');
      const token = story.test.config.fonix.webhookToken;
      const stop = {
        GUID: randomUUID(),
        MONUMBER: number,
        DESTINATION: '70141',
        OPERATOR: 'voda-uk',
        BODY: 'x',
      };
      await fetch(`${story.test.url}/webhooks/text/fonix/${token}/stop`, {
        method: 'POST',
        body: new URLSearchParams(stop),
      });
      await settled(story.test);
      expect(await statuses(number)).toEqual(['pending', 'expired']);
      expect(await lastRead(number)).toMatchObject({ kind: 'stop' });
    });
  });

  describe('of the caps', () => {
    it('let £40 a day through, what waits for a YES included, and answer the next gift with a card link', async () => {
      await story.appeal('caps', 'CAP', [4, 10, 20], { shortcode: '70143' });
      const number = story.number();
      const send = (body: string) => story.send(number, body, { DESTINATION: '70143' });
      await send('CAP£20');
      await send('CAP£10');
      await send('CAP£10');
      expect(await statuses(number)).toEqual(['pending', 'pending', 'held']);
      await send('CAP£4');
      expect(await lastRead(number)).toMatchObject({
        kind: 'donate',
        reason: expect.stringContaining('more than £40 a day'),
      });
      expect(story.gateway.texts(number).at(-1)).toMatch(/^Sorry, £40 a day is the most.*\/p\/[\w-]{16}$/);
      await send('NO');
      await send('CAP£4');
      expect(amounts(number)).toEqual([2000, 1000, 400]);
      await story.report(story.gateway.charges(number)[0] as Call, 'INSUFFICIENT_FUNDS');
      await send('CAP£20');
      expect(amounts(number)).toEqual([2000, 1000, 400, 2000]);
      await send('CAP£20');
      expect(amounts(number)).toHaveLength(4);
    });

    it('hold for a YES too, and count what it gives on the day of the YES', async () => {
      const give = (dailyCapPence: number) =>
        story.appeal('late', 'LATE', [10, 30], { shortcode: '70150', dailyCapPence });
      await give(4_000);
      const number = story.number();
      const send = (body: string) => story.send(number, body, { DESTINATION: '70150' });
      await send('LATE£10');
      await send('LATE£10');
      await give(1_500);
      await send('YES');
      expect(await lastRead(number)).toMatchObject({
        kind: 'yes',
        reason: expect.stringContaining('£15 a day'),
      });
      expect(story.gateway.texts(number).at(-1)).toMatch(/^Sorry, £15 a day is the most/);
      expect(await statuses(number)).toEqual(['pending', 'held']);
      await give(4_000);
      await send('YES');
      expect(amounts(number)).toEqual([1000, 1000]);
      await send('LATE£30');
      expect(await lastRead(number)).toMatchObject({ reason: expect.stringContaining('£40 a day') });
      // As if the YES had come the day before.
      await story.test.database.dataSource.query(
        `update text.hold set ended_at = ended_at - interval '1 day' where phone_match =
           (select phone_match from text.message where donation_id = $1)`,
        [(await story.gifts(number))[0]?.id],
      );
      await send('LATE£30');
      expect(amounts(number)).toEqual([1000, 1000, 3000]);
    });

    it('may be lower for a network, and count over all appeals', async () => {
      await story.appeal('low', 'LOW', [3, 4], {
        shortcode: '70144',
        networks: [{ operator: 'o2-uk', dailyCapPence: 600 }],
      });
      const number = story.number();
      await story.send(number, 'SUN£3');
      await story.send(number, 'LOW£4', { DESTINATION: '70144', OPERATOR: 'o2-uk' });
      expect(amounts(number)).toEqual([300]);
      await story.send(number, 'LOW£3', { DESTINATION: '70144', OPERATOR: 'o2-uk' });
      expect(amounts(number)).toEqual([300, 300]);
    });

    it('hold when twenty different gifts of one number come at once', async () => {
      const pounds = Array.from({ length: 20 }, (_, index) => index + 1);
      await story.appeal('many', 'MANY', pounds, { shortcode: '70145' });
      const number = story.number();
      await Promise.all(
        pounds.map((pound) =>
          postMessage(story.test, {
            GUID: randomUUID(),
            MONUMBER: number,
            BODY: `MANY£${pound}`,
            DESTINATION: '70145',
          }),
        ),
      );
      await settled(story.test);
      const total = amounts(number).reduce((sum, pence) => sum + pence, 0);
      expect(total).toBeLessThanOrEqual(4_000);
      expect(total).toBeGreaterThan(2_000);
    });
  });

  describe('of the appeal', () => {
    it('tell two appeals on one short code apart by their keywords', async () => {
      await story.appeal('relief', 'RELIEF', [5, 7]);
      const number = story.number();
      await story.send(number, 'RELIEF £5');
      await story.send(number, 'SUN £5');
      expect((await story.gifts(number)).map(({ appeal, amountPence }) => [appeal, amountPence])).toEqual([
        ['relief', 500],
        ['sun-ukraine-fund', 500],
      ]);
      await story.send(number, 'SUN £7');
      expect(await lastRead(number)).toMatchObject({ kind: 'unknown_amount' });
      await story.send(number, 'RELEIF £5');
      expect(await lastRead(number)).toMatchObject({ kind: 'unknown_keyword' });
      expect(amounts(number)).toEqual([500, 500]);
      await story.appeal('relief', 'RELIEF', [5, 7], { shortcode: '70149' });
    });

    it('charge nothing while it is not open', async () => {
      await story.appeal('past', 'PAST', [3], { shortcode: '70146' }, { closesOn: '2022-04-01' });
      const number = story.number();
      await story.send(number, 'PAST£3', { DESTINATION: '70146' });
      expect(await story.gifts(number)).toEqual([]);
      expect(story.gateway.texts(number)).toEqual([expect.stringContaining('not taking donations')]);
    });

    it('is not told to donors who mean none, nor given by a keyword that an open one has, once it is over', async () => {
      const options = { shortcode: '70148' };
      await story.appeal('a-past-one', 'SUN', [7], options, { closesOn: '2022-04-01' });
      await story.appeal('the-present-one', 'SUN', [3], options);
      const number = story.number();
      await story.send(number, 'hello', { DESTINATION: '70148' });
      expect(story.gateway.texts(number)).toEqual([expect.stringContaining('SUN£3')]);
      await story.send(number, 'SUN£3', { DESTINATION: '70148' });
      expect((await story.gifts(number)).map(({ appeal }) => appeal)).toEqual(['the-present-one']);
    });

    it('answer with a link to pay by card where its short code bills nobody', async () => {
      await story.appeal('linked', 'LINK', [3], { shortcode: '70147', billing: 'link' });
      const number = story.number();
      await story.send(number, 'LINK£3', { DESTINATION: '70147' });
      expect(story.gateway.charges(number)).toEqual([]);
      expect(story.gateway.texts(number)).toEqual([
        expect.stringMatching(/^Thank you! To give £3 to the British Red Cross Society, pay here: http:\S+ /),
      ]);
      const [link = ''] = /http:\S+/.exec(story.gateway.texts(number)[0] ?? '') ?? [];
      const pledges = () =>
        story.test.database.dataSource.query<{ status: string; pence: number }[]>(
          `select status, amount_pence::integer as pence from giving.pledge where appeal = 'linked'`,
        );
      expect(await pledges()).toEqual([{ status: 'open', pence: 300 }]);
      const checkout = (await fetch(link, { method: 'POST', redirect: 'manual' })).headers.get('location');
      await pay(await paymentPage(checkout ?? ''));
      await eventually('the promise to be kept', async () => (await pledges())[0]?.status === 'kept');

      // What was promised by a number that is forgotten is withdrawn; what was kept stays so.
      await story.send(number, 'LINK£3', { DESTINATION: '70147' });
      expect((await pledges()).map(({ status }) => status).toSorted()).toEqual(['kept', 'open']);
      const admin = await Staff.of(story.test, 'admin');
      expect((await admin.post('donors/erase', { phone: number })).status).toBe(200);
      expect((await pledges()).map(({ status }) => status).toSorted()).toEqual(['kept', 'withdrawn']);
    });
  });

  it('answer a robot ten times a day, and no more', async () => {
    const number = story.number();
    for (let times = 0; times < 13; times++) await story.send(number, `we got your text ${times}`);
    expect(story.gateway.texts(number)).toHaveLength(10);
    expect(story.gateway.texts(number)[0]).toMatch(
      /SUN£3 to give £3, or SUN£5 to give £5, or SUN£10 to give £10/,
    );
  });

  it('leave the books in order', async () => {
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
