import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MonthlyLetter, monthlyLetters } from '../channels/card/monthly-gifts.events.js';
import { MonthlyGifts } from '../channels/card/monthly-gifts.service.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Donations } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { type Letter, Mail } from '../platform/mail/mail.js';
import { formatPounds } from '../vocabulary/pence.js';
import { messages } from './pages/words.js';

/** What a donor is written about their monthly gift. */
@Injectable()
export class MonthlyLetters implements OnModuleInit {
  constructor(
    private readonly mail: Mail,
    private readonly gifts: MonthlyGifts,
    private readonly donations: Donations,
    private readonly donors: Donors,
    private readonly appeals: Appeals,
  ) {}

  onModuleInit(): void {
    for (const kind of monthlyLetters) this.mail.register(kind, (about) => this.write(kind, about));
  }

  private async write(kind: MonthlyLetter, about: string): Promise<Letter | undefined> {
    const [id = ''] = about.split(' ');
    const [gift, first] = await Promise.all([this.gifts.find(id), this.donations.find(id)]);
    const donor = first?.donorId ? await this.donors.details(first.donorId) : undefined;
    if (!gift || !first || !donor?.email) return undefined;
    const { title, partner } = await this.appeals.version(first.appeal, first.appealVersion);
    const words = messages[donor.locale ?? 'en'].letter;
    const [subject, ...paragraphs] = words.monthly[kind]({
      amount: formatPounds(first.amountPence),
      partner: partner.name,
      title,
      manageUrl: this.gifts.manageUrl(gift),
    });
    const greeting = donor.firstName ? [words.dear(donor.firstName)] : [];
    return { to: donor.email, subject, text: [...greeting, ...paragraphs].join('\n\n') };
  }
}
