import { isIPv6 } from 'node:net';

/** What stands for one household or one office: an IPv4 address, or the half of an IPv6 address that names a network. */
export function limitedAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = '', after] = address.split('::');
  const front = before.split(':').filter(Boolean);
  const back = (after ?? '').split(':').filter(Boolean);
  const zeros = after === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
}
