import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { CoveredGifts } from '../../giving/gift-aid/covered-gifts.service.js';
import { GiftAid } from '../../giving/gift-aid/gift-aid.service.js';
import { Transactions } from '../../platform/database/transactions.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { STRIPE } from './card.tokens.js';
import { MonthlyBill, MonthlyGift } from './monthly-gift.entity.js';
import { idOf } from './stripe-client.js';

/** Finds the donation that a month's bill is, and starts it: the first is the one that the donor asked for. */
@Injectable()
export class MonthlyDonations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly donations: Donations,
    private readonly giftAid: GiftAid,
    private readonly covered: CoveredGifts,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Nothing of a subscription is written on its charges: only Stripe's list says which bill one has paid. */
  async ofPaymentIntent(paymentIntentId: string): Promise<string | undefined> {
    const known = await this.dataSource.getRepository(MonthlyBill).findOneBy({ paymentIntentId });
    if (known) return known.donationId;
    const invoice = await this.invoiceOf(paymentIntentId);
    return invoice && this.ofInvoice(invoice, paymentIntentId);
  }

  /** The donation that a declined first bill was for. A later month's is begun only when it is paid. */
  async ofFirstBill(paymentIntentId: string): Promise<string | undefined> {
    const invoice = await this.invoiceOf(paymentIntentId);
    if (invoice?.billing_reason !== 'subscription_create') return undefined;
    return giftOf(invoice);
  }

  private async invoiceOf(paymentIntentId: string): Promise<Stripe.Invoice | undefined> {
    const { data } = await this.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: paymentIntentId },
      limit: 1,
    });
    const invoice = data[0]?.invoice;
    return invoice ? this.stripe.invoices.retrieve(idOf(invoice)) : undefined;
  }

  /** The donation of a bill that this payment has paid; nothing for a bill of another product. */
  async ofInvoice(invoice: Stripe.Invoice, paymentIntentId: string): Promise<string | undefined> {
    const giftId = giftOf(invoice);
    if (giftId === undefined) return undefined;
    const [gift, first] = await Promise.all([
      this.dataSource.getRepository(MonthlyGift).findOneBy({ id: giftId }),
      this.donations.find(giftId),
    ]);
    if (!gift || !first) return undefined;
    const isFirst = invoice.billing_reason === 'subscription_create';
    const donationId = isFirst ? first.id : derivedId('card.invoice', invoice.id);
    const declaration = first.donorId ? await this.giftAid.standing(first.donorId) : undefined;
    await this.transactions.run(async (tx) => {
      const started = isFirst
        ? undefined
        : await this.donations.start(tx, [nextMonth(first, donationId, invoice)]);
      if (started?.has(donationId) && declaration) await this.covered.cover(tx, declaration, [donationId]);
      const bill = { invoiceId: invoice.id, monthlyGiftId: gift.id, donationId, paymentIntentId };
      await tx.createQueryBuilder().insert().into(MonthlyBill).values(bill).orIgnore().execute();
    });
    return donationId;
  }
}

function giftOf(invoice: Stripe.Invoice): string | undefined {
  const giftId = invoice.parent?.subscription_details?.metadata?.['monthly_gift_id'];
  return isUUID(giftId) ? giftId : undefined;
}

/** In the words that the donor saw when they began. */
function nextMonth(first: Donation, id: string, invoice: Stripe.Invoice) {
  const { appeal, appealVersion, channel, collection, purpose, donorId } = first;
  return {
    id,
    appeal,
    appealVersion,
    channel,
    collection,
    purpose,
    amountPence: pence(invoice.total),
    givenAt: new Date(invoice.created * 1_000),
    ...(donorId && { donorId }),
  };
}
