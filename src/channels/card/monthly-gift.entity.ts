import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { MonthlyGiftStatus } from './monthly-gift-states.js';

@Entity({ schema: 'card', name: 'monthly_gift' })
@Check('monthly_gift_status_check', `status in ('pending', 'active', 'failing', 'stopped')`)
@Check('monthly_gift_subscription_check', `(subscription_id is not null) = (status <> 'pending')`)
export class MonthlyGift {
  /** Its first donation's. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'monthly_gift_pkey' })
  id!: string;

  @Column('text')
  token!: string;

  @Column('text', { default: 'pending' })
  status!: MonthlyGiftStatus;

  @Column('text', { name: 'subscription_id', nullable: true })
  subscriptionId!: string | null;

  @Column('text', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  /** Its donor was forgotten, or its appeal is over: a subscription that begins all the same is stopped. */
  @Column('boolean', { default: false })
  unwanted!: boolean;
}

/** What one month's bill became. */
@Entity({ schema: 'card', name: 'monthly_bill' })
@Index('monthly_bill_payment_intent', ['paymentIntentId'])
@Index('monthly_bill_gift', ['monthlyGiftId'])
@Index('monthly_bill_donation', ['donationId'])
export class MonthlyBill {
  @PrimaryColumn('text', { name: 'invoice_id', primaryKeyConstraintName: 'monthly_bill_pkey' })
  invoiceId!: string;

  @Column('uuid', { name: 'monthly_gift_id' })
  monthlyGiftId!: string;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('text', { name: 'payment_intent_id' })
  paymentIntentId!: string;
}
