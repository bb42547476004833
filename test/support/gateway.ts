import type { TestApp } from './app.js';
import { call } from './donor.js';

/** A text as Fonix would post it, from a drama number, unless told otherwise. */
export const textForm = {
  IFVERSION: '201001',
  MONUMBER: '447700900003',
  OPERATOR: 'voda-uk',
  DESTINATION: '70141',
  BODY: 'SUN£3',
  PRICE: '0',
};

/** Posts a form to one of Fonix's webhooks. */
export function postForm({ config }: TestApp, url: string, kind: string, form: Record<string, string>) {
  return call<Record<string, unknown>>(`${url}/webhooks/text/fonix/${config.fonix.webhookToken}/${kind}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
}

/** Posts a text to the product as the gateway does. */
export function postMessage(
  test: TestApp,
  form: { GUID: string; BODY?: string; MONUMBER?: string; DESTINATION?: string },
) {
  return postForm(test, test.url, 'message', { ...textForm, ...form });
}
