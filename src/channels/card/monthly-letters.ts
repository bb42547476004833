import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { Donors } from '../../giving/donors/donors.service.js';
import { type Letter, Mail } from '../../platform/mail/mail.js';
import { formatPounds } from '../../vocabulary/pence.js';
import { MonthlyGifts } from './monthly-gifts.service.js';

interface About {
  amount: string;
  partner: string;
  title: string;
  manageUrl: string;
}

/** What a donor is written about their monthly gift, by kind of letter: the subject, and the text by paragraphs. */
const letters: Readonly<Record<string, (about: About) => [subject: string, ...paragraphs: string[]]>> = {
  'monthly-begun': ({ amount, partner, title, manageUrl }) => [
    `Your monthly gift to ${title}`,
    `You are giving ${amount} every month. Every penny of it goes to ${partner}. Thank you.`,
    `Change the card or stop it whenever you like:\n${manageUrl}`,
  ],
  'monthly-failing': ({ amount, title, manageUrl }) => [
    `Your monthly gift to ${title} didn’t go through`,
    `Your bank didn’t let us take this month’s ${amount}. We will try again in the next days.`,
    `Give it another card, or stop it:\n${manageUrl}`,
  ],
  'monthly-stopped': ({ amount, partner, title }) => [
    `Your monthly gift to ${title} has stopped`,
    `Nothing more will be taken. Every ${amount} that you gave goes to ${partner}. Thank you.`,
  ],
};

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
    for (const kind of Object.keys(letters)) this.mail.register(kind, (about) => this.write(kind, about));
  }

  /** `about` begins with the id of the gift. */
  private async write(kind: string, about: string): Promise<Letter | undefined> {
    const [id = ''] = about.split(' ');
    const [gift, first] = await Promise.all([this.gifts.find(id), this.donations.find(id)]);
    const donor = first?.donorId ? await this.donors.details(first.donorId) : undefined;
    const words = letters[kind];
    if (!gift || !first || !donor?.email || !words) return undefined;
    const { title, partner } = await this.appeals.version(first.appeal, first.appealVersion);
    const [subject, ...paragraphs] = words({
      amount: formatPounds(first.amountPence),
      partner: partner.name,
      title,
      manageUrl: this.gifts.manageUrl(gift),
    });
    const greeting = donor.firstName ? [`Dear ${donor.firstName},`] : [];
    return { to: donor.email, subject, text: [...greeting, ...paragraphs].join('\n\n') };
  }
}
