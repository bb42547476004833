import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In, IsNull } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { type Tx, Transactions } from '../database/transactions.js';
import { ValidationFailed } from '../http/http.problems.js';
import { TokenNotFound } from './access.problems.js';
import { Audit } from './audit.js';
import { commandLine, nameFault, nameKey, tidyName } from './names.js';
import type { Role } from './permissions.js';
import { Person } from './staff.entities.js';
import { Token } from './token.entity.js';

/** A person of the staff, as a session or one of their tokens lets them act. */
export interface Staff {
  person: string;
  role: Role;
}

const usedToTheMs = 60_000;

/** The keys of the staff. It never keeps a bearer: a lost one is replaced by another. */
@Injectable()
export class Tokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a token and resolves with its bearer, which nobody can ask for again. It acts as the person of that
   * name: one that is known is known in any spelling. Throws ValidationFailed.
   */
  async create({ person, role }: Staff): Promise<string> {
    const fault = nameFault(person);
    if (fault !== undefined) throw new ValidationFailed([{ field: 'name', message: fault }]);
    const bearer = `ep_${randomBytes(32).toString('base64url')}`;
    const id = newId(this.clock.now().getTime());
    await this.transactions.run(async (tx) => {
      const name = await this.knownName(tx, person);
      await tx.insert(Token, { id, person: name, role, secretHash: hashOf(bearer) });
      const after = { person: name, role };
      await this.audit.changed(tx, commandLine, [{ what: 'token', id, before: null, after }]);
    });
    return bearer;
  }

  /** Who acts with this bearer; undefined when it is unknown or revoked. */
  async find(bearer: string): Promise<(Staff & { tokenId: string }) | undefined> {
    const tokens = this.dataSource.getRepository(Token);
    const token = await tokens.findOneBy({ secretHash: hashOf(bearer), revokedAt: IsNull() });
    if (!token) return undefined;
    const now = this.clock.now();
    if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) >= usedToTheMs)
      await tokens.update({ id: token.id }, { lastUsedAt: now });
    return { tokenId: token.id, person: token.person, role: token.role };
  }

  /** All that were ever made, newest first. */
  list(): Promise<Token[]> {
    return this.dataSource.getRepository(Token).find({ order: { createdAt: 'desc', id: 'desc' } });
  }

  /** Ends a token, and the sessions that were begun with it. Again is the same. Throws TokenNotFound. */
  async revoke(id: string, by: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const token = isUUID(id) ? await tx.findOne(Token, { where: { id }, lock }) : null;
      if (!token) throw new TokenNotFound();
      if (!token.revokedAt) await this.revokeThese(tx, [token], by);
    });
  }

  /** Ends every token that acts as this person. */
  async revokeAllOf(tx: Tx, person: string, by: string): Promise<void> {
    const theirs = await tx.findBy(Token, { person, revokedAt: IsNull() });
    if (theirs.length > 0) await this.revokeThese(tx, theirs, by);
  }

  /** Whether a token acts as the person of this name, in any spelling. */
  async actAs(tx: Tx, name: string): Promise<boolean> {
    return (await this.spellings(tx)).some((each) => nameKey(each) === nameKey(name));
  }

  private async revokeThese(tx: Tx, tokens: Token[], by: string): Promise<void> {
    const ids = tokens.map(({ id }) => id);
    await tx.update(Token, { id: In(ids) }, { revokedAt: this.clock.now() });
    const change = { what: 'token', before: { revoked: false }, after: { revoked: true } };
    await this.audit.changed(
      tx,
      by,
      ids.map((id) => ({ ...change, id })),
    );
  }

  private async knownName(tx: Tx, name: string): Promise<string> {
    const person = await tx.findOneBy(Person, { nameKey: nameKey(name) });
    if (person?.status === 'deactivated') {
      const message = 'is a person who was deactivated: invite them again first';
      throw new ValidationFailed([{ field: 'name', message }]);
    }
    const spelt = (await this.spellings(tx)).find((each) => nameKey(each) === nameKey(name));
    return person?.name ?? spelt ?? tidyName(name);
  }

  private async spellings(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ person: string }[]>('select distinct person from access.token');
    return rows.map(({ person }) => person);
  }
}

function hashOf(bearer: string): Buffer {
  return createHash('sha256').update(bearer).digest();
}
