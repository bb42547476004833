import type { Store } from '../store.js';

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

export interface Phone {
  /** International form without the plus: 447700900001. */
  number: string;
  operator: string;
  /** What is left of prepaid credit, in pence; null on a contract without a limit. */
  creditPence: number | null;
  messages: Message[];
  bill: BillLine[];
}

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
const operators = ['three-uk', 'eetmo-uk', 'voda-uk', 'o2-uk'] as const;

/** Reads a number of Ofcom's drama range (07700 900000–900999) as people write it, else undefined. */
export function readDramaNumber(text: string): string | undefined {
  const digits = /^(?:\+?44|0)(7700900\d{3})$/.exec(text.replace(/[\s-]/g, ''))?.[1];
  return digits && `44${digits}`;
}

/** Every phone on the network; one is made when its number is first used. */
export class Phones {
  constructor(private readonly store: Store) {}

  get(number: string): Phone {
    return (this.store.table<Phone>('phone.phones')[number] ??= newPhone(number));
  }

  /** A handful to pick from. */
  seeded(): Phone[] {
    return seeds.map(({ number }) => this.get(number));
  }
}

function newPhone(number: string): Phone {
  const { operator, creditPence } = seeds.find((seed) => seed.number === number) ?? {
    operator: operators[Number(number) % operators.length]!,
    creditPence: null,
  };
  return { number, operator, creditPence, messages: [], bill: [] };
}

/** Why the network won't charge this phone, as Fonix names it; undefined when it will. */
export function refusalOf(phone: Phone, amountPence: number): 'INSUFFICIENT_FUNDS' | undefined {
  return phone.creditPence !== null && phone.creditPence < amountPence ? 'INSUFFICIENT_FUNDS' : undefined;
}

export function addToBill(phone: Phone, line: Omit<BillLine, 'at'>): void {
  phone.bill.push({ at: new Date().toISOString(), ...line });
  if (phone.creditPence !== null) phone.creditPence -= line.amountPence;
}

export function addMessage(phone: Phone, message: Omit<Message, 'at'>): void {
  phone.messages.push({ ...message, at: new Date().toISOString() });
}

/** What was charged through the gateway, in pence: the network's own texts are not in it. */
export function donatedPence(phone: Phone): number {
  return phone.bill
    .filter(({ txguid }) => txguid !== undefined)
    .reduce((sum, { amountPence }) => sum + amountPence, 0);
}
