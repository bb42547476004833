import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import type { Tx } from '../database/transactions.js';
import type { Role } from './permissions.js';
import { Session } from './staff.entities.js';

const idleMs = 30 * 60_000;
const longestMs = 12 * 3_600_000;
const seenToTheMs = 60_000;

/** Whose a session is: a person who signed in, or who came with a token. */
export type SessionOwner = { personId: string } | { tokenId: string };

export interface OpenSession {
  id: string;
  personId: string | null;
  /** Of the person or, for a session by token, of the token. */
  person: string;
  role: Role;
}

/** Keeps people signed in for half an hour after they were last seen, and for twelve hours at most. */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Resolves with the secret that the browser keeps; we keep its hash. */
  async start(tx: Tx, owner: SessionOwner): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await tx.insert(Session, {
      id: newId(now.getTime()),
      secretHash: hashOf(secret),
      ...owner,
      createdAt: now,
      lastSeenAt: now,
      endsAt: new Date(now.getTime() + longestMs),
    });
    return secret;
  }

  /** Whose session this is, while it lasts; `undefined` once it is over, or the person or token is gone. */
  async find(secret: string): Promise<OpenSession | undefined> {
    const now = this.clock.now();
    const [found] = await this.dataSource.query<(OpenSession & { lastSeenAt: Date })[]>(
      `select session.id, session.person_id as "personId", coalesce(person.name, token.person) as person,
              coalesce(person.role, token.role) as role, session.last_seen_at as "lastSeenAt"
       from access.session
       left join access.person on person.id = session.person_id and person.status = 'active'
       left join access.token on token.id = session.token_id and token.revoked_at is null
       where session.secret_hash = $1 and session.ended_at is null and session.ends_at > $2
         and session.last_seen_at > $3 and coalesce(person.id, token.id) is not null`,
      [hashOf(secret), now, new Date(now.getTime() - idleMs)],
    );
    if (!found) return undefined;
    const { lastSeenAt, ...session } = found;
    if (now.getTime() - lastSeenAt.getTime() >= seenToTheMs)
      await this.dataSource.getRepository(Session).update({ id: session.id }, { lastSeenAt: now });
    return session;
  }

  async end(id: string): Promise<void> {
    await this.dataSource.query(
      'update access.session set ended_at = $2 where id = $1 and ended_at is null',
      [id, this.clock.now()],
    );
  }

  async endAllOf(tx: Tx, personId: string): Promise<void> {
    await tx.query('update access.session set ended_at = $2 where person_id = $1 and ended_at is null', [
      personId,
      this.clock.now(),
    ]);
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
