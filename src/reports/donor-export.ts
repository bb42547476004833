import { Injectable } from '@nestjs/common';
import { Donations } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { GiftAid } from '../giving/gift-aid/gift-aid.service.js';
import { Pledges } from '../giving/pledges/pledges.service.js';
import { MonthlyGifts } from '../channels/card/monthly-gifts.service.js';
import type { PhoneNumber } from '../vocabulary/phone-number.js';
import { TextList } from './text-list.js';
import type { DonorExportDto, DonorFoundDto } from './donors.dto.js';

/** All that we keep of one person, for that person to have. */
@Injectable()
export class DonorExport {
  constructor(
    private readonly donors: Donors,
    private readonly donations: Donations,
    private readonly giftAid: GiftAid,
    private readonly pledges: Pledges,
    private readonly monthlyGifts: MonthlyGifts,
    private readonly texts: TextList,
  ) {}

  async withEmail(email: string): Promise<DonorFoundDto[]> {
    return this.found(await this.donors.withEmail(email));
  }

  /** Donors who gave this number. Who only texted from it is no donor of ours, and is exported by the number. */
  async withPhone(phone: PhoneNumber): Promise<DonorFoundDto[]> {
    return this.found(await this.donors.withPhone(phone));
  }

  /** Throws DonorNotFound. */
  async of(id: string): Promise<DonorExportDto> {
    const ids = await this.donors.samePerson(id);
    return this.export(ids, await this.donors.phonesOf(ids));
  }

  async ofPhone(phone: PhoneNumber): Promise<DonorExportDto> {
    const donors = await this.donors.withPhone(phone);
    return this.export(
      donors.map(({ id }) => id),
      [phone],
    );
  }

  private async found(donors: { id: string }[]): Promise<DonorFoundDto[]> {
    const donations = await this.donations.givenBy(donors.map(({ id }) => id));
    return donors.map(({ id }) => ({
      id,
      donationIds: donations.filter(({ donorId }) => donorId === id).map((donation) => donation.id),
    }));
  }

  private async export(ids: string[], phones: PhoneNumber[]): Promise<DonorExportDto> {
    const texts = await this.texts.ofNumbers(phones);
    const [told, given, texted, consents, pledges] = await Promise.all([
      Promise.all(ids.map((each) => this.donors.details(each))),
      this.donations.givenBy(ids),
      this.donations.findAll(texts.map(({ donationId }) => donationId).filter((id) => id !== null)),
      this.donors.consents(ids),
      this.pledges.ofDonors(ids),
    ]);
    const donations = [...given, ...texted];
    const donationIds = donations.map((donation) => donation.id);
    const [declarations, monthlyGifts] = await Promise.all([
      this.giftAid.of(donationIds),
      this.monthlyGifts.among(donationIds),
    ]);
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
      monthlyGifts: monthlyGifts.map(({ id, status }) => ({ id, status })),
      pledges: pledges.map(({ id, appeal, status, amountPence, keptPence, dueOn, openedAt }) => ({
        id,
        appeal,
        status,
        amountPence,
        keptPence,
        dueOn,
        openedAt,
      })),
      texts,
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
