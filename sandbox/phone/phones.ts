import type { Store } from '../store.js';
import type { StatusCode } from './charges.js';
import { londonTime } from './london-time.js';
import { change, oneOf, orNone, type Readers, wholeNumber, yesOrNo } from './settings.js';

export interface Message {
  direction: 'out' | 'in';
  /** The other end: a short code, or the name that a sender gave itself. */
  shortcode: string;
  body: string;
  /** ISO 8601. */
  at: string;
}

export interface BillLine {
  /** ISO 8601. */
  at: string;
  description: string;
  amountPence: number;
  /** Of a charge made through the gateway: the gateway's id for it. */
  txguid?: string;
}

/** `unknown` is an operator that the gateway can't charge through. */
export const operators = ['three-uk', 'eetmo-uk', 'voda-uk', 'o2-uk', 'virgin-uk', 'unknown'] as const;

/** What a phone's network does with charges; a person or a test may set each. */
export interface PhoneSettings {
  operator: (typeof operators)[number];
  /** What is left of prepaid credit, in pence; null on a contract without a limit. */
  creditPence: number | null;
  /** Premium services are barred. */
  barred: boolean;
  /** What the network lets through the gateway in a London day or month, in pence. */
  dailyCapPence: number | null;
  monthlyCapPence: number | null;
  /** A larger charge is taken in parts of at most this, each reported by itself. */
  largestPartPence: number | null;
  /** Of a charge taken in parts: the last is refused. */
  lastPartFails: boolean;
}

const pence = orNone(wholeNumber(0, 1_000_000));
const readers: Readers<PhoneSettings> = {
  operator: oneOf(operators),
  creditPence: pence,
  barred: yesOrNo,
  dailyCapPence: pence,
  monthlyCapPence: pence,
  largestPartPence: orNone(wholeNumber(1, 1_000_000)),
  lastPartFails: yesOrNo,
};

export interface Phone extends PhoneSettings {
  /** International form without the plus: 447700900001. */
  number: string;
  messages: Message[];
  bill: BillLine[];
}

const withoutLimits: Omit<PhoneSettings, 'operator' | 'creditPence'> = {
  barred: false,
  dailyCapPence: null,
  monthlyCapPence: null,
  largestPartPence: null,
  lastPartFails: false,
};

/** What a network takes for sending one text, in pence. */
export const standardMessagePence = 10;

const seeds: Pick<Phone, 'number' | 'operator' | 'creditPence'>[] = [
  { number: '447700900001', operator: 'three-uk', creditPence: null },
  { number: '447700900002', operator: 'eetmo-uk', creditPence: null },
  { number: '447700900003', operator: 'voda-uk', creditPence: null },
  { number: '447700900004', operator: 'o2-uk', creditPence: null },
  { number: '447700900005', operator: 'virgin-uk', creditPence: 2000 },
  { number: '447700900100', operator: 'o2-uk', creditPence: 100 },
];
/**
 * Reads a number of Ofcom's drama range (07700 900000–900999) as people write it, else undefined. The thousand
 * behind it, which nobody is given either, is for tests that need more phones.
 */
export function readDramaNumber(text: string): string | undefined {
  const digits = /^(?:\+?44|0)(770090[01]\d{3})$/.exec(text.replace(/[\s-]/g, ''))?.[1];
  return digits && `44${digits}`;
}

/** Every phone on the network; one is made when its number is first used. */
export class Phones {
  constructor(private readonly store: Store) {}

  get(number: string): Phone {
    return (this.store.table<Phone>('phone.phones')[number] ??= newPhone(number));
  }

  /** Those that were ever used. */
  all(): Phone[] {
    return Object.values(this.store.table<Phone>('phone.phones'));
  }

  /** A handful to pick from. */
  seeded(): Phone[] {
    return seeds.map(({ number }) => this.get(number));
  }

  /** Throws SettingRefused. */
  change(phone: Phone, given: unknown): void {
    change<PhoneSettings>(phone, readers, given);
    this.store.changed();
  }
}

function newPhone(number: string): Phone {
  const { operator, creditPence } = seeds.find((seed) => seed.number === number) ?? {
    operator: operators[Number(number) % 4]!,
    creditPence: null,
  };
  return { number, operator, creditPence, ...withoutLimits, messages: [], bill: [] };
}

/** Whether the credit, if there is only credit, reaches. */
export function canPay({ creditPence }: Phone, amountPence: number): boolean {
  return creditPence === null || creditPence >= amountPence;
}

/** Why the network won't charge this phone, as Fonix names it; undefined when it will. */
export function refusalOf(phone: Phone, amountPence: number): StatusCode | undefined {
  const now = londonTime(new Date());
  const spent = (time: string) =>
    phone.bill
      .filter(({ txguid, at }) => txguid !== undefined && londonTime(new Date(at)).startsWith(time))
      .reduce((sum, line) => sum + line.amountPence, 0);
  const exceeds = (cap: number | null, time: string) => cap !== null && spent(time) + amountPence > cap;
  if (phone.operator === 'unknown') return 'SECTOR_NOT_ALLOWED';
  if (phone.barred) return 'TEMPORARY_BARRED';
  if (exceeds(phone.dailyCapPence, now.slice(0, 8))) return 'OPERATOR_SRV_DAILY_MAX_SPEND';
  if (exceeds(phone.monthlyCapPence, now.slice(0, 6))) return 'OPERATOR_SRV_MONTHLY_MAX_SPEND';
  return canPay(phone, amountPence) ? undefined : 'INSUFFICIENT_FUNDS';
}

export function addToBill(phone: Phone, line: Omit<BillLine, 'at'>): void {
  phone.bill.push({ at: new Date().toISOString(), ...line });
  if (phone.creditPence !== null) phone.creditPence -= line.amountPence;
}

export function addMessage(phone: Phone, message: Omit<Message, 'at'>): void {
  phone.messages.push({ ...message, at: new Date().toISOString() });
}

/** What was charged through the gateway and not given back, in pence: the network's own texts are not in it. */
export function donatedPence(phone: Phone): number {
  return phone.bill
    .filter(({ txguid }) => txguid !== undefined)
    .reduce((sum, { amountPence }) => sum + amountPence, 0);
}
