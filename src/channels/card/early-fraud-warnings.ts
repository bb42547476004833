import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Donations } from '../../giving/donations/donations.service.js';
import { RefundProposals } from '../../giving/refunds/refund-proposals.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import type { Tx } from '../../platform/database/transactions.js';
import { derivedId } from '../../vocabulary/ids.js';
import { STRIPE } from './card.tokens.js';
import { StripeCharges } from './stripe-charges.js';
import type { Present, StripeHandler } from './stripe-handler.js';
import { StripeTransactions } from './stripe-transactions.js';

/** A card's bank says that its owner may not have made a payment; mostly a dispute follows. It moves no money. */
@Injectable()
export class EarlyFraudWarnings implements StripeHandler {
  constructor(
    private readonly charges: StripeCharges,
    private readonly transactions: StripeTransactions,
    private readonly donations: Donations,
    private readonly proposals: RefundProposals,
    private readonly breaks: Breaks,
    @Inject(STRIPE) private readonly stripe: Stripe,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async ask(id: string, thorough: boolean): Promise<Present | undefined> {
    const warning = await this.stripe.radar.earlyFraudWarnings.retrieve(id);
    const chargeId = typeof warning.charge === 'string' ? warning.charge : warning.charge.id;
    const charge = await this.charges.ask(chargeId, thorough);
    if (!charge) return undefined;
    const apply = async (tx: Tx): Promise<void> => {
      await charge.apply(tx);
      const donationId = await this.transactions.donationBehind(chargeId, tx);
      if (donationId !== undefined && warning.actionable) await this.warn(tx, warning, donationId);
    };
    return { donationIds: charge.donationIds, apply };
  }

  /** What the operator has set: give it back at once, or let staff decide. */
  private async warn(tx: Tx, { id, fraud_type: type }: Stripe.Radar.EarlyFraudWarning, donationId: string) {
    const [donation] = await this.donations.lock(tx, [donationId]);
    if (donation && this.config.stripeRefundFraudWarnings === 'on') {
      const reason = `The card’s bank warns of fraud (${type}); a dispute would cost a fee.`;
      return this.proposals.order(tx, donation, derivedId('fraud warning', id), reason);
    }
    return this.breaks.note(tx, {
      kind: 'early_fraud_warning',
      reference: id,
      detail: `The card’s bank warns that this payment may be fraud (${type}). A dispute costs a fee; a refund doesn’t.`,
      whatToDo: 'Look at the donation, and give it back before it is disputed if it looks wrong.',
      donationId,
      ours: [{ what: 'donation', id: donationId }],
      theirs: [{ what: 'early fraud warning', id }],
    });
  }
}
