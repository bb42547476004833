import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { type Tx, Transactions } from '../database/transactions.js';
import { ValidationFailed } from '../http/http.problems.js';
import { OwnAccount, PersonNotFound, SecondFactorMissing, SignInFailed } from './access.problems.js';
import { Audit } from './audit.js';
import { Invitations } from './invitations.js';
import { passwordFault, Passwords } from './passwords.js';
import { needsSecondFactor, type Role } from './permissions.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { Person } from './staff.entities.js';
import { Tokens } from './tokens.js';

/** The people of the staff, what administrators do with them, and what each does with their own account. */
@Injectable()
export class People {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly sessions: Sessions,
    private readonly tokens: Tokens,
    private readonly invitations: Invitations,
    private readonly passwords: Passwords,
    private readonly factors: SecondFactors,
    private readonly limits: SignInLimits,
  ) {}

  list(): Promise<Person[]> {
    return this.dataSource.getRepository(Person).find({ order: { name: 'asc' } });
  }

  /** Ends what they are signed in with, tokens too. Throws PersonNotFound, OwnAccount, SecondFactorMissing. */
  changeRole(id: string, role: Role, by: string): Promise<Person> {
    return this.change(id, by, { role });
  }

  /** Keeps them out until they are invited again. Again is the same. Throws PersonNotFound, OwnAccount. */
  deactivate(id: string, by: string): Promise<Person> {
    return this.change(id, by, { status: 'deactivated' });
  }

  /**
   * Ends all their sessions and resolves with the secret of a new one. `address` is where they ask from.
   * Throws SignInFailed, SignInDelayed, ValidationFailed.
   */
  async changePassword(
    id: string,
    { current, wanted }: { current: string; wanted: string },
    address: string,
  ): Promise<string> {
    const person = await this.proven(id, current, address);
    const fault = passwordFault(wanted, person.email);
    if (fault !== undefined) throw new ValidationFailed([{ field: 'wanted', message: fault }]);
    const passwordHash = await this.passwords.hash(wanted);
    return this.transactions.run(async (tx) => {
      await tx.update(Person, { id }, { passwordHash });
      await this.sessions.endAllOf(tx, id);
      await this.tell(tx, person.name, id, { password: 'old' }, { password: 'new' });
      return this.sessions.start(tx, { personId: id });
    });
  }

  /** Throws SignInFailed, SignInDelayed. */
  async newRecoveryCodes(id: string, current: string, address: string): Promise<string[]> {
    const person = await this.proven(id, current, address);
    return this.transactions.run(async (tx) => {
      await this.tell(tx, person.name, id, { recoveryCodes: 'old' }, { recoveryCodes: 'new' });
      return this.factors.newRecoveryCodes(tx, id);
    });
  }

  private change(id: string, by: string, wanted: Partial<Pick<Person, 'role' | 'status'>>): Promise<Person> {
    return this.transactions.run(async (tx) => {
      if (!isUUID(id)) throw new PersonNotFound();
      const [person] = await tx.find(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!person) throw new PersonNotFound();
      if (person.name === by) throw new OwnAccount();
      const after = { ...person, ...wanted };
      if (after.role === person.role && after.status === person.status) return person;
      if (needsSecondFactor(after.role) && !person.totpSecret) throw new SecondFactorMissing();
      await tx.update(Person, { id }, wanted);
      await this.sessions.endAllOf(tx, id);
      await this.tokens.revokeAllOf(tx, person.name, by);
      await this.invitations.endAllOf(tx, person.email);
      const stateOf = ({ role, status }: Person) => ({ role, status });
      await this.tell(tx, by, id, stateOf(person), stateOf(after));
      return after;
    });
  }

  private tell(tx: Tx, by: string, id: string, before: object, after: object): Promise<void> {
    return this.audit.changed(tx, by, [{ what: 'person', id, before, after }]);
  }

  /** The person, who has shown once more that they know the password. */
  private async proven(id: string, password: string, address: string): Promise<Person> {
    const person = await this.dataSource.getRepository(Person).findOneBy({ id, status: 'active' });
    if (!person) throw new PersonNotFound();
    const attempt = await this.limits.begin({ email: person.email, address, browser: 'signed in' });
    if (!(await this.passwords.isRight(password, person))) throw new SignInFailed();
    await this.limits.succeeded(attempt);
    return person;
  }
}
