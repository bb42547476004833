import { Injectable, type OnModuleInit } from '@nestjs/common';
import { partnerAccount } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { refundApproved, type RefundOf, refundPaidByBank } from '../../giving/refunds/refunds.events.js';
import { Refunds } from '../../giving/refunds/refunds.service.js';
import { paymentMade } from '../../ledger/bank.events.js';
import { Funds } from '../../ledger/funds.js';
import { refundPaidUnbooked } from '../../ledger/postings-bank.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { londonNoon } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';

/** What was given by bank goes back by bank: no company does it for us, so a person pays it and says so. */
@Injectable()
export class BankRefunds implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly refunds: Refunds,
    private readonly donations: Donations,
    private readonly appeals: Appeals,
    private readonly funds: Funds,
  ) {}

  onModuleInit(): void {
    this.news.on(refundApproved, async (tx, approved) => {
      for (const { refund } of approved.filter(isOfBank))
        await this.refunds.fail(tx, refund, 'It was given by bank transfer. Pay it back by bank.');
    });
    this.news.on(refundPaidByBank, async (tx, paid) => {
      for (const of of paid.filter(isOfBank)) await this.paid(tx, of);
    });
  }

  private async paid(tx: Tx, { refund, donation }: RefundOf): Promise<void> {
    const { id: donationId, appeal: book, purpose } = donation;
    const { id: paymentId, amountPence, bankReference, paidOn } = refund;
    if (bankReference === null || paidOn === null) return;
    // Named by our refund and not by the line: the bank may pay several refunds in one.
    const line = { book, bankAccount: 'refund', reference: paymentId, bookedAt: londonNoon(paidOn) };
    const partner = partnerAccount(await this.appeals.version(book, donation.appealVersion, tx));
    const { posted } = await this.funds.withdraw(tx, [
      refundPaidUnbooked(line, { donationId, purpose, partner, amountPence }),
    ]);
    if (posted.size === 0) return;
    await this.news.tell(tx, paymentMade, [{ paymentId, book, amountPence, bankReference, paidOn }]);
    await this.donations.amend(tx, donation, {
      refundedPence: pence(donation.refundedPence + amountPence),
    });
  }
}

const isOfBank = ({ donation }: RefundOf): boolean => donation.channel === 'bank';
