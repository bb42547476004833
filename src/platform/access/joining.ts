import { Injectable } from '@nestjs/common';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { type Tx, Transactions } from '../database/transactions.js';
import { ValidationFailed } from '../http/http.problems.js';
import { InvitationNotFound, NameTaken } from './access.problems.js';
import { Audit } from './audit.js';
import { Invitations } from './invitations.js';
import { nameFault, nameKey, tidyName } from './names.js';
import { passwordFault, Passwords } from './passwords.js';
import { needsSecondFactor } from './permissions.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignIn, type SignedIn } from './sign-in.js';
import { type Invitation, Person } from './staff.entities.js';
import { Tokens } from './tokens.js';

export interface JoiningForm {
  name: string;
  password: string;
  /** What the new authenticator shows; an auditor may leave it out. */
  code: string;
}

/** Makes a person of whoever accepts an invitation, or sets up the person anew who was invited again. */
@Injectable()
export class Joining {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly invitations: Invitations,
    private readonly passwords: Passwords,
    private readonly factors: SecondFactors,
    private readonly tokens: Tokens,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly audit: Audit,
  ) {}

  /**
   * Resolves with a session, and with the recovery codes that are shown this once (none without an
   * authenticator). Throws InvitationNotFound, ValidationFailed, NameTaken.
   */
  async accept(code: string, form: JoiningForm): Promise<SignedIn & { recoveryCodes: string[] }> {
    const invitation = await this.invitations.find(code);
    const faults = this.faultsOf(invitation, form);
    if (faults.length > 0) throw new ValidationFailed(faults);
    const passwordHash = await this.passwords.hash(form.password);
    return this.transactions.run(async (tx) => {
      const now = this.clock.now();
      const [, taken] = await tx.query<[unknown, number]>(
        `update access.invitation set accepted_at = $2
         where id = $1 and accepted_at is null and expires_at > $2`,
        [invitation.id, now],
      );
      if (taken === 0) throw new InvitationNotFound();
      const step = form.code === '' ? null : this.factors.stepOf(invitation.totpSecret, form.code);
      const totpSecret = step === null ? null : invitation.totpSecret;
      const setUp = { passwordHash, totpSecret, totpStep: step, lastSignedInAt: now };
      const person = await this.personOf(tx, invitation, tidyName(invitation.name ?? form.name), setUp);
      const recoveryCodes = totpSecret ? await this.factors.newRecoveryCodes(tx, person.id) : [];
      const secret = await this.sessions.start(tx, { personId: person.id });
      const staff = { person: person.name, role: invitation.role };
      return { staff, secret, recoveryCodes, browser: this.signIn.markFor(person.id) };
    });
  }

  private faultsOf(invitation: Invitation, { name, password, code }: JoiningForm): FieldError[] {
    const wrong = (field: string, message: string | undefined): FieldError[] =>
      message === undefined ? [] : [{ field, message }];
    const codeWanted = code !== '' || needsSecondFactor(invitation.role);
    const codeRight = !codeWanted || this.factors.stepOf(invitation.totpSecret, code) !== null;
    return [
      ...wrong('name', invitation.name === null ? nameFault(name) : undefined),
      ...wrong('password', passwordFault(password, invitation.email)),
      ...wrong('code', codeRight ? undefined : 'must be the six digits that the authenticator shows now'),
    ];
  }

  /** The person of that address, set up anew; or another, whose name nobody else may have. */
  private async personOf(
    tx: Tx,
    { email, role, name: vouchedFor }: Invitation,
    name: string,
    setUp: Pick<Person, 'passwordHash' | 'totpSecret' | 'totpStep' | 'lastSignedInAt'>,
  ): Promise<Person> {
    const [known] = await tx.find(Person, { where: { email }, lock: { mode: 'pessimistic_write' } });
    if (known) {
      const { id, status } = known;
      await tx.update(Person, { id }, { ...setUp, role, status: 'active' });
      await this.sessions.endAllOf(tx, id);
      if (known.role !== role) await this.tokens.revokeAllOf(tx, known.name, known.name);
      const before = { role: known.role, status };
      await this.audit.changed(tx, known.name, [
        { what: 'person', id, before, after: { role, status: 'active' } },
      ]);
      return known;
    }
    if (vouchedFor === null && (await this.tokens.actAs(tx, name))) throw new NameTaken();
    const createdAt = this.clock.now();
    const id = newId(createdAt.getTime());
    const person = { id, name, nameKey: nameKey(name), email, role, status: 'active', ...setUp, createdAt };
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(Person)
      .values(person as Person)
      .orIgnore()
      .returning('id')
      .execute();
    if ((raw as unknown[]).length === 0) throw new NameTaken();
    await this.audit.changed(tx, name, [
      { what: 'person', id, before: null, after: { role, status: 'active' } },
    ]);
    return person as Person;
  }
}
