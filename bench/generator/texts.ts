import { randomBytes } from 'node:crypto';

const run = randomBytes(8).toString('hex');
let count = 0;

/** An id that no other message has, in the form of the gateway's. */
export function nextGuid(): string {
  const number = (count += 1).toString(16).padStart(16, '0');
  return (run + number).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The form of a text that gives £5, from a number that Ofcom keeps for drama unless told otherwise. */
export function textForm(guid: string, phone = '447700900000'): string {
  return `IFVERSION=201001&MONUMBER=${phone}&OPERATOR=o2-uk&DESTINATION=70141&BODY=SUN+5&RECEIVETIME=20260301120000&GUID=${guid}&PRICE=0`;
}

let givers = 0;

/**
 * A number that nobody used before, because caps hold what one number gives: American ones, any area code and
 * 555 01xx, belong to nobody, and there are 80,000 of them; Ofcom keeps only a thousand for drama.
 */
export function nextGiver(): string {
  const number = (givers += 1);
  const area = 200 + (Math.floor(number / 100) % 800);
  return `%2B1${area}55501${String(number % 100).padStart(2, '0')}`;
}

/** The form of the report that a charge went through. */
export function chargedForm(guid: string, requestId: string, phone: string): string {
  return `IFVERSION=201001&CHARGEMETHOD=direct&MONUMBER=${phone}&OPERATOR=o2-uk&GUID=${guid}&DURATION=0&RETRYCOUNT=0&STATUSCODE=DELIVERED&STATUSTEXT=&REQUESTID=${requestId}&STATUSTIME=20260301120001&CONTRACT=`;
}
