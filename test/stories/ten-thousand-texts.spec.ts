import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CrowdPhone, wantsAnswer } from '../support/crowd.js';
import { call, slug, type Total } from '../support/donor.js';
import { TwoProcesses } from '../support/two-processes.js';

/** `npm test` tells a tenth of it, on a machine that runs other tests beside; .ci/run tells it whole. */
const phoneCount = process.env['WHOLE_STORY'] ? 2_000 : 200;
const crowd = Array.from({ length: phoneCount }, (_, index) => new CrowdPhone(index));
const texts = crowd.flatMap((phone) => phone.texts).length;
const lookEveryMs = 300;
const mostMs = 240_000;

/** What the network says of a phone. */
interface PhoneSummary {
  number: string;
  answers: number;
  donatedPence: number;
}

/** One row of the month's statement. */
interface StatementRow {
  number: string;
  requestId: string;
  amountPence: number;
  status: string;
}

describe(`${texts} texts from ${phoneCount} phones, two processes, one of them killed half-way`, () => {
  let test: TwoProcesses;
  let sent = 0;
  /** How many answers each phone has; looked up for all at once. */
  let answers = new Map<string, number>();

  const set = (path: string, json: Record<string, unknown>) =>
    call(`${test.sandboxUrl}${path}`, { method: 'POST', json, headers: { Accept: 'application/json' } });
  const summaries = async () => (await call<PhoneSummary[]>(`${test.sandboxUrl}/network/phones.json`)).body;
  const statement = async (): Promise<StatementRow[]> => {
    const { text } = await call(`${test.sandboxUrl}/network/statement.csv`);
    return text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([, number = '', , requestId = '', , amount, status = '']) => ({
        number,
        requestId,
        amountPence: Number(amount),
        status,
      }));
  };
  const total = async () => (await call<Total>(`${test.url}/api/v1/appeals/${slug}/total`)).body;

  async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + mostMs; Date.now() < end; await setTimeout(lookEveryMs)) {
      if (await look()) return;
    }
    throw new Error(`waited in vain for ${what}`);
  }

  async function send({ number }: CrowdPhone, body: string): Promise<void> {
    const form = new URLSearchParams({ number, shortcode: '70141', body });
    const headers = { Accept: 'application/json' };
    const answer = await call(`${test.sandboxUrl}/phone/messages`, { method: 'POST', headers, body: form });
    expect(answer.status).toBe(200);
    sent += 1;
    if (sent === Math.floor(texts / 2)) await test.kill(1);
  }

  async function play(phone: CrowdPhone): Promise<void> {
    await set(`/phone/${phone.number}`, { creditPence: null, operator: 'three-uk', ...phone.network });
    let wanted = 0;
    for (const step of phone.script) {
      await until(`${wanted} answers on ${phone.number}`, () => (answers.get(phone.number) ?? 0) >= wanted);
      await Promise.all(step.map((body) => send(phone, body)));
      wanted += step.filter(wantsAnswer).length;
    }
  }

  beforeAll(async () => {
    test = await TwoProcesses.start();
    await set('/network', {
      seed: 4,
      duplicatedPercent: 10,
      reorderedPercent: 10,
      lostReportsPercent: 2,
    });
  });
  afterAll(() => test.close());

  it('charge each phone what the rules let through, and no penny more', async () => {
    const stop = new AbortController();
    const watching = watchAnswers(stop.signal);
    const waiting = crowd.values();
    const donors = Array.from({ length: 100 }, async () => {
      for (const phone of waiting) await play(phone);
    });
    await Promise.all(donors).finally(() => stop.abort());
    await watching;
    await until('everything to be told and worked on', nothingWaits);
    const charged = new Map((await summaries()).map((phone) => [phone.number, phone.donatedPence]));
    expect(Object.fromEntries(crowd.map(({ number }) => [number, charged.get(number)]))).toEqual(
      Object.fromEntries(crowd.map(({ number, chargedPence }) => [number, chargedPence])),
    );
  }, 300_000);

  async function watchAnswers(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      answers = new Map((await summaries()).map((phone) => [phone.number, phone.answers]));
      await setTimeout(lookEveryMs);
    }
  }

  it('leave no text without its answer', async () => {
    // A donor whose charge failed is told when the report says so; those reports that were lost said nothing.
    const refused = (await statement()).filter(({ status }) => status === 'failed');
    const unheard = await test.database.dataSource.query<{ id: string }[]>(
      `select replace(id::text, '-', '') as id from text.charge where state in ('requested', 'accepted')`,
    );
    const lost = refused.filter(({ requestId }) => unheard.some(({ id }) => id === requestId));
    const answered = new Map((await summaries()).map((phone) => [phone.number, phone.answers]));
    const silent = crowd.filter(({ number, texts: own }) => {
      const excused = lost.filter((row) => row.number === number).length;
      return (answered.get(number) ?? 0) + excused < own.filter(wantsAnswer).length;
    });
    expect(silent.map(({ number }) => number)).toEqual([]);
  });

  it('leave books that are the network’s, once the month’s statement is matched', async () => {
    const token = (await test.everypenny('token', 'create', '--role', 'finance', '--name', 'Flo')).trim();
    const matched = await call<Record<string, number>>(
      `${test.url}/api/v1/staff/settlements/gateway-statements`,
      {
        method: 'POST',
        body: (await call(`${test.sandboxUrl}/network/statement.csv`)).text,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv' },
      },
    );
    expect(matched.status).toBe(201);
    expect(matched.body).toMatchObject({ differs: 0, extra: 0, repeated: 0, missing: 0 });
    expect(matched.body['confirmed']).toBeGreaterThan(0);
    await until('the statement to be matched', async () => (await total()).pendingPence === 0);
    const network = new Map<string, number>();
    for (const { requestId, amountPence, status } of await statement()) {
      const taken = status === 'charged' ? amountPence : 0;
      network.set(requestId, (network.get(requestId) ?? 0) + taken);
    }
    const booked = await test.database.dataSource.query<{ id: string; pence: string }[]>(
      `select replace(charge.id::text, '-', '') as id, coalesce(sum(transfer.amount_pence), 0)::text as pence
       from text.charge left join ledger.transfer on transfer.donation_id = charge.donation_id
       group by charge.id`,
    );
    expect(Object.fromEntries(booked.map(({ id, pence }) => [id, Number(pence)]))).toEqual(
      Object.fromEntries(network),
    );
    const chargedPence = crowd.reduce((sum, phone) => sum + phone.chargedPence, 0);
    expect(await total()).toMatchObject({ raisedPence: chargedPence, heldPence: chargedPence });
    expect(await test.everypenny('check')).not.toBe('');
  });

  async function nothingWaits(): Promise<boolean> {
    const { undelivered } = (await call<{ undelivered: number }>(`${test.sandboxUrl}/network.json`)).body;
    const [row] = await test.database.dataSource.query<{ waiting: number }[]>(
      `select (select count(*) from messaging.inbox where done_at is null)::integer
         + (select count(*) from messaging.outbox where done_at is null and gave_up_at is null)::integer as waiting`,
    );
    return undelivered === 0 && row?.waiting === 0;
  }
});
