import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { partnerAccount } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { Funds } from '../../ledger/funds.js';
import { Ledger } from '../../ledger/ledger.js';
import {
  givenBackDirectly,
  type OfDonation,
  type StripeMove,
  type Withdrawal,
} from '../../ledger/posting-parts.js';
import {
  cardCharged,
  cardRefunded,
  disputeOpened,
  disputeWon,
  refundCancelled,
  refundFailed,
  refundMadeAgain,
  stripeFee,
} from '../../ledger/postings-card.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import { moveOf, StripeTransactions } from './stripe-transactions.js';

type Transaction = Stripe.BalanceTransaction;

/**
 * Posts each balance transaction of a donation once and notes on the donation what it changed, in one
 * transaction, with the donation locked by the caller. It posts what moved, never what should have.
 */
@Injectable()
export class DonationMoney {
  constructor(
    private readonly transactions: StripeTransactions,
    private readonly ledger: Ledger,
    private readonly funds: Funds,
    private readonly donations: Donations,
    private readonly appeals: Appeals,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /** An amount other than the donor asked for is booked and shown to staff. */
  async charged(tx: Tx, donation: Donation, transaction: Transaction): Promise<void> {
    if (!(await this.keep(tx, donation, transaction))) return;
    const grossPence = pence(transaction.amount);
    if (grossPence !== donation.amountPence) {
      await this.breaks.note(tx, {
        kind: 'charged_another_amount',
        reference: transaction.id,
        detail: 'Stripe’s balance transaction has another amount than the donor asked for.',
        whatToDo:
          'Compare the payment in Stripe’s Dashboard with the donation, and refund the difference if it is one.',
        donationId: donation.id,
        amountPence: grossPence,
        ours: [{ what: 'donation', id: donation.id, amountPence: donation.amountPence }],
        theirs: [{ what: 'balance transaction', id: transaction.id, amountPence: grossPence }],
      });
    }
    const direct = donation.collection === 'direct';
    const feePence = pence(transaction.fee);
    const charge = { ...ofDonation(donation), ...moveOf(transaction), direct, grossPence, feePence };
    await this.ledger.post(tx, [cardCharged(charge)]);
    await this.donations.confirm(tx, [{ donation, chargedPence: grossPence, at: this.clock.now() }]);
  }

  /** Money that went back to the donor, by a refund or because a bank debit failed after all. */
  async refunded(tx: Tx, donation: Donation, transaction: Transaction): Promise<void> {
    if (!(await this.keep(tx, donation, transaction))) return;
    const movedPence = -transaction.amount;
    const leftPence = donation.chargedPence - donation.refundedPence - donation.lostPence;
    const amountPence = pence(Math.min(movedPence, leftPence));
    await this.feeOf(tx, donation, transaction);
    if (movedPence > leftPence)
      await this.refundedAgain(tx, donation, transaction, pence(movedPence - leftPence));
    if (amountPence === 0) return;
    await this.withdraw(
      tx,
      donation,
      cardRefunded({
        ...ofDonation(donation),
        ...moveOf(transaction),
        partner: await this.partnerOf(tx, donation),
        amountPence,
      }),
    );
    await this.noteRefunded(tx, donation, amountPence);
  }

  /** More than was left of the gift can go back only where a refund had failed and is made again in the Dashboard. */
  private async refundedAgain(
    tx: Tx,
    donation: Donation,
    transaction: Transaction,
    amountPence: Pence,
  ): Promise<void> {
    await this.breaks.note(tx, {
      kind: 'refunded_again',
      reference: transaction.id,
      detail:
        'A refund that had failed was made again at Stripe. It is booked against what the donor was owed.',
      whatToDo: 'Do not pay the failed refund by bank as well; where that was done, the donor has it twice.',
      donationId: donation.id,
      amountPence,
      ours: [{ what: 'donation', id: donation.id, amountPence: donation.refundedPence }],
      theirs: [{ what: 'balance transaction', id: transaction.id, amountPence: transaction.amount }],
    });
    if (donation.collection === 'direct') return;
    const again = { ...ofDonation(donation), ...moveOf(transaction), amountPence };
    await this.ledger.post(tx, [refundMadeAgain(again)]);
  }

  /** The donor is still owed it, so the donation stays as it is. */
  async refundFailed(tx: Tx, donation: Donation, transaction: Transaction): Promise<void> {
    if (!(await this.keep(tx, donation, transaction)) || donation.collection === 'direct') return;
    const amountPence = pence(transaction.amount);
    await this.ledger.post(tx, [
      refundFailed({ ...ofDonation(donation), ...moveOf(transaction), amountPence }),
    ]);
    await this.feeOf(tx, donation, transaction);
  }

  /** What a failed refund still owed is not to go back after all. `failure` is how its money had come back. */
  async refundCancelled(
    tx: Tx,
    donation: Donation,
    failure: StripeMove & { amountPence: Pence },
  ): Promise<void> {
    const direct = donation.collection === 'direct';
    const cancelled = refundCancelled({ ...ofDonation(donation), ...failure, direct }, this.clock.now());
    const { posted } = await this.ledger.post(tx, [cancelled]);
    if (posted.size > 0) await this.noteRefunded(tx, donation, pence(-failure.amountPence));
  }

  /** By so much more has gone back; below 0, less. */
  noteRefunded(tx: Tx, donation: Donation, amountPence: Pence): Promise<void> {
    return this.donations.amend(tx, donation, {
      refundedPence: pence(donation.refundedPence + amountPence),
    });
  }

  /** One balance transaction of a dispute: taken, given back, or a fee. Resolves with whether it is new. */
  async disputed(tx: Tx, donation: Donation, transaction: Transaction): Promise<void> {
    if (!(await this.keep(tx, donation, transaction)) || donation.collection === 'direct') return;
    const about = { ...ofDonation(donation), ...moveOf(transaction), feePence: pence(transaction.fee) };
    await this.ledger.post(tx, [
      transaction.amount > 0
        ? disputeWon({ ...about, grossPence: pence(transaction.amount) })
        : disputeOpened({ ...about, grossPence: pence(-transaction.amount) }),
    ]);
  }

  /** A refund, a lost dispute: out of `held`, or out of what the partner collected itself. Whether it is new. */
  async withdraw(tx: Tx, { collection }: Donation, withdrawal: Withdrawal): Promise<boolean> {
    const { posted } =
      collection === 'direct'
        ? await this.ledger.post(tx, [givenBackDirectly(withdrawal)])
        : await this.funds.withdraw(tx, [withdrawal]);
    return posted.size > 0;
  }

  /** Who has what was passed on already, as the books name them. */
  async partnerOf(tx: Tx, { appeal, appealVersion }: Donation): Promise<string> {
    return partnerAccount(await this.appeals.version(appeal, appealVersion, tx));
  }

  private keep(tx: Tx, { id, appeal, collection }: Donation, transaction: Transaction): Promise<boolean> {
    const book = collection === 'direct' ? {} : { book: appeal };
    return this.transactions.keep(tx, transaction, { ...book, donationId: id });
  }

  /** Stripe mostly takes none for giving back. */
  private async feeOf(tx: Tx, { appeal, collection }: Donation, transaction: Transaction): Promise<void> {
    if (transaction.fee === 0 || collection === 'direct') return;
    const fee = { ...moveOf(transaction), book: appeal, netPence: pence(-transaction.fee) };
    await this.ledger.post(tx, [stripeFee(fee, 'fee')]);
  }
}

export const ofDonation = ({ id, appeal, purpose }: Donation): OfDonation => ({
  book: appeal,
  donationId: id,
  purpose,
});
