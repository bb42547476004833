import { randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { Transactions } from '../database/transactions.js';
import { Secrets } from '../secrets/secrets.js';
import { SignInFailed } from './access.problems.js';
import { Passwords } from './passwords.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { Person } from './staff.entities.js';
import { type Staff, Tokens } from './tokens.js';

export interface SignInForm {
  email: string;
  password: string;
  /** Of the authenticator, or a recovery code. */
  code: string;
}

/** What a browser keeps: the secret of its session, and the mark that this person has signed in with it. */
export interface SignedIn {
  staff: Staff;
  secret: string;
  browser?: string;
}

/** Lets people in. It never says which of address, password and code was wrong. */
@Injectable()
export class SignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly limits: SignInLimits,
    private readonly passwords: Passwords,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly tokens: Tokens,
  ) {}

  /** `browser` is what an earlier sign-in gave this browser to keep. Throws SignInFailed, SignInDelayed. */
  async byPassword(form: SignInForm, address: string, browser = ''): Promise<SignedIn> {
    const email = form.email.trim().toLowerCase();
    const person = await this.dataSource.getRepository(Person).findOneBy({ email, status: 'active' });
    const known = person && this.isOf(person.id, browser) ? browser : undefined;
    const attempt = await this.limits.begin({ email, address, browser: known });
    const right = await this.passwords.isRight(form.password, person);
    const secret = await this.transactions.run(async (tx) => {
      if (!person || !right || !(await this.factors.use(tx, person, form.code))) return undefined;
      await tx.update(Person, { id: person.id }, { lastSignedInAt: this.clock.now() });
      return this.sessions.start(tx, { personId: person.id });
    });
    if (!person || secret === undefined) throw new SignInFailed();
    await this.limits.succeeded(attempt);
    const { name, role } = person;
    return { staff: { person: name, role }, secret, browser: known ?? this.markFor(person.id) };
  }

  /** A session that ends as any other does, marked as one by token. Throws SignInFailed. */
  async byToken(bearer: string): Promise<SignedIn> {
    const token = await this.tokens.find(bearer);
    if (!token) throw new SignInFailed();
    const { tokenId, person, role } = token;
    const secret = await this.transactions.run((tx) => this.sessions.start(tx, { tokenId }));
    return { staff: { person, role }, secret };
  }

  markFor(personId: string): string {
    const id = randomUUID();
    return `${id}.${this.signatureOf(id, personId)}`;
  }

  private isOf(personId: string, browser: string): boolean {
    const [id = '', signature = ''] = browser.split('.');
    const right = Buffer.from(this.signatureOf(id, personId));
    const given = Buffer.from(signature);
    return right.length === given.length && timingSafeEqual(right, given);
  }

  private signatureOf(id: string, personId: string): string {
    return this.secrets.matchable(`browser ${id} ${personId}`).toString('base64url');
  }
}
