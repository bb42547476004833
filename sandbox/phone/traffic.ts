import { randomUUID } from 'node:crypto';
import type { Store } from '../store.js';
import { addMessage, addToBill, refusalOf, standardMessagePence, type Phone } from './phones.js';
import { fonixTime, type Webhooks } from './webhooks.js';

/** How long after the call the gateway reports what became of it. */
const reportAfterMs = 300;
/** Where a text with a charge comes from on a phone that never texted anyone. */
const houseShortcode = '70141';

const statusTexts = { DELIVERED: 'Delivered', INSUFFICIENT_FUNDS: 'Insufficient funds' };

export interface MobileCharge {
  amountPence: number;
  /** As it stands on the bill. */
  description: string;
  body: string;
  requestId: string;
}

/** What passes between phones and the gateway: texts both ways, and charges to a phone's bill. */
export class Traffic {
  constructor(
    private readonly store: Store,
    private readonly webhooks: Webhooks,
  ) {}

  /** Sends a donor's text; its GUID, or undefined when the credit doesn't reach for one text. */
  textFrom(phone: Phone, shortcode: string, body: string): string | undefined {
    if (refusalOf(phone, standardMessagePence)) return undefined;
    const guid = randomUUID();
    addMessage(phone, { direction: 'out', shortcode, body });
    addToBill(phone, {
      description: `1 standard message to ${shortcode}`,
      amountPence: standardMessagePence,
    });
    this.webhooks.send('message', phone, {
      DESTINATION: shortcode,
      BODY: body,
      RECEIVETIME: fonixTime(new Date()),
      GUID: guid,
      PRICE: '0',
    });
    this.store.changed();
    return guid;
  }

  /** Delivers a free text to a phone and reports it; the gateway's id for it. */
  textTo(phone: Phone, originator: string, body: string): string {
    const guid = randomUUID();
    addMessage(phone, { direction: 'in', shortcode: originator, body });
    this.webhooks.send(
      'report',
      phone,
      { DESTINATION: originator, ...outcome(guid, 'DELIVERED'), PRICE: '0', CHARGESTATUS: 'false' },
      reportAfterMs,
    );
    this.store.changed();
    return guid;
  }

  /** Charges a phone if its network allows, texts it what it bought, and reports; the charge's id. */
  charge(phone: Phone, { amountPence, description, body, requestId }: MobileCharge): string {
    const txguid = randomUUID();
    const refusal = refusalOf(phone, amountPence);
    if (!refusal) {
      addToBill(phone, { description, amountPence, txguid });
      addMessage(phone, { direction: 'in', shortcode: lastTexted(phone), body });
    }
    this.webhooks.send(
      'charge-report',
      phone,
      { CHARGEMETHOD: 'direct', ...outcome(txguid, refusal ?? 'DELIVERED'), REQUESTID: requestId },
      reportAfterMs,
    );
    this.store.changed();
    return txguid;
  }
}

function outcome(guid: string, statusCode: keyof typeof statusTexts): Record<string, string> {
  return {
    GUID: guid,
    DURATION: '0',
    RETRYCOUNT: '0',
    STATUSCODE: statusCode,
    STATUSTEXT: statusTexts[statusCode],
    STATUSTIME: fonixTime(new Date()),
  };
}

/** A charge call names no sender: the answer comes from the number that the donor texted. */
function lastTexted(phone: Phone): string {
  return phone.messages.findLast(({ direction }) => direction === 'out')?.shortcode ?? houseShortcode;
}
