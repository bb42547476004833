import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Appeals } from '../../src/giving/appeals/appeals.service.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { TooManyListeners } from '../../src/reports/reports.problems.js';
import { TotalEvents } from '../../src/reports/total-events.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { give } from './given.js';

const nothing = { raisedPence: 0, donations: 0, pendingPence: 0, remittedPence: 0, heldPence: 0 };

describe('everybody', () => {
  let app: TestApp;
  const read = async (path: string): Promise<unknown> => (await fetch(`${app.url}/api/v1/${path}`)).json();

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => app.close());

  it('sees an appeal as it is worded, and the list of appeals', async () => {
    const appeal = await read('appeals/sun-ukraine-fund');
    expect(appeal).toMatchObject({
      slug: 'sun-ukraine-fund',
      title: "The Sun's Ukraine Fund",
      partner: {
        name: 'British Red Cross Society',
        charityNumber: '220949',
        charityNumbers: [{ number: '220949' }, { number: 'SC037738', register: 'Scotland' }],
      },
      surplusStatement: expect.stringContaining('surplus funds'),
      status: 'open',
      opensAt: '2022-03-01T00:00:00+00:00',
      closesAt: null,
      targetPence: null,
      totals: nothing,
      card: { minPence: 300, maxPence: 1_000_000, suggestedPence: [300, 500, 1000, 2500, 5000] },
      text: {
        shortcode: '70141',
        options: expect.arrayContaining([{ keyword: 'SUN', amountPence: 300, text: 'SUN£3' }]),
        costNote: expect.stringContaining('we receive 100%'),
        termsUrl: 'https://www.redcross.org.uk/mobile',
      },
    });
    expect(await read('appeals')).toEqual({ items: [appeal], nextCursor: null });
    for (const path of ['appeals/none', 'appeals/none/total', 'appeals/none/total/events'])
      expect(await read(path)).toMatchObject({ status: 404, code: 'appeal_not_found' });
  });

  it('reads when an appeal opens and closes as moments in London, in summer and in winter', async () => {
    const { definition } = await app.app.get(Appeals).get('sun-ukraine-fund');
    const { text: _, ...withoutText } = definition;
    const dates = { opensOn: '2022-07-01', closesOn: '2022-10-30' };
    await app.app.get(Appeals).apply({ ...withoutText, slug: 'summer-fund', ...dates });
    expect(await read('appeals/summer-fund')).toMatchObject({
      opensAt: '2022-07-01T00:00:00+01:00',
      // The clocks went back on that last day.
      closesAt: '2022-10-31T00:00:00+00:00',
      text: null,
    });
  });

  it('is sent away when too many listen, until some leave', async () => {
    const full: Readable[] = [];
    const fill = (): void => {
      for (;;) full.push(app.app.get(TotalEvents).listen('sun-ukraine-fund'));
    };
    expect(fill).toThrow(TooManyListeners);
    const path = 'appeals/sun-ukraine-fund/total/events';
    expect(await read(path)).toMatchObject({ status: 503, code: 'too_many_listeners' });
    for (const listener of full) listener.destroy();
    const events = await listen(`${app.url}/api/v1/${path}`);
    expect(await events.next()).toEqual(nothing);
    events.leave();
  });

  it('sees what was raised, and apart from it what is only promised, now and as it changes', async () => {
    const events = await listen(`${app.url}/api/v1/appeals/sun-ukraine-fund/total/events`);
    expect(events.type).toBe('text/event-stream');
    expect(await events.next()).toEqual(nothing);
    await give(app, { name: 'text', channel: 'text', amountPence: 300 });
    await give(app, { name: 'promise', amountPence: 500, promised: true });
    const now = { raisedPence: 300, donations: 1, pendingPence: 500, remittedPence: 0, heldPence: 300 };
    let told = await events.next();
    while (told.pendingPence === 0) told = await events.next();
    expect(told).toEqual(now);
    expect(await read('appeals/sun-ukraine-fund/total')).toEqual(now);
    events.leave();
  });

  it('is let go when the server stops', async () => {
    const other = await startTestApp({ workers: false, sandbox: false });
    const events = await listen(`${other.url}/api/v1/appeals/sun-ukraine-fund/total/events`);
    await events.next();
    await other.close();
    await expect(events.next()).rejects.toThrow('the events ended');
  });

  it('sees a donation only with its token', async () => {
    const id = await give(app, { name: 'seen' });
    const donation = await app.app.get(Donations).find(id);
    expect(await read(`donations/${id}?token=${donation?.receiptToken}`)).toEqual({
      id,
      status: 'confirmed',
      paid: true,
      channel: 'card',
      amountPence: 1000,
      chargedPence: 1000,
      refundedPence: 0,
      remittedPence: 0,
      givenAt: '2022-03-02T10:00:00.000Z',
      appeal: {
        slug: 'sun-ukraine-fund',
        title: "The Sun's Ukraine Fund",
        partnerName: 'British Red Cross Society',
        charityNumbers: [
          { number: '220949', register: 'England and Wales' },
          { number: 'SC037738', register: 'Scotland' },
        ],
      },
      whereTheMoneyIs: 'With Stripe, our card company, held for British Red Cross Society.',
      place: 'with_stripe',
    });
    const unknown = '0190a0a0-0000-7000-8000-000000000001';
    for (const path of [`${id}?token=wrong`, `${unknown}?token=${donation?.receiptToken}`, 'x?token=y'])
      expect(await read(`donations/${path}`)).toMatchObject({ status: 404, code: 'donation_not_found' });
    expect(await read(`donations/${id}`)).toMatchObject({ status: 400, code: 'validation_failed' });
  });
});

interface Events {
  type: string | undefined;
  next(): Promise<typeof nothing>;
  leave(): void;
}

/** Listens as a browser does; it reads unnamed events with JSON. */
function listen(url: string): Promise<Events> {
  return new Promise((resolve, reject) => {
    const sent = request(url, (answer) => {
      answer.setEncoding('utf8');
      const parts = answer[Symbol.asyncIterator]() as AsyncIterator<string>;
      let text = '';
      resolve({
        type: answer.headers['content-type'],
        leave: () => void answer.destroy(),
        async next() {
          for (;;) {
            const [, data] = /^data: (.*)\n\n/.exec(text) ?? [];
            if (data !== undefined) {
              text = text.slice(data.length + 'data: \n\n'.length);
              return JSON.parse(data) as typeof nothing;
            }
            const part = await parts.next();
            if (part.done) throw new Error('the events ended');
            text += part.value;
          }
        },
      });
    });
    sent.on('error', reject).end();
  });
}
