import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { PledgeNotFound } from '../../giving/pledges/pledges.problems.js';
import { Pledges } from '../../giving/pledges/pledges.service.js';
import { type GiftByBank, giftByBankProposed, giftByBankReceived } from '../../ledger/bank.events.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';

/** Makes a donation of what the treasury found to be one, in the transaction that posts it. */
@Injectable()
export class BankGifts implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly pledges: Pledges,
  ) {}

  onModuleInit(): void {
    this.news.on(giftByBankProposed, async (tx, proposed) => {
      for (const gift of proposed) await this.requirePledge(tx, gift);
    });
    this.news.on(giftByBankReceived, async (tx, received) => {
      for (const gift of received) await this.take(tx, gift);
    });
  }

  private async take(tx: Tx, gift: GiftByBank): Promise<void> {
    const { donationId: id, book: appeal, purpose, amountPence, pledgeId, bookedAt } = gift;
    await this.requirePledge(tx, gift);
    const { version } = await this.appeals.get(appeal, tx);
    const given = { id, appeal, purpose, amountPence, givenAt: bookedAt } as const;
    await this.donations.start(tx, [
      { ...given, appealVersion: version, channel: 'bank', collection: 'held' },
    ]);
    if (pledgeId !== null) await this.pledges.toward(tx, pledgeId, id);
    const [donation] = await this.donations.lock(tx, [id]);
    if (donation && Donations.awaits(donation))
      await this.donations.confirm(tx, [{ donation, chargedPence: amountPence, at: bookedAt }]);
  }

  /** A pledge of another appeal is not kept by it. Throws PledgeNotFound. */
  private async requirePledge(tx: Tx, { pledgeId, book }: GiftByBank): Promise<void> {
    if (pledgeId === null) return;
    if ((await this.pledges.find(pledgeId, tx))?.appeal !== book) throw new PledgeNotFound();
  }
}
