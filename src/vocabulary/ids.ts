import { hash, randomUUID } from 'node:crypto';

/** A UUID that is the same wherever and whenever the same parts name the same thing. */
export function derivedId(...parts: (string | number)[]): string {
  return derived(zeroTime, parts);
}

/**
 * A derived UUID that sorts by time: 48 bits of `createdMs`, then 80 bits of a SHA-256 over the parts.
 * `createdMs` must be the outside object's own unchangeable time of creation, never ours, so that every
 * process derives the same id.
 */
export function derivedIdAt(createdMs: number, ...parts: (string | number)[]): string {
  return derived(timeDigits(createdMs), parts);
}

/**
 * A derived UUID that sorts beside `neighbour`, an id that it comes of: it begins with the same 48 bits. What follows from
 * one another then lies together in every index, and new rows come at its end.
 */
export function derivedIdBeside(neighbour: string, ...parts: (string | number)[]): string {
  return derived(neighbour.slice(0, 8) + neighbour.slice(9, 13), parts);
}

const zeroTime = '0'.repeat(12);
const variants = '89ab';

/** In the form of RFC 9562, version 8: `time` is 12 hexadecimal digits. */
function derived(time: string, parts: (string | number)[]): string {
  let named = '';
  for (const part of parts) {
    const text = String(part);
    // The length goes first, so that ("ab", "c") and ("a", "bc") differ.
    named += `${Buffer.byteLength(text)}:${text}`;
  }
  const hex = hash('sha256', named, 'hex');
  const variant = variants[parseInt(hex.charAt(4), 16) & 3];
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-8${hex.slice(1, 4)}-` +
    `${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`
  );
}

/** A fresh UUID that sorts by the time it was made (RFC 9562, version 7). */
export function newId(nowMs: number): string {
  const time = timeDigits(nowMs);
  // What follows the version of a random UUID: its random bits and its variant.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const timeDigits = (ms: number): string => ms.toString(16).padStart(12, '0');
