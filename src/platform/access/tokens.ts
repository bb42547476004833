import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { ValidationFailed } from '../http/http.problems.js';
import type { Role } from './permissions.js';
import { Token } from './token.entity.js';

/** A person of the staff, as one of their tokens lets them act. */
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
    private readonly clock: Clock,
  ) {}

  /** Makes a token and resolves with its bearer, which nobody can ask for again. Throws ValidationFailed. */
  async create({ person, role }: Staff): Promise<string> {
    const name = person.trim();
    if (name === '' || name === 'nobody' || name.length > 100)
      throw new ValidationFailed([{ field: 'name', message: 'must be the name of a person' }]);
    const bearer = `ep_${randomBytes(32).toString('base64url')}`;
    const id = newId(this.clock.now().getTime());
    await this.dataSource.getRepository(Token).insert({ id, person: name, role, secretHash: hashOf(bearer) });
    return bearer;
  }

  /** Who acts with this bearer; undefined when it is unknown or revoked. */
  async find(bearer: string): Promise<Staff | undefined> {
    const tokens = this.dataSource.getRepository(Token);
    const token = await tokens.findOneBy({ secretHash: hashOf(bearer), revokedAt: IsNull() });
    if (!token) return undefined;
    const now = this.clock.now();
    if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) >= usedToTheMs)
      await tokens.update({ id: token.id }, { lastUsedAt: now });
    return { person: token.person, role: token.role };
  }
}

function hashOf(bearer: string): Buffer {
  return createHash('sha256').update(bearer).digest();
}
