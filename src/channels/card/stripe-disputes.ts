import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { Ledger } from '../../ledger/ledger.js';
import { disputeExcess, disputeLost } from '../../ledger/postings-card.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { londonDate } from '../../vocabulary/clock.js';
import { formatPounds, pence, type Pence, penceFromText } from '../../vocabulary/pence.js';
import { STRIPE } from './card.tokens.js';
import { DonationMoney, ofDonation } from './donation-money.js';

/** A dispute is over; an inquiry, which moves no money, too. */
export const closedDisputes = ['won', 'lost', 'warning_closed', 'prevented'];

/** Stripe waits for our answer; `warning_…` is an inquiry. */
const unanswered = new Set(['needs_response', 'warning_needs_response']);

/** `asked_at` goes forward only: what was asked earlier and comes later changes nothing. */
const upsert = `
  insert into card.dispute (id, donation_id, amount_pence, withdrawn_pence, status, reason, answer_by, created_at,
    asked_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (id) do update set amount_pence = excluded.amount_pence, withdrawn_pence = excluded.withdrawn_pence,
    status = excluded.status, reason = excluded.reason, answer_by = excluded.answer_by,
    asked_at = excluded.asked_at where dispute.asked_at <= excluded.asked_at
  returning lost_pence as "lostPence"`;

const open = `
  select from card.dispute
  where donation_id = $1 and withdrawn_pence > 0 and status <> all($2) limit 1`;

/** The disputes of a charge: what they took, what came back, and who won. */
@Injectable()
export class StripeDisputes {
  constructor(
    private readonly donations: Donations,
    private readonly ledger: Ledger,
    private readonly money: DonationMoney,
    private readonly breaks: Breaks,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Oldest first. Their balance transactions are always in them. */
  async of(charge: string): Promise<Stripe.Dispute[]> {
    const disputes = await this.stripe.disputes
      .list({ charge, limit: 100 })
      .autoPagingToArray({ limit: 10_000 });
    return disputes.toReversed();
  }

  async apply(tx: Tx, donationId: string, dispute: Stripe.Dispute, askedAt: Date): Promise<void> {
    const donation = await this.donation(tx, donationId);
    const moved = dispute.balance_transactions.toSorted((one, other) => one.created - other.created);
    for (const transaction of moved) await this.money.disputed(tx, donation, transaction);
    const lostPence = await this.keep(tx, donationId, dispute, askedAt);
    if (lostPence === undefined) return;
    await this.awaitAnswer(tx, donation, dispute);
    if (dispute.status === 'lost' && lostPence === 0) await this.lose(tx, donation, dispute, askedAt);
    if (dispute.status === 'won' && lostPence > 0) await this.winAfterAll(tx, donation, dispute, askedAt);
    const before = await this.donation(tx, donationId);
    const disputed = (await tx.query<unknown[]>(open, [donationId, closedDisputes])).length > 0;
    if (disputed !== (before.status === 'disputed')) await this.donations.amend(tx, before, { disputed });
  }

  /** Staff see by when to answer; once Stripe waits for no answer any more, that is over. */
  private async awaitAnswer(tx: Tx, donation: Donation, dispute: Stripe.Dispute): Promise<void> {
    const { id, status, reason, amount } = dispute;
    const dueBy = dispute.evidence_details.due_by;
    if (dueBy === null || !unanswered.has(status))
      return this.breaks.resolve(tx, 'dispute_to_answer', [id], {
        note: `It is ${status}.`,
        person: 'Stripe',
      });
    await this.breaks.note(tx, {
      kind: 'dispute_to_answer',
      reference: id,
      detail: `The donor’s bank ${status === 'needs_response' ? 'took back' : 'asks about'} ${formatPounds(pence(amount))} (${reason}).`,
      whatToDo: 'Answer it in Stripe’s Dashboard in time, or let it go. What is not answered is lost.',
      donationId: donation.id,
      amountPence: pence(amount),
      actBy: londonDate(new Date(dueBy * 1_000)),
      ours: [{ what: 'donation', id: donation.id, amountPence: donation.chargedPence }],
      theirs: [{ what: 'dispute', id, amountPence: amount }],
    });
  }

  /** What the bank takes beyond what was left of the gift is the operator's loss, not the charity's. */
  private async lose(tx: Tx, donation: Donation, dispute: Stripe.Dispute, lostAt: Date): Promise<void> {
    const takenPence = withdrawnOf(dispute);
    const leftPence = donation.chargedPence - donation.refundedPence - donation.lostPence;
    const amountPence = pence(Math.min(takenPence, leftPence));
    const times = timesTaken(dispute);
    const partner = await this.money.partnerOf(tx, donation);
    const lost = { ...about(donation, dispute, lostAt), times, partner };
    if (amountPence > 0) {
      await this.money.withdraw(tx, donation, disputeLost({ ...lost, amountPence }));
      await this.donations.amend(tx, donation, { lostPence: pence(donation.lostPence + amountPence) });
      await tx.query('update card.dispute set lost_pence = $2 where id = $1', [dispute.id, amountPence]);
    }
    if (takenPence === amountPence || donation.collection === 'direct') return;
    await this.ledger.post(tx, [disputeExcess({ ...lost, amountPence: pence(takenPence - amountPence) })]);
  }

  /**
   * Banks change their minds, seldom. The loss is undone as it was posted; the money came back by itself. Which of
   * the times it was posted for is asked of the books, because not each of them may have been heard of.
   */
  private async winAfterAll(tx: Tx, donation: Donation, dispute: Stripe.Dispute, at: Date): Promise<void> {
    const [row] = await tx.query<[{ lost: string }]>(
      'select lost_pence::text as lost from card.dispute where id = $1',
      [dispute.id],
    );
    const amountPence = penceFromText(row.lost);
    const partner = await this.money.partnerOf(tx, donation);
    for (let times = 1; times <= timesTaken(dispute); times++) {
      const lost = { ...about(donation, dispute, at), times, partner, amountPence };
      for (const { id } of [disputeLost(lost), disputeExcess(lost)])
        if (await this.ledger.has(tx, id)) await this.ledger.reverse(tx, id, dispute.id, at);
    }
    await this.donations.amend(tx, donation, { lostPence: pence(donation.lostPence - amountPence) });
    await tx.query('update card.dispute set lost_pence = 0 where id = $1', [dispute.id]);
  }

  /** What it has cost the donation so far; nothing where Stripe has said something newer of it. */
  private async keep(
    tx: Tx,
    donationId: string,
    dispute: Stripe.Dispute,
    askedAt: Date,
  ): Promise<Pence | undefined> {
    const dueBy = dispute.evidence_details.due_by;
    const [row] = await tx.query<{ lostPence: string }[]>(upsert, [
      dispute.id,
      donationId,
      dispute.amount,
      withdrawnOf(dispute),
      dispute.status,
      dispute.reason,
      dueBy === null ? null : new Date(dueBy * 1_000),
      new Date(dispute.created * 1_000),
      askedAt,
    ]);
    return row && penceFromText(row.lostPence);
  }

  private async donation(tx: Tx, id: string): Promise<Donation> {
    const [donation] = await this.donations.lock(tx, [id]);
    if (!donation) throw new Error('a donation that was charged is there');
    return donation;
  }
}

const about = (donation: Donation, { id, created }: Stripe.Dispute, lostAt: Date) => ({
  ...ofDonation(donation),
  disputeId: id,
  createdAt: new Date(created * 1_000),
  lostAt,
});

/** What it has taken out of the account and not given back; 0 for an inquiry. */
const withdrawnOf = ({ balance_transactions: moved }: Stripe.Dispute): Pence =>
  pence(-moved.reduce((sum, { amount }) => sum + amount, 0));

/** How many times its money was taken out of the account. */
const timesTaken = ({ balance_transactions: moved }: Stripe.Dispute): number =>
  moved.filter(({ amount }) => amount < 0).length;
