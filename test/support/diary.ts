import { expect } from '@jest/globals';
import type Stripe from 'stripe';
import { Clock, londonNoon } from '../../src/vocabulary/clock.js';
import type { TestApp } from './app.js';
import { call, settled, startCardDonation } from './donor.js';
import { eventually } from './eventually.js';
import { FinanceOffice } from './finance-office.js';
import { startTextStory, type TextStory } from './play-gateway.js';
import { type PaidDonation, StripeWorld } from './stripe.js';

/**
 * An appeal told day by day. The clocks of the product, of what it takes in and of Stripe go on together, so that
 * what is due in between happens in between: payouts, disputes that nobody answers.
 */
export class Diary {
  /** The real day; the first month is the one after its own. */
  private readonly begun = new Date();
  private aheadMs = 0;
  private readonly gifts = new Map<string, PaidDonation>();

  private constructor(
    private readonly story: TextStory,
    readonly stripe: StripeWorld,
    readonly office: FinanceOffice,
  ) {}

  static async begin(): Promise<Diary> {
    const story = await startTextStory({ schedule: false });
    const stripe = new StripeWorld(story.test);
    return new Diary(story, stripe, await FinanceOffice.of(story.test, stripe));
  }

  get test(): TestApp {
    return this.story.test;
  }

  close(): Promise<void> {
    return this.story.close();
  }

  /** Lets time pass until noon of a day of a month, both counted from 1. */
  async on(month: number, day: number): Promise<void> {
    const { begun } = this;
    const date = new Date(Date.UTC(begun.getUTCFullYear(), begun.getUTCMonth() + month, day));
    this.office.today = date.toISOString().slice(0, 10);
    const noonMs = londonNoon(this.office.today).getTime();
    const seconds = Math.ceil((noonMs - Date.now() - this.aheadMs) / 1_000);
    this.aheadMs += seconds * 1_000;
    this.test.app.get(Clock).now = () => new Date(Date.now() + this.aheadMs);
    await this.test.database.asOwner(
      `alter table messaging.inbox alter received_at set default clock_timestamp() + interval '${this.aheadMs} ms'`,
    );
    await this.stripe.pass(seconds);
    await this.heard();
  }

  /** Waits until all that has happened is known and worked on. */
  private async heard(): Promise<void> {
    await eventually('Stripe to have told everything', async () => {
      const { body } = await call<{ waiting: number }>(`${this.test.sandboxUrl}/stripe/webhooks`);
      return body.waiting === 0;
    });
    await this.stripe.untilWorkedOn();
    await settled(this.test);
  }

  async givesByCard(name: string, amountPence: number): Promise<void> {
    this.gifts.set(name, await this.stripe.paidDonation(amountPence, `a-gift-of-${name}`));
    await this.heard();
  }

  /** How the product refuses somebody who wants to give by card. */
  async isRefused(name: string): Promise<string> {
    const { body } = await startCardDonation(this.test, { amountPence: 1_000 }, `a-gift-of-${name}`);
    return (body as unknown as { code: string }).code;
  }

  async givesByText(pounds: number): Promise<void> {
    const number = this.story.number();
    await this.story.send(number, `SUN£${pounds}`);
    const [charge] = this.story.gateway.charges(number);
    if (!charge) throw new Error('no phone was charged');
    await this.story.report(charge, 'DELIVERED');
    this.office.texts.push({ date: this.office.today, charge, amountPence: pounds * 100 });
  }

  donation(name: string): Promise<{ status: string; purpose: string }> {
    return this.office.flo.read(`donations/${this.gift(name).donationId}`);
  }

  async refund(name: string, amountPence: number): Promise<void> {
    const path = `donations/${this.gift(name).donationId}/refunds`;
    const asked = await this.office.flo.post(path, { amountPence, reason: 'The donor asked for it.' });
    expect(asked.status).toBe(201);
    await this.heard();
  }

  /** The donor’s bank takes the gift back. */
  async dispute(name: string): Promise<void> {
    await this.stripe.dashboard('dispute', { charge: this.gift(name).charge });
    await this.heard();
  }

  /** We answer the dispute, or the bank decides it. */
  async ofDispute(name: string, action: 'answer' | 'decide', fields: object): Promise<void> {
    const { charge } = this.gift(name);
    const [dispute] = (await this.stripe.client.disputes.list({ charge })).data;
    await this.stripe.dashboard<Stripe.Dispute>(`dispute/${action}`, { dispute: dispute?.id, ...fields });
    await this.heard();
  }

  /** The bank sends back the newest payout, which Stripe had said was paid. */
  async lastPayoutFails(): Promise<void> {
    const [payout] = (await this.stripe.client.payouts.list({ limit: 1 })).data;
    await this.stripe.dashboard('payout/fail', { payout: payout?.id });
    await this.heard();
  }

  private gift(name: string): PaidDonation {
    const gift = this.gifts.get(name);
    if (!gift) throw new Error(`${name} gave nothing`);
    return gift;
  }
}
