import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { penceFromText } from '../../vocabulary/pence.js';
import { donationAmended, donationConfirmed } from '../donations/donations.events.js';
import type { Donation } from '../donations/donations.service.js';
import { pledgeStatusOf } from './pledge-states.js';
import { Pledge, PledgePayment } from './pledge.entity.js';

const kept = `
  select payment.pledge_id as id,
    sum(charged_pence - refunded_pence - lost_pence - reversed_pence)::text as pence
  from giving.pledge_payment payment join giving.donation on donation.id = payment.donation_id
  where payment.pledge_id = any($1::uuid[]) group by payment.pledge_id`;

/** Hears what becomes of donations, and says of the pledges that they keep how much of each is kept. */
@Injectable()
export class PledgeKeeping implements OnModuleInit {
  constructor(private readonly news: News) {}

  onModuleInit(): void {
    const hear = (tx: Tx, heard: { donation: Donation }[]) => this.reckon(tx, heard);
    this.news.on(donationConfirmed, hear);
    this.news.on(donationAmended, hear);
  }

  /** The sum is read after the pledge is locked, so of two payments at once the later sees both. */
  private async reckon(tx: Tx, heard: { donation: Donation }[]): Promise<void> {
    // No text keeps a pledge, so a set of them costs nothing here.
    const mayKeep = heard.filter(({ donation }) => donation.channel !== 'text');
    if (mayKeep.length === 0) return;
    const payments = await tx.findBy(PledgePayment, {
      donationId: In(mayKeep.map(({ donation }) => donation.id)),
    });
    if (payments.length === 0) return;
    const pledges = await tx.find(Pledge, {
      where: { id: In(payments.map(({ pledgeId }) => pledgeId)) },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
    const sums = await tx.query<{ id: string; pence: string }[]>(kept, [pledges.map(({ id }) => id)]);
    for (const pledge of pledges) {
      const sum = sums.find(({ id }) => id === pledge.id)?.pence ?? '0';
      await this.keep(tx, { ...pledge, keptPence: penceFromText(sum) }, pledge);
    }
  }

  /** A kept pledge is at an end, its pause too. Whom we gave money back we don't remind of it. */
  private async keep(tx: Tx, pledge: Pledge, before: Pledge): Promise<void> {
    const status = pledgeStatusOf(pledge);
    const fellBack = pledge.keptPence < before.keptPence;
    await tx.update(
      Pledge,
      { id: pledge.id },
      {
        keptPence: pledge.keptPence,
        status,
        ...(status === 'kept' && { pausedOn: null }),
        ...(fellBack && { reminders: false }),
      },
    );
  }
}
