import { readDramaNumber } from './phones.js';

/** A call that the gateway refuses with 400; nothing was done. */
export class GatewayFailure extends Error {
  constructor(
    readonly parameter: string,
    readonly failcode: string,
  ) {
    super(`${parameter}: ${failcode}`);
  }
}

/** The fields of a call to the gateway; each reader throws a GatewayFailure on a value it can't take. */
export class GatewayForm {
  constructor(private readonly body: unknown) {}

  /** A field that must hold something, of at most `longest` characters. */
  text(name: string, longest = Infinity): string {
    const value = this.optional(name);
    if (value.trim() === '') throw new GatewayFailure(name, 'IS_EMPTY');
    if ([...value].length > longest) throw new GatewayFailure(name, 'TOO_MANY_CHARACTERS');
    return value;
  }

  wholeNumber(name: string, least: number, most: number): number {
    const text = this.text(name);
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) throw new GatewayFailure(name, 'OUT_OF_RANGE');
    return value;
  }

  /** One number, with or without its operator: `o2-uk.447700900004`. The network knows the operator. */
  phoneNumber(): string {
    const msisdn = /^(?:[a-z0-9-]+\.)?(44\d{10})$/.exec(this.text('NUMBERS'))?.[1];
    const number = msisdn && readDramaNumber(msisdn);
    if (!number) throw new GatewayFailure('NUMBERS', 'INVALID_NUMBER');
    return number;
  }

  /** Up to 80 letters and digits, or none. */
  requestId(): string {
    const value = this.optional('REQUESTID');
    if (value.length > 80) throw new GatewayFailure('REQUESTID', 'TOO_MANY_CHARACTERS');
    if (!/^[0-9a-zA-Z]*$/.test(value)) throw new GatewayFailure('REQUESTID', 'OUT_OF_RANGE');
    return value;
  }

  optional(name: string): string {
    const value = (this.body as Record<string, unknown> | undefined)?.[name];
    return typeof value === 'string' ? value : '';
  }
}
