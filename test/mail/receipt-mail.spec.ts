import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, raised, settled, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

interface Kept {
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  times: number;
}

const donor = { firstName: 'Zoë', lastName: 'Łoś', email: 'zoe@example.org' };

describe('a receipt by mail', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await startTestApp();
  });
  afterEach(() => test.close());

  const letters = async (): Promise<Kept[]> => (await call<Kept[]>(`${test.sandboxUrl}/mail.json`)).body;

  it('comes once, after the gift is in the books and never before', async () => {
    const { body } = await startCardDonation(test, { amountPence: 1250, donor }, 'receipt-by-mail');
    const page = await paymentPage(body.checkoutUrl);
    await settled(test);
    expect(await letters()).toEqual([]);
    await pay(page);
    await raised(test, 1250);
    await settled(test);
    const [letter, ...more] = await letters();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      from: 'appeals@example.org',
      to: 'zoe@example.org',
      subject: "Your receipt: £12.50 for The Sun's Ukraine Fund",
      times: 1,
    });
    expect(letter?.text).toContain('Dear Zoë,');
    expect(letter?.text).toContain('Every penny of it goes to British Red Cross Society.');
    expect(letter?.text).toContain(body.receiptUrl);
    expect(letter?.id).toMatch(/^[\da-f-]{36}@127\.0\.0\.1$/);
    expect(test.logs.join('')).not.toMatch(/zoe@|Łoś/);
    expect(
      JSON.stringify(await test.database.dataSource.query('select payload from messaging.outbox')),
    ).not.toContain('zoe');
    expect((await call(`${test.sandboxUrl}/mail`)).text).toContain('zoe@example.org');
  });

  it('is not written to a donor who left no address', async () => {
    const { body } = await startCardDonation(
      test,
      { amountPence: 500, donor: { lastName: 'Łoś' } },
      'no-address',
    );
    await pay(await paymentPage(body.checkoutUrl));
    await raised(test, 500);
    await settled(test);
    expect(await letters()).toEqual([]);
  });
});

describe('a mail server that is away', () => {
  it('gets the receipt with the same Message-ID when it is back, and its words reach no log', async () => {
    const port = await freePort();
    const test = await startTestApp({
      env: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'gifts@example.org' },
    });
    const received: string[] = [];
    let refusals = 1;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo({ address }, _session, done) {
        refusals -= 1;
        done(
          refusals >= 0 ? Object.assign(new Error(`${address} is greylisted`), { responseCode: 451 }) : null,
        );
      },
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    const { body } = await startCardDonation(test, { amountPence: 700, donor }, 'mail-server-away');
    await pay(await paymentPage(body.checkoutUrl));
    await raised(test, 700);
    const owed = () =>
      test.database.dataSource.query<{ id: string; last_error: string | null; attempts: number }[]>(
        `select id, last_error, attempts from messaging.outbox where topic = 'mail'`,
      );
    await eventually('a first try', async () => (await owed())[0]?.last_error !== null);
    server.listen(port, '127.0.0.1');
    await eventually('the letter', async () => received.length > 0);
    const [message] = await owed();
    expect(received).toHaveLength(1);
    expect(received[0]).toContain(`Message-ID: <${message?.id}@127.0.0.1>`);
    expect(received[0]).toContain('From: gifts@example.org');
    expect(message?.attempts).toBeGreaterThanOrEqual(3);
    expect(test.logs.join('')).not.toMatch(/zoe@|greylisted/);
    await test.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });
});
