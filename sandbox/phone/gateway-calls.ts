import type { Store } from '../store.js';
import type { Charges } from './charges.js';
import type { Conditions } from './conditions.js';
import { GatewayFailure, type GatewayForm } from './gateway-form.js';
import type { Phones } from './phones.js';
import { refund } from './refunds.js';
import { smsSize } from './sms-size.js';
import type { Carried, Traffic } from './traffic.js';

/** The charge that one call may ask for, in pence; networks have lower caps of their own. */
const largestChargePence = 99_999;
/** The short codes that a premium text may come from, each registered for one amount in pence. */
const originators: Readonly<Record<string, number>> = { '70303': 300, '70305': 500, '70310': 1000 };

/** What the gateway does for those who call it. Each throws a GatewayFailure, and then nothing was done. */
export class GatewayCalls {
  constructor(
    private readonly store: Store,
    private readonly phones: Phones,
    private readonly conditions: Conditions,
    private readonly charges: Charges,
    private readonly traffic: Traffic,
  ) {}

  async chargemobile(form: GatewayForm): Promise<object> {
    const phone = this.phones.get(form.phoneNumber());
    const silent = form.optional('CHARGESILENT').toLowerCase() === 'yes';
    const charge = {
      method: 'direct' as const,
      amountPence: form.wholeNumber('AMOUNT', 1, largestChargePence),
      description: form.text('CHARGEDESCRIPTION', 30),
      body: silent ? null : form.text('BODY'),
      originator: null,
      requestId: form.requestId(),
    };
    if (form.text('CURRENCY') !== 'GBP') throw new GatewayFailure('CURRENCY', 'OUT_OF_RANGE');
    if (form.optional('TIMETOLIVE')) form.wholeNumber('TIMETOLIVE', 10, 4320);
    const txguid = await this.once(charge.requestId, () => this.traffic.charge(phone, charge));
    return { success: { txguid, numbers: '1' } };
  }

  async chargesms(form: GatewayForm): Promise<object> {
    const phone = this.phones.get(form.phoneNumber());
    const originator = form.text('ORIGINATOR', 15);
    const amountPence = Object.hasOwn(originators, originator) ? originators[originator] : undefined;
    if (amountPence === undefined) throw new GatewayFailure('ORIGINATOR', 'OUT_OF_RANGE');
    const body = form.text('BODY');
    const { encoding, parts } = smsSize(body);
    if (parts > 1) throw new GatewayFailure('BODY', 'TOO_MANY_CHARACTERS');
    const requestId = form.requestId();
    const description = `1 premium message from ${originator}`;
    const charge = { method: 'psms' as const, amountPence, description, body, originator, requestId };
    const txguid = await this.once(requestId, () => this.traffic.charge(phone, charge));
    return { success: { txguid, numbers: '1', smsparts: '1', encoding, price: String(amountPence) } };
  }

  async sendsms(form: GatewayForm): Promise<object> {
    const phone = this.phones.get(form.phoneNumber());
    const originator = form.text('ORIGINATOR', 15);
    const body = form.text('BODY');
    const txguid = await this.once(form.requestId(), () => this.traffic.textTo(phone, originator, body));
    const { encoding, parts } = smsSize(body);
    return { success: { txguid, numbers: '1', smsparts: String(parts), encoding } };
  }

  async refund(form: GatewayForm): Promise<object> {
    const phone = this.phones.get(form.phoneNumber());
    const charge = this.charges.find(form.text('CHARGE_GUID'));
    if (charge?.number !== phone.number) throw new GatewayFailure('CHARGE_GUID', 'OUT_OF_RANGE');
    const requestId = form.requestId();
    this.claim(requestId);
    return refund(this.charges, phone, charge, this.conditions.settings.refunds, requestId);
  }

  /** Resolves after what overtakes the answer. */
  private async once(requestId: string, act: () => Carried): Promise<string> {
    this.claim(requestId);
    const { txguid, overtaken } = act();
    await overtaken;
    return txguid;
  }

  /** A REQUESTID is unique for ever: what was carried out under it is not carried out again. */
  private claim(requestId: string): void {
    const carriedOut = this.store.table<true>('phone.requests');
    if (Object.hasOwn(carriedOut, requestId)) throw new GatewayFailure('REQUESTID', 'DUPLICATE_REQUESTID');
    if (requestId) carriedOut[requestId] = true;
  }
}
