import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PledgeCalendar } from '../../src/giving/pledges/pledge-calendar.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import { call, pay, paymentPage, raised, slug, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { inDays, type OpenedPledge, openPledge, payTowards, withLink } from '../support/pledger.js';

describe('a pledge', () => {
  let test: TestApp;
  let pledge: OpenedPledge;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const seen = async () => (await withLink(test, pledge)).body;
  const isKept = (keptPence: number) =>
    eventually(`${keptPence} pence of the pledge to be kept`, async () => {
      const now = await seen();
      return now.keptPence === keptPence && now;
    });
  const payNow = async (amountPence: number, key: string): Promise<string> => {
    const { status, body } = await payTowards(test, pledge, amountPence, key);
    expect(status).toBe(201);
    await pay(await paymentPage(body.checkoutUrl));
    return body.id;
  };
  const refund = async (donationId: string, amountPence: number): Promise<void> => {
    const { status } = await call(`${test.url}/api/v1/staff/donations/${donationId}/refunds`, {
      method: 'POST',
      json: { amountPence, reason: 'Asked by letter' },
      headers: { Authorization: `Bearer ${await test.token('finance')}` },
    });
    expect(status).toBe(201);
  };

  it('is a promise by a day, and no money', async () => {
    const { status, body } = await openPledge(test, { amountPence: 5000 }, 'the-first-pledge');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'open',
      payUrl: expect.stringContaining(`/pledges/${body.id}?token=`),
    });
    pledge = body;
    expect(await seen()).toMatchObject({
      status: 'open',
      amountPence: 5000,
      keptPence: 0,
      dueOn: inDays(10),
    });
    expect(await total(test)).toMatchObject({ raisedPence: 0, donations: 0, pendingPence: 0 });
  });

  it('is the same pledge when it is sent again, and another request may not use its key', async () => {
    expect((await openPledge(test, { amountPence: 5000 }, 'the-first-pledge')).body).toEqual({
      ...pledge,
      amountPence: 5000,
      dueOn: inDays(10),
    });
    const other = await openPledge(test, { amountPence: 5001 }, 'the-first-pledge');
    expect([other.status, other.text]).toEqual([409, expect.stringContaining('idempotency_key_reused')]);
  });

  it('names each field that can’t be so', async () => {
    const wrong: [object, string][] = [
      [{ amountPence: 299 }, 'amountPence'],
      [{ amountPence: 10.5 }, 'amountPence'],
      [{ amountPence: 500, dueOn: inDays(-1) }, 'dueOn'],
      [{ amountPence: 500, dueOn: inDays(800) }, 'dueOn'],
      [{ amountPence: 500, dueOn: '2026-02-30' }, 'dueOn'],
      [{ amountPence: 500, donor: 'me' }, 'donor'],
      [{ amountPence: 500, donor: { email: 'nowhere' } }, 'donor.email'],
    ];
    for (const [json, field] of wrong) {
      const { status, body } = await openPledge(test, json, 'a-wrong-pledge');
      expect([status, body]).toEqual([400, expect.objectContaining({ errors: expect.any(Array) })]);
      expect(
        (body as unknown as { errors: { field: string }[] }).errors.map((error) => error.field),
      ).toContain(field);
    }
  });

  it('is shown to nobody without its token', async () => {
    const stranger = { ...pledge, payUrl: pledge.payUrl.replace(/token=.*/, 'token=another') };
    for (const verb of ['', 'pause', 'withdraw', 'stop-reminders'])
      expect((await withLink(test, stranger, verb)).status).toBe(404);
    expect((await payTowards(test, stranger, 500, 'a-strange-payment')).status).toBe(404);
  });

  it('is kept in part by one payment, raised once the books have it', async () => {
    await payNow(2000, 'a-first-part');
    expect(await isKept(2000)).toMatchObject({ status: 'part_kept' });
    expect(await raised(test, 2000)).toMatchObject({ donations: 1 });
  });

  it('is paused by the donor, and its days don’t run', async () => {
    expect((await withLink(test, pledge, 'pause')).body).toMatchObject({ status: 'paused' });
    turnClock(test, 60);
    await test.app.get(PledgeCalendar).lapse();
    expect((await seen()).status).toBe('paused');
    expect((await withLink(test, pledge, 'resume')).body).toMatchObject({
      status: 'part_kept',
      dueOn: inDays(70),
    });
    turnClock(test, 0);
  });

  it('is kept by the last payment, falls back with its refund, and is kept by another', async () => {
    const last = await payNow(3000, 'a-last-part');
    expect(await isKept(5000)).toMatchObject({ status: 'kept' });
    expect((await withLink(test, pledge, 'pause')).body.code).toBe('pledge_not_open');
    expect((await payTowards(test, pledge, 500, 'one-too-many')).body.code).toBe('pledge_not_open');
    await refund(last, 3000);
    expect(await isKept(2000)).toMatchObject({ status: 'part_kept', reminders: false });
    await payNow(3000, 'another-last-part');
    expect(await isKept(5000)).toMatchObject({ status: 'kept' });
  });

  it('answers a repeated payment as it did, though the pledge is kept by now', async () => {
    const { status, body } = await payTowards(test, pledge, 3000, 'a-last-part');
    expect([status, body.amountPence]).toEqual([201, 3000]);
  });

  it('is withdrawn by the donor, and then takes no payment', async () => {
    pledge = (await openPledge(test, { amountPence: 1000 }, 'to-be-withdrawn')).body;
    expect((await withLink(test, pledge, 'withdraw')).body.status).toBe('withdrawn');
    expect((await withLink(test, pledge, 'withdraw')).body.status).toBe('withdrawn');
    expect((await payTowards(test, pledge, 1000, 'after-withdrawal')).body.code).toBe('pledge_not_open');
  });

  it('lapses 30 days after its day, not sooner, and can still be kept', async () => {
    pledge = (await openPledge(test, { amountPence: 1000 }, 'to-lapse')).body;
    turnClock(test, 40);
    await test.app.get(PledgeCalendar).lapse();
    expect((await seen()).status).toBe('open');
    turnClock(test, 41);
    expect(await test.app.get(PledgeCalendar).lapse()).toBe(1);
    expect((await seen()).status).toBe('lapsed');
    turnClock(test, 0);
    await payNow(1000, 'late-but-kept');
    expect(await isKept(1000)).toMatchObject({ status: 'kept' });
  });

  it('is taken down by staff on the telephone, in their name', async () => {
    const donor = { firstName: 'Tom', lastName: 'Merton' };
    const json = { appeal: slug, amountPence: 2500, donor, dueOn: inDays(5) };
    const post = async (role: 'finance' | 'auditor', key: string) =>
      call<OpenedPledge>(`${test.url}/api/v1/staff/pledges`, {
        method: 'POST',
        json,
        headers: { Authorization: `Bearer ${await test.token(role)}`, 'Idempotency-Key': key },
      });
    expect((await post('auditor', 'not-by-an-auditor')).status).toBe(403);
    const { status, body } = await post('finance', 'on-the-telephone');
    expect([status, body.status]).toEqual([201, 'open']);
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const list = await call<{ items: { id: string }[] }>(`${test.url}/api/v1/staff/pledges?appeal=${slug}`, {
      headers,
    });
    expect(list.body.items[0]?.id).toBe(body.id);
  });
});
