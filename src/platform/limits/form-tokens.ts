import { randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { Secrets } from '../secrets/secrets.js';

/** A page may stand open for so long before its form is sent. */
const lastsMs = 12 * 3_600_000;

/** Proves that a form came from a page of ours, and lets each page be used for one thing only. */
@Injectable()
export class FormTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  issue(): string {
    return this.signed(`${randomUUID()}.${this.clock.now().getTime().toString(36)}`);
  }

  /** Whether we made it, and not too long ago. */
  isOurs(token: string): boolean {
    const said = token.split('.').slice(0, 2).join('.');
    const right = Buffer.from(this.signed(said));
    const given = Buffer.from(token);
    if (right.length !== given.length || !timingSafeEqual(right, given)) return false;
    const age = this.clock.now().getTime() - parseInt(said.split('.')[1] ?? '', 36);
    return age <= lastsMs;
  }

  /** Uses up a token of ours; the same use again is the same. Resolves with false for another use. */
  async spend(token: string, usedFor: Buffer): Promise<boolean> {
    const [row] = await this.dataSource.query<[{ same: boolean }]>(
      `with spent as (
         insert into limits.spent_token (token, used_for, spent_at) values ($1, $2, $3)
         on conflict on constraint spent_token_pkey do nothing returning used_for)
       select used_for = $2 as same from spent
       union all select used_for = $2 from limits.spent_token where token = $1
       limit 1`,
      [token.split('.')[0], usedFor, this.clock.now()],
    );
    // Somebody else spent it since this statement began: its row is there for the next one to see.
    return row?.same ?? this.spend(token, usedFor);
  }

  private signed(said: string): string {
    return `${said}.${this.secrets.matchable(`form ${said}`).subarray(0, 16).toString('base64url')}`;
  }
}
