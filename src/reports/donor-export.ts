import { Injectable } from '@nestjs/common';
import { Donations } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { GiftAid } from '../giving/gift-aid/gift-aid.service.js';
import type { DonorExportDto, DonorFoundDto } from './donors.dto.js';

/** All that we keep of one person, for that person to have. */
@Injectable()
export class DonorExport {
  constructor(
    private readonly donors: Donors,
    private readonly donations: Donations,
    private readonly giftAid: GiftAid,
  ) {}

  async withEmail(email: string): Promise<DonorFoundDto[]> {
    const found = await this.donors.withEmail(email);
    const donations = await this.donations.givenBy(found.map(({ id }) => id));
    return found.map(({ id }) => ({
      id,
      donationIds: donations.filter(({ donorId }) => donorId === id).map((donation) => donation.id),
    }));
  }

  /** Throws DonorNotFound. */
  async of(id: string): Promise<DonorExportDto> {
    const ids = await this.donors.samePerson(id);
    const [told, donations, consents] = await Promise.all([
      Promise.all(ids.map((each) => this.donors.details(each))),
      this.donations.givenBy(ids),
      this.donors.consents(ids),
    ]);
    const declarations = await this.giftAid.of(donations.map((donation) => donation.id));
    return {
      told: told.map((details) => ({ ...details })),
      donations: donations.map(({ id, appeal, channel, status, amountPence, refundedPence, givenAt }) => ({
        id,
        appeal,
        channel,
        status,
        amountPence,
        refundedPence,
        givenAt,
      })),
      consents: consents.map(({ organisationName, channel, wording, givenAt }) => ({
        organisationName,
        channel,
        wording,
        givenAt,
      })),
      declarations: declarations.map(
        ({ id, partner, scope, wording, madeBy, madeAt, cancelledAt, details, donationIds }) => ({
          id,
          partner,
          scope,
          wording,
          madeBy,
          madeAt,
          cancelledAt,
          details,
          donationIds,
        }),
      ),
    };
  }
}
