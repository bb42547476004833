import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { donationConfirmed } from '../giving/donations/donations.events.js';
import { Donations } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { GiftAid } from '../giving/gift-aid/gift-aid.service.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { type Letter, Mail } from '../platform/mail/mail.js';
import { News } from '../platform/messaging/news.js';
import { formatPounds } from '../vocabulary/pence.js';
import { messages } from './pages/words.js';

const receipt = 'receipt';

/** Sends a receipt to each donor who gave an address, once, after the gift is in the books. */
@Injectable()
export class ReceiptMail implements OnModuleInit {
  constructor(
    private readonly mail: Mail,
    private readonly news: News,
    private readonly donations: Donations,
    private readonly donors: Donors,
    private readonly giftAid: GiftAid,
    private readonly appeals: Appeals,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.mail.register(receipt, (donationId) => this.write(donationId));
    this.news.on(donationConfirmed, (tx, confirmed) =>
      this.mail.send(
        tx,
        confirmed
          .filter(({ donation }) => donation.donorId !== null)
          .map(({ donation }) => ({ kind: receipt, about: donation.id })),
      ),
    );
  }

  private async write(donationId: string): Promise<Letter | undefined> {
    const donation = await this.donations.find(donationId);
    const donor = donation?.donorId ? await this.donors.details(donation.donorId) : undefined;
    if (!donation || !donor?.email) return undefined;
    const { title, partner, helpline } = await this.appeals.version(donation.appeal, donation.appealVersion);
    const words = messages[donor.locale ?? 'en'];
    const amount = formatPounds(donation.amountPence);
    const { publicUrl } = this.config;
    const giftAidUrl = `${publicUrl}${this.giftAid.shortPath(donation.id)}`;
    return {
      to: donor.email,
      subject: words.letter.receiptSubject(amount, title),
      text: [
        donor.firstName ? words.letter.dear(donor.firstName) : words.letter.hello,
        words.thanks.confirmed.arrived(amount, partner.name),
        `${words.letter.receiptLink}\n${publicUrl}/receipts/${donation.id}?token=${donation.receiptToken}`,
        (await this.giftAid.isAdded(donation.id))
          ? words.letter.giftAidAdded
          : `${words.letter.giftAidLink}\n${giftAidUrl}`,
        words.letter.questions(helpline.phone, helpline.email),
      ].join('\n\n'),
    };
  }
}
