import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { type Tx, Transactions } from '../database/transactions.js';
import { ValidationFailed } from '../http/http.problems.js';
import { type Letter, Mail } from '../mail/mail.js';
import { Secrets } from '../secrets/secrets.js';
import { InvitationNotFound } from './access.problems.js';
import { Audit } from './audit.js';
import { commandLine, nameFault, tidyName } from './names.js';
import type { Role } from './permissions.js';
import { SecondFactors } from './second-factors.js';
import { Invitation, Person } from './staff.entities.js';

const lastsMs = 3 * 24 * 3_600_000;

export interface Invited {
  email: string;
  role: Role;
  /** Who it is, where the administrator knows; absent, they say it themselves. */
  name?: string | undefined;
}

/** Asks people to join the staff. Whoever is invited again sets up their password and authenticator anew. */
@Injectable()
export class Invitations implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly factors: SecondFactors,
    private readonly mail: Mail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.mail.register('invitation', (id) => this.letter(id));
  }

  /** Owes the letter with the link, and ends earlier invitations of that address. Throws ValidationFailed. */
  async invite({ email, role, name }: Invited, by: string): Promise<Invitation> {
    const address = email.trim().toLowerCase();
    if (!isEmail(address))
      throw new ValidationFailed([{ field: 'email', message: 'must be an e-mail address' }]);
    const fault = name === undefined ? undefined : nameFault(name);
    if (fault !== undefined) throw new ValidationFailed([{ field: 'name', message: fault }]);
    const now = this.clock.now();
    return this.transactions.run(async (tx) => {
      const known = await tx.findOneBy(Person, { email: address });
      const invitation: Invitation = {
        id: newId(now.getTime()),
        email: address,
        name: known?.name ?? (name === undefined ? null : tidyName(name)),
        role,
        totpSecret: this.factors.newSecret(),
        invitedBy: by,
        createdAt: now,
        expiresAt: new Date(now.getTime() + lastsMs),
        acceptedAt: null,
      };
      await this.endAllOf(tx, address);
      await tx.insert(Invitation, invitation);
      const { id } = invitation;
      await this.audit.changed(tx, by, [{ what: 'invitation', id, before: null, after: { role } }]);
      await this.mail.send(tx, [{ kind: 'invitation', about: id }]);
      return invitation;
    });
  }

  async endAllOf(tx: Tx, email: string): Promise<void> {
    const now = this.clock.now();
    await tx.update(Invitation, { email, ...this.stillOpen() }, { expiresAt: now });
  }

  /** The address of the page that accepts it. Whoever has it can, so it is for the invited person alone. */
  linkOf({ id }: Invitation): string {
    return `${this.config.publicUrl}/staff/invitations/${this.secrets.codeOf(id)}`;
  }

  /** The invitation that a link is for. Throws InvitationNotFound once it is used or over. */
  async find(code: string): Promise<Invitation> {
    for (const id of this.secrets.idsOf(code)) {
      const invitation = await this.openOne(id);
      if (invitation) return invitation;
    }
    throw new InvitationNotFound();
  }

  /** Those that wait to be accepted, newest first. */
  open(): Promise<Invitation[]> {
    return this.dataSource.getRepository(Invitation).find({
      where: this.stillOpen(),
      order: { createdAt: 'desc' },
    });
  }

  private openOne(id: string): Promise<Invitation | null> {
    return this.dataSource.getRepository(Invitation).findOneBy({ id, ...this.stillOpen() });
  }

  private stillOpen() {
    return { acceptedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) };
  }

  private async letter(id: string): Promise<Letter | undefined> {
    const invitation = await this.openOne(id);
    if (!invitation) return undefined;
    const { email, invitedBy } = invitation;
    const { hostname } = new URL(this.config.publicUrl);
    return {
      to: email,
      subject: `You are invited to the staff pages of ${hostname}`,
      text: [
        `${invitedBy === commandLine ? 'An administrator' : invitedBy} asks you to join the staff at ${hostname}.`,
        'This link works once, and for three days. It sets your password and your authenticator:',
        this.linkOf(invitation),
        'If you did not expect it, leave it alone: without the link nothing happens.',
      ].join('\n\n'),
    };
  }
}
