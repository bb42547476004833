import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Donor } from './donor.entity.js';

/** What a donor told us of themselves; all of it optional. */
export interface DonorDetails {
  firstName?: string;
  lastName?: string;
  email?: string;
}

/** Who gave, kept apart from what was given and sealed. The books and the logs never see it. */
@Injectable()
export class Donors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
  ) {}

  async keep(tx: Tx, id: string, details: DonorDetails): Promise<void> {
    const email = details.email?.trim().toLowerCase();
    await tx
      .createQueryBuilder()
      .insert()
      .into(Donor)
      .values({
        id,
        details: this.secrets.seal(JSON.stringify(details)),
        emailMatch: email === undefined ? null : this.secrets.matchable(email),
      })
      .orIgnore()
      .execute();
  }

  async details(id: string): Promise<DonorDetails | undefined> {
    const donor = await this.dataSource.getRepository(Donor).findOneBy({ id });
    return donor ? (JSON.parse(this.secrets.open(donor.details)) as DonorDetails) : undefined;
  }
}
