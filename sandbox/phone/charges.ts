import { randomUUID } from 'node:crypto';
import type { Store } from '../store.js';
import { addToBill, type Phone, refusalOf } from './phones.js';

/** What a report says, in the words of Fonix. */
export const statusTexts = {
  DELIVERED: 'Delivered',
  INSUFFICIENT_FUNDS: 'Insufficient funds',
  TEMPORARY_BARRED: 'Temporarily barred',
  SECTOR_NOT_ALLOWED: 'Not sold on this network',
  OPERATOR_SRV_DAILY_MAX_SPEND: 'Daily spend limit reached',
  OPERATOR_SRV_MONTHLY_MAX_SPEND: 'Monthly spend limit reached',
  PERMANENT_OPERATOR_ERROR: 'Permanent operator error',
};
export type StatusCode = keyof typeof statusTexts;

/** What the network did about one charge, or about one part of it. */
export interface Charge {
  guid: string;
  requestId: string;
  number: string;
  operator: string;
  amountPence: number;
  statusCode: StatusCode;
  /** ISO 8601, both. */
  at: string;
  refundedAt?: string;
}

/** Every charge that the network made or refused. */
export class Charges {
  constructor(private readonly store: Store) {}

  /** Bills a phone what its network allows: the whole amount, or the parts that its operator takes it in. */
  make(phone: Phone, amountPence: number, description: string, requestId: string): Charge[] {
    const parts = partsOf(amountPence, phone.largestPartPence);
    return parts.map((part, index) => {
      const fails = phone.lastPartFails && parts.length > 1 && index === parts.length - 1;
      const refusal = fails ? 'PERMANENT_OPERATOR_ERROR' : refusalOf(phone, part);
      const charge: Charge = {
        guid: randomUUID(),
        requestId,
        number: phone.number,
        operator: phone.operator,
        amountPence: part,
        statusCode: refusal ?? 'DELIVERED',
        at: new Date().toISOString(),
      };
      if (!refusal) addToBill(phone, { description, amountPence: part, txguid: charge.guid });
      this.table()[charge.guid] = charge;
      return charge;
    });
  }

  find(guid: string): Charge | undefined {
    return Object.hasOwn(this.table(), guid) ? this.table()[guid] : undefined;
  }

  /** Gives a charge back to its phone, once. */
  refund(phone: Phone, charge: Charge): void {
    charge.refundedAt = new Date().toISOString();
    addToBill(phone, { description: 'Refund', amountPence: -charge.amountPence, txguid: charge.guid });
    this.store.changed();
  }

  all(): Charge[] {
    return Object.values(this.table());
  }

  private table(): Record<string, Charge> {
    return this.store.table<Charge>('phone.charges');
  }
}

function partsOf(amountPence: number, largestPence: number | null): number[] {
  if (!largestPence || amountPence <= largestPence) return [amountPence];
  return [largestPence, ...partsOf(amountPence - largestPence, largestPence)];
}
