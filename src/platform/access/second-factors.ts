import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { Clock } from '../../vocabulary/clock.js';
import type { Tx } from '../database/transactions.js';
import { Secrets } from '../secrets/secrets.js';
import { type Person, RecoveryCode } from './staff.entities.js';

const codesAtOnce = 10;
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** What an authenticator shows, or one of the codes that were printed for the day it is lost. Each is used once. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  newSecret(): Buffer {
    return this.secrets.seal(new Secret({ size: 20 }).base32);
  }

  /** What an authenticator is told: the secret in letters, and as the address that a QR code holds. */
  enrolment(sealed: Buffer, email: string): { secret: string; uri: string } {
    const totp = this.totp(sealed, email);
    return { secret: totp.secret.base32, uri: totp.toString() };
  }

  /** The period that a code is of, now or one before or after (RFC 6238, 5.2); `null` for a wrong code. */
  stepOf(sealed: Buffer, code: string): number | null {
    const now = this.clock.now().getTime();
    const token = code.replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return null;
    const totp = this.totp(sealed, '');
    const delta = totp.validate({ token, timestamp: now, window: 1 });
    return delta === null ? null : totp.counter({ timestamp: now }) + delta;
  }

  /** Uses up a code, of the authenticator or a recovery code. Resolves with false if it is wrong or was used. */
  async use(tx: Tx, { id, totpSecret }: Person, code: string): Promise<boolean> {
    if (!totpSecret) return true;
    const step = this.stepOf(totpSecret, code);
    // An update resolves with its rows and their number.
    const [, used] = await (step === null
      ? tx.query<[unknown, number]>(
          `update access.recovery_code set used_at = $3
           where person_id = $1 and code_hash = $2 and used_at is null`,
          [id, hashOf(code), this.clock.now()],
        )
      : tx.query<[unknown, number]>(
          `update access.person set totp_step = $2 where id = $1 and (totp_step is null or totp_step < $2)`,
          [id, step],
        ));
    return used === 1;
  }

  /** Makes a person's recovery codes, in the place of those they had, and resolves with them: nobody can ask again. */
  async newRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
    const codes = Array.from({ length: codesAtOnce }, newCode);
    await tx.delete(RecoveryCode, { personId });
    await tx.insert(
      RecoveryCode,
      codes.map((code) => ({ personId, codeHash: hashOf(code) })),
    );
    return codes;
  }

  private totp(sealed: Buffer, label: string): TOTP {
    return new TOTP({ issuer: 'Every Penny', label, secret: Secret.fromBase32(this.secrets.open(sealed)) });
  }
}

/** Eighty random bits in four groups, without letters that look like others. */
function newCode(): string {
  const code = Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('');
  return code.replace(/.{4}(?=.)/g, '$&-');
}

function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
    .digest();
}
