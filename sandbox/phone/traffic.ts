import { randomUUID } from 'node:crypto';
import type { Store } from '../store.js';
import { type Charge, type Charges, type StatusCode, statusTexts } from './charges.js';
import type { Conditions } from './conditions.js';
import { londonTime } from './london-time.js';
import { addMessage, addToBill, canPay, type Phone, standardMessagePence } from './phones.js';
import type { Webhooks } from './webhooks.js';

/** Where a text with a charge comes from on a phone that never texted anyone. */
const houseShortcode = '70141';

/** A charge as the gateway was asked for it. */
export interface ChargeWanted {
  method: 'direct' | 'psms';
  amountPence: number;
  /** As it stands on the bill. */
  description: string;
  /** The text that comes with the charge; null: none. */
  body: string | null;
  /** Whom the text is from; null: the number that the donor texted last. */
  originator: string | null;
  requestId: string;
}

/** What the network did at once, and a promise of the reports that overtake the answer to the call. */
export interface Carried {
  txguid: string;
  overtaken: Promise<unknown>;
}

/** What passes between phones and the gateway: texts both ways, and charges to a phone's bill. */
export class Traffic {
  constructor(
    private readonly store: Store,
    private readonly conditions: Conditions,
    private readonly charges: Charges,
    private readonly webhooks: Webhooks,
  ) {}

  /** Sends a donor's text; its GUID, or undefined when the credit doesn't reach for one text. */
  textFrom(phone: Phone, shortcode: string, body: string): string | undefined {
    if (!canPay(phone, standardMessagePence)) return undefined;
    const guid = randomUUID();
    addMessage(phone, { direction: 'out', shortcode, body });
    addToBill(phone, {
      description: `1 standard message to ${shortcode}`,
      amountPence: standardMessagePence,
    });
    const text = {
      DESTINATION: shortcode,
      BODY: body,
      RECEIVETIME: londonTime(new Date()),
      GUID: guid,
    };
    const stops = this.conditions.settings.stopRoute && /^\s*stop/i.test(body);
    void (stops
      ? this.webhooks.send('stop', phone, text)
      : this.webhooks.send('message', phone, { ...text, PRICE: '0' }));
    this.store.changed();
    return guid;
  }

  /** Delivers a free text to a phone and reports it. */
  textTo(phone: Phone, originator: string, body: string): Carried {
    const txguid = randomUUID();
    addMessage(phone, { direction: 'in', shortcode: originator, body });
    const overtaken = this.reportText(phone, originator, txguid, 'DELIVERED', 0);
    this.store.changed();
    return { txguid, overtaken };
  }

  /** Charges a phone if its network allows, texts it what it bought, and reports. */
  charge(phone: Phone, wanted: ChargeWanted): Carried {
    const { amountPence, description, body, requestId } = wanted;
    const originator = wanted.originator ?? lastTexted(phone);
    const charges = this.charges.make(phone, amountPence, description, requestId);
    const charged = charges.some(({ statusCode }) => statusCode === 'DELIVERED');
    if (charged && body !== null) addMessage(phone, { direction: 'in', shortcode: originator, body });
    // Parts have an id and a price each; the call is then answered with an id of its own.
    const [whole] = charges;
    const txguid = charges.length === 1 && whole ? whole.guid : randomUUID();
    const reports = charges.map((charge) => this.reportCharge(phone, wanted, charge, charges.length > 1));
    if (wanted.method === 'psms' && whole) {
      reports.push(this.reportText(phone, originator, txguid, whole.statusCode, amountPence));
    }
    this.store.changed();
    return { txguid, overtaken: Promise.all(reports) };
  }

  private reportCharge(
    phone: Phone,
    { method, requestId }: ChargeWanted,
    { guid, statusCode, amountPence }: Charge,
    isPart: boolean,
  ): Promise<void> {
    return this.webhooks.send('charge-report', phone, {
      CHARGEMETHOD: method,
      ...outcome(guid, statusCode),
      REQUESTID: requestId,
      ...(isPart && { PRICE: String(amountPence) }),
    });
  }

  private reportText(
    phone: Phone,
    originator: string,
    guid: string,
    statusCode: StatusCode,
    pricePence: number,
  ): Promise<void> {
    return this.webhooks.send('report', phone, {
      DESTINATION: originator,
      ...outcome(guid, statusCode),
      PRICE: String(pricePence),
      CHARGESTATUS: String(pricePence > 0 && statusCode === 'DELIVERED'),
    });
  }
}

function outcome(guid: string, statusCode: StatusCode): Record<string, string> {
  return {
    GUID: guid,
    DURATION: '0',
    RETRYCOUNT: '0',
    STATUSCODE: statusCode,
    STATUSTEXT: statusTexts[statusCode],
    STATUSTIME: londonTime(new Date()),
  };
}

/** A charge call names no sender: the answer comes from the number that the donor texted. */
function lastTexted(phone: Phone): string {
  return phone.messages.findLast(({ direction }) => direction === 'out')?.shortcode ?? houseShortcode;
}
