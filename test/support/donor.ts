import { eventually } from './eventually.js';
import type { TestApp } from './app.js';

/** What the product answers to a new card donation. */
export interface StartedDonation {
  id: string;
  status: string;
  amountPence: number;
  checkoutUrl: string;
  receiptUrl: string;
}

/** What a phone of the sandbox shows: Ofcom's drama numbers only. */
export interface Handset {
  donatedPence: number;
  messages: { direction: 'in' | 'out'; body: string }[];
}

export const slug = 'sun-ukraine-fund';

/** Sends JSON and reads JSON. */
export async function call<Answer>(url: string, init: RequestInit & { json?: unknown } = {}) {
  const { json, ...rest } = init;
  const headers = { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...rest.headers };
  const response = await fetch(url, {
    ...rest,
    headers,
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as Answer,
  };
}

/** Gives by card through the JSON API; resolves with what the product answered. */
export async function startCardDonation({ url }: TestApp, json: unknown, key: string) {
  return call<StartedDonation>(`${url}/api/v1/appeals/${slug}/donations`, {
    method: 'POST',
    json,
    headers: { 'Idempotency-Key': key },
  });
}

/** Follows the donor from our address to the payment page, and waits in the queue if there is one. */
export async function paymentPage(checkoutUrl: string): Promise<string> {
  return eventually('the payment page', async () => {
    const response = await fetch(checkoutUrl, { redirect: 'manual' });
    return response.headers.get('location') ?? undefined;
  });
}

/** Types a card into the payment page and presses the button; resolves with where the donor is sent, if anywhere. */
export async function pay(pageUrl: string, cardNumber = '4242 4242 4242 4242'): Promise<string | null> {
  const form = new URLSearchParams({ cardNumber, expiry: '12 / 34', cvc: '123', name: 'Ada Example' });
  const response = await fetch(pageUrl, { method: 'POST', body: form, redirect: 'manual' });
  return response.headers.get('location');
}

/** Texts from a phone of the sandbox; resolves with the gateway's id of the text. */
export async function text({ sandboxUrl }: TestApp, number: string, body: string): Promise<string> {
  const response = await fetch(`${sandboxUrl}/phone/messages`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ number, shortcode: '70141', body }),
  });
  return ((await response.json()) as { guid: string }).guid;
}

export async function handset({ sandboxUrl }: TestApp, number: string): Promise<Handset> {
  const phone = encodeURIComponent(number.replaceAll(' ', ''));
  return (await call<Handset>(`${sandboxUrl}/phone/${phone}.json`)).body;
}

export interface Total {
  raisedPence: number;
  donations: number;
  pendingPence: number;
  remittedPence: number;
  heldPence: number;
}

export async function total({ url }: TestApp): Promise<Total> {
  return (await call<Total>(`${url}/api/v1/appeals/${slug}/total`)).body;
}

/** Waits until the appeal has raised so much. */
export function raised(test: TestApp, raisedPence: number): Promise<Total> {
  return eventually(`${raisedPence} pence to be raised`, async () => {
    const now = await total(test);
    return now.raisedPence === raisedPence && now;
  });
}

/** Waits until nothing waits in the inbox or the outbox any more. */
export async function settled(test: TestApp): Promise<void> {
  await eventually('all messages to be worked on', async () => {
    const [row] = await test.database.dataSource.query<{ waiting: number }[]>(
      `select (select count(*) from messaging.inbox where done_at is null)::integer
         + (select count(*) from messaging.outbox where done_at is null and gave_up_at is null)::integer as waiting`,
    );
    return row?.waiting === 0;
  });
}
