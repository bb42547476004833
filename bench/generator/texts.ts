import { randomBytes } from 'node:crypto';

const run = randomBytes(8).toString('hex');
let count = 0;

/** An id that no other message has, in the form of the gateway's. */
export function nextGuid(): string {
  const number = (count += 1).toString(16).padStart(16, '0');
  return (run + number).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The form of a text that gives £5, from one of the thousand numbers that Ofcom keeps for drama. */
export function textForm(guid: string): string {
  const phone = `447700900${String(count % 1_000).padStart(3, '0')}`;
  return `IFVERSION=201001&MONUMBER=${phone}&OPERATOR=o2-uk&DESTINATION=70141&BODY=SUN+5&RECEIVETIME=20260301120000&GUID=${guid}&PRICE=0`;
}

/** The form of the report that a charge went through. */
export function chargedForm(guid: string, requestId: string, phone: string): string {
  return `IFVERSION=201001&CHARGEMETHOD=direct&MONUMBER=${phone}&OPERATOR=o2-uk&GUID=${guid}&DURATION=0&RETRYCOUNT=0&STATUSCODE=DELIVERED&STATUSTEXT=&REQUESTID=${requestId}&STATUSTIME=20260301120001&CONTRACT=`;
}
