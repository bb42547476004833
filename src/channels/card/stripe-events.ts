import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { Ledger } from '../../ledger/ledger.js';
import { cardCharged } from '../../ledger/postings-card.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox, type InboxHandler, type KeptMessage } from '../../platform/messaging/inbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';
import { STRIPE } from './card.tokens.js';
import { Payment } from './payment.entity.js';
import { expanded, retrieveSession } from './stripe-client.js';

/** The state of a donation's session as Stripe told it a moment ago. */
interface Settled {
  donationId: string;
  session: Stripe.Checkout.Session;
}

/** An event is a hint about one donation: which one is all that is taken from it. */
type DonationOf = (object: never) => string | null | undefined;

const ofSession = (session: Stripe.Checkout.Session): string | null => session.client_reference_id;
const ofCharge = (charge: Stripe.Charge): string | undefined => charge.metadata['donation_id'];

/** What we listen to. Every other type is kept in the inbox and changes nothing. */
const donationOf: Readonly<Record<string, DonationOf>> = {
  'checkout.session.completed': ofSession,
  'checkout.session.expired': ofSession,
  'charge.succeeded': ofCharge,
  // Brings the balance transaction, and with it the fee.
  'charge.updated': ofCharge,
};

/** Applies the present state of what an event is about, so that order, repeats and losses do no harm. */
@Injectable()
export class StripeEvents implements InboxHandler<Settled | undefined>, OnModuleInit {
  readonly source = 'stripe';

  constructor(
    private readonly inbox: Inbox,
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly ledger: Ledger,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  onModuleInit(): void {
    this.inbox.register(this);
  }

  async prepare(message: KeptMessage): Promise<Settled | undefined> {
    const event = message.body as { type: string; data: { object: never } };
    const donationId = donationOf[event.type]?.(event.data.object);
    if (!donationId || !/^[0-9a-f-]{36}$/.test(donationId)) return undefined;
    const payment = await this.dataSource.getRepository(Payment).findOneBy({ donationId });
    if (!payment) return undefined;
    if (payment.sessionId === null)
      throw new Error('the session is not known yet: its event was faster than its answer');
    return { donationId, session: await retrieveSession(this.stripe, payment.sessionId) };
  }

  async apply(tx: Tx, messages: (KeptMessage & { prepared?: Settled | undefined })[]): Promise<void> {
    const settled = new Map<string, Stripe.Checkout.Session>();
    for (const { prepared } of messages) if (prepared) settled.set(prepared.donationId, prepared.session);
    for (const donation of await this.donations.lock(tx, [...settled.keys()])) {
      const session = settled.get(donation.id);
      if (session) await this.applySession(tx, donation, session);
    }
  }

  private async applySession(tx: Tx, donation: Donation, session: Stripe.Checkout.Session): Promise<void> {
    if (session.payment_status === 'unpaid') {
      if (session.status === 'expired') await this.donations.end(tx, [donation.id], 'expired');
      return;
    }
    const charge = expanded(expanded(session.payment_intent)?.latest_charge);
    const transaction = expanded(charge?.balance_transaction);
    if (!transaction) return this.donations.notePaid(tx, donation.id);
    if (!Donations.awaits(donation)) return;
    await this.book(tx, donation, transaction);
  }

  /** Posts what Stripe really moved. An amount other than the donor asked for is booked and shown to staff. */
  private async book(tx: Tx, donation: Donation, transaction: Stripe.BalanceTransaction): Promise<void> {
    const grossPence = pence(transaction.amount);
    if (grossPence !== donation.amountPence || transaction.currency !== 'gbp') {
      await this.breaks.note(tx, {
        kind: 'charged_another_amount',
        reference: transaction.id,
        detail: 'Stripe’s balance transaction has another amount or currency than the donor asked for.',
        whatToDo:
          'Compare the payment in Stripe’s Dashboard with the donation, and refund the difference if it is one.',
        donationId: donation.id,
        amountPence: grossPence,
      });
      if (transaction.currency !== 'gbp') return;
    }
    const { posted } = await this.ledger.post(tx, [
      cardCharged({
        book: donation.appeal,
        donationId: donation.id,
        purpose: donation.purpose,
        direct: donation.collection === 'direct',
        balanceTransactionId: transaction.id,
        createdAt: new Date(transaction.created * 1_000),
        grossPence,
        feePence: pence(transaction.fee),
      }),
    ]);
    if (posted.size > 0) {
      await this.donations.confirm(tx, [{ donation, chargedPence: grossPence, at: this.clock.now() }]);
    }
  }
}
