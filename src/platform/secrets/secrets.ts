import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;

/** Keeps personal data unreadable to whoever sees the database alone. */
export class Secrets {
  private readonly keys: Buffer[];
  private readonly hashKey: Buffer;
  private readonly codeKeys: Buffer[];

  /** `key` seals; `previous` still opens what was sealed before a rotation. */
  constructor(key: Buffer, previous?: Buffer) {
    const known = [key, previous].filter((each) => each !== undefined);
    this.keys = known.map((each) => derived(each, 'seal'));
    this.codeKeys = known.map((each) => derived(each, 'code'));
    this.hashKey = derived(key, 'match');
  }

  /** AES-256-GCM: version, nonce, tag, then the ciphertext. The same text gives other bytes each time. */
  seal(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keys[0] as Buffer, nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
  }

  /** Throws when the bytes were changed, or sealed with a key that we no longer have. */
  open(sealed: Buffer): string {
    let failure: unknown;
    for (const key of this.keys) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
        decipher.setAuthTag(sealed.subarray(13, 29));
        return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
      } catch (error) {
        failure = error;
      }
    }
    throw new Error('a sealed value could not be opened', { cause: failure });
  }

  /** A keyed hash, for finding the same value again without being able to read it. */
  matchable(text: string): Buffer {
    return createHmac('sha256', this.hashKey).update(text).digest();
  }

  /** A UUID as 22 letters that nobody else can make or read: one block of AES. Kept nowhere. */
  codeOf(id: string): string {
    const cipher = createCipheriv('aes-256-ecb', this.codeKeys[0] as Buffer, null).setAutoPadding(false);
    return cipher.update(id.replaceAll('-', ''), 'hex').toString('base64url');
  }

  /** What a code may stand for, one UUID for each key that we have. A made-up code gives one that names nothing. */
  idsOf(code: string): string[] {
    if (!/^[\w-]{22}$/.test(code)) return [];
    return this.codeKeys.map((key) => {
      const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
      const hex = decipher.update(Buffer.from(code, 'base64url')).toString('hex');
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    });
  }
}

function derived(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `everypenny ${purpose}`, 32));
}
