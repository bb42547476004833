import { hash, randomBytes } from 'node:crypto';

/** A UUID that is the same wherever and whenever the same parts name the same thing. */
export function derivedId(...parts: (string | number)[]): string {
  return derivedIdAt(0, ...parts);
}

/**
 * A derived UUID that sorts by time: 48 bits of `createdMs`, then 80 bits of a SHA-256 over the parts.
 * `createdMs` must be the outside object's own unchangeable time of creation, never ours, so that every
 * process derives the same id.
 */
export function derivedIdAt(createdMs: number, ...parts: (string | number)[]): string {
  // The length goes first, so that ("ab", "c") and ("a", "bc") differ.
  const named = parts.map((part) => `${Buffer.byteLength(String(part))}:${part}`).join('');
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(createdMs, 0, 6);
  hash('sha256', named, 'buffer').copy(bytes, 6, 0, 10);
  return uuidFrom(bytes, 8);
}

/** A fresh UUID that sorts by the time it was made (RFC 9562, version 7). */
export function newId(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  return uuidFrom(bytes, 7);
}

function uuidFrom(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
