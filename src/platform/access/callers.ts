import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Sessions } from './sessions.js';
import { type Staff, Tokens } from './tokens.js';

export const sessionCookie = 'staff';

/** Who of the staff makes a request, and how they show it. */
export interface Caller extends Staff {
  means: 'session' | 'token session' | 'token';
  sessionId?: string;
  /** Absent with a token: it has no account of its own. */
  personId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set on staff routes once it is known. */
    staff?: Caller;
  }
}

/** Finds out who calls: by `Authorization: Bearer …`, or else by the session that our own pages began. */
@Injectable()
export class Callers {
  constructor(
    private readonly tokens: Tokens,
    private readonly sessions: Sessions,
  ) {}

  async of({ headers: { authorization, cookie } }: FastifyRequest): Promise<Caller | undefined> {
    const [, bearer] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    if (bearer !== undefined) {
      const token = await this.tokens.find(bearer);
      return token && { person: token.person, role: token.role, means: 'token' };
    }
    const [, secret] = new RegExp(`(?:^|; *)${sessionCookie}=([\\w-]+)`).exec(cookie ?? '') ?? [];
    const session = secret === undefined ? undefined : await this.sessions.find(secret);
    if (!session) return undefined;
    const { id: sessionId, personId, person, role } = session;
    const caller = { person, role, sessionId };
    return personId === null
      ? { ...caller, means: 'token session' }
      : { ...caller, means: 'session', personId };
  }
}
