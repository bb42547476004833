import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { pledgeReminder } from '../giving/pledges/pledges.events.js';
import { Pledges } from '../giving/pledges/pledges.service.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { type Letter, Mail } from '../platform/mail/mail.js';
import { formatPounds, pence } from '../vocabulary/pence.js';
import { longDate } from './pages/london-time.js';
import { messages } from './pages/words.js';

/** Writes the reminders of pledges. */
@Injectable()
export class PledgeLetters implements OnModuleInit {
  constructor(
    private readonly mail: Mail,
    private readonly pledges: Pledges,
    private readonly donors: Donors,
    private readonly appeals: Appeals,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.mail.register(pledgeReminder, (about) => this.write(about));
  }

  /** Written when it goes out: by then the donor may have given, paused or said that it is enough. */
  private async write(about: string): Promise<Letter | undefined> {
    const pledge = await this.pledges.find(about.slice(0, about.indexOf(' ')));
    const wanted = pledge?.reminders && (pledge.status === 'open' || pledge.status === 'part_kept');
    const donor = wanted && pledge.donorId ? await this.donors.details(pledge.donorId) : undefined;
    if (!pledge || !donor?.email) return undefined;
    const { title, partner } = await this.appeals.version(pledge.appeal, pledge.appealVersion);
    const { amountPence, keptPence, dueOn, id, token } = pledge;
    const { letter, htmlLang } = messages[donor.locale ?? 'en'];
    const { reminder } = letter;
    return {
      to: donor.email,
      subject: reminder.subject(formatPounds(amountPence), title),
      text: [
        ...(donor.firstName ? [letter.dear(donor.firstName)] : []),
        reminder.promised(formatPounds(amountPence), partner.name, longDate(dueOn, htmlLang)) +
          (keptPence > 0 ? ` ${reminder.arrived(formatPounds(keptPence))}` : ''),
        `${reminder.give(formatPounds(pence(amountPence - keptPence)))}\n${this.pledges.payUrl(pledge)}`,
        `${reminder.stop}\n${this.config.publicUrl}/pledges/${id}/stop-reminders?token=${token}`,
      ].join('\n\n'),
    };
  }
}
