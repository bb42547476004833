import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { donationConfirmed } from '../giving/donations/donations.events.js';
import { Donations } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { type Letter, Mail } from '../platform/mail/mail.js';
import { News } from '../platform/messaging/news.js';
import { formatPounds } from '../vocabulary/pence.js';

const receipt = 'receipt';

/** Sends a receipt to each donor who gave an address, once, after the gift is in the books. */
@Injectable()
export class ReceiptMail implements OnModuleInit {
  constructor(
    private readonly mail: Mail,
    private readonly news: News,
    private readonly donations: Donations,
    private readonly donors: Donors,
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
    const amount = formatPounds(donation.amountPence);
    const receiptUrl = `${this.config.publicUrl}/receipts/${donation.id}?token=${donation.receiptToken}`;
    return {
      to: donor.email,
      subject: `Your receipt: ${amount} for ${title}`,
      text: [
        donor.firstName ? `Dear ${donor.firstName},` : 'Thank you.',
        `Your ${amount} has arrived. Every penny of it goes to ${partner.name}.`,
        `Your receipt, and where the money is now:\n${receiptUrl}`,
        `Questions? Call ${helpline.phone}${helpline.email ? ` or write to ${helpline.email}` : ''}.`,
      ].join('\n\n'),
    };
  }
}
