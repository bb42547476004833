import { Injectable } from '@nestjs/common';
import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import type { Donation } from '../../giving/donations/donations.service.js';
import { type DonorDetails, Donors } from '../../giving/donors/donors.service.js';
import { CoveredGifts } from '../../giving/gift-aid/covered-gifts.service.js';
import { GiftAid } from '../../giving/gift-aid/gift-aid.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { languageOfLocale } from '../../vocabulary/language.js';
import type { NewDonationDto } from './card.dto.js';

/** What a donor told us of themselves with the request; undefined when that is nothing. */
export function donorIn(request: NewDonationDto): DonorDetails | undefined {
  const { donor, message, inMemoryOf, giftAid, consents, locale } = request;
  const told = Object.entries({ ...donor, message, inMemoryOf }).filter(([, value]) => value);
  if (told.length === 0 && !giftAid && !consents?.length) return undefined;
  return { ...Object.fromEntries(told), locale: languageOfLocale(locale) };
}

/** Keeps what a donor says beside the gift, in the transaction that starts it. It never looks at the amount. */
@Injectable()
export class BesideTheGift {
  constructor(
    private readonly donors: Donors,
    private readonly giftAid: GiftAid,
    private readonly covered: CoveredGifts,
  ) {}

  async keep(
    tx: Tx,
    donation: Pick<Donation, 'id' | 'givenAt'> & { donorId: string },
    donor: DonorDetails,
    request: NewDonationDto,
    { operator, partner }: AppealDefinition,
  ): Promise<void> {
    const { donorId } = donation;
    const language = languageOfLocale(request.locale);
    await this.donors.keep(tx, donorId, donor);
    await this.donors.consent(tx, donorId, {
      consents: request.consents ?? [],
      names: { operator: operator.name, partner: partner.name },
      language,
    });
    if (request.giftAid) {
      await this.giftAid.declare(tx, {
        key: 'with the gift',
        donation,
        donor,
        partner: partner.name,
        giftAid: request.giftAid,
        language,
        madeBy: 'with_gift',
      });
    } else await this.covered.coverByEarlier(tx, donation.id, donor, partner.name);
  }
}
