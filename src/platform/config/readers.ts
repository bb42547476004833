import { isIP } from 'node:net';

/* How the text of a variable becomes its value. Each throws an Error that ends "NAME must be …". */

function fail(expected: string): never {
  throw new Error(expected);
}

export const text = (value: string): string => value;
export const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

export function wholeNumber(min: number, max: number) {
  return (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
    return number >= min && number <= max ? number : fail(`a whole number from ${min} to ${max}`);
  };
}

export function oneOf<T extends string>(...choices: T[]) {
  return (value: string): T =>
    choices.find((choice) => choice === value) ?? fail(`one of ${choices.join(', ')}`);
}

export function url(...protocols: string[]) {
  return (value: string): string => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !protocols.includes(parsed.protocol))
      fail(`an address that begins with ${protocols.join(' or ')}//`);
    return value.replace(/\/+$/, '');
  };
}

/** The origin of a company's API. Plain HTTP would show its key to the network, so only loopback may use it. */
export function apiBase(value: string): string {
  const parsed = new URL(url('http:', 'https:')(value));
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname))
    fail('an https:// address (plain HTTP only on loopback)');
  return parsed.origin;
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function addresses(value: string): string[] {
  const items = list(value);
  const wrong = items.find((item) => isIP(item.split('/')[0] ?? '') === 0);
  return wrong === undefined ? items : fail('a comma list of IP addresses or ranges such as 10.0.0.0/8');
}

export function key32(value: string): Buffer {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === 32 ? bytes : fail('32 bytes in base64 (openssl rand -base64 32)');
}

const providers = ['stripe', 'fonix'] as const;
export type Provider = (typeof providers)[number];

export function sandboxed(value: string): readonly Provider[] {
  if (/^(on|true|1|yes)$/i.test(value)) return providers;
  if (/^(off|false|0|no|none)$/i.test(value)) return [];
  return list(value).map(oneOf(...providers));
}
