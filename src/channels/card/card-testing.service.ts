import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { Limits } from '../../platform/limits/limits.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { TooManyAttempts } from './card-testing.problems.js';
import { type Alarm, alarmOf, dayMs, mustWait, pageIsSpent, windowMs } from './card-testing-rule.js';
import { limitedAddress } from '../../platform/limits/limited-address.js';

/** The figures of an appeal are read so seldom, whoever asks. */
const readEveryMs = 2_000;

/** Subjects that many share. */
export const allAppeals = 'all appeals';
export const oneAppeal = (slug: string): string => `appeal ${slug}`;

/** A card was tried on the payment page of a donation. `fingerprint` is Stripe's name for the card. */
export interface CardTried {
  chargeId: string;
  donationId: string;
  appeal: string;
  fingerprint: string | undefined;
  declined: boolean;
  at: Date;
}

/**
 * Holds the page against those who try out stolen cards. It counts by what became of payments, never tells a
 * donor why a card was declined, and never sees a card.
 */
@Injectable()
export class CardTesting {
  private readonly alarms = new Map<string, { readAt: number; alarm: Promise<Alarm> }>();
  private readonly refused;

  constructor(
    private readonly limits: Limits,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter('card_attempts_refused_total', 'Gifts by card that had to wait.', []);
    metrics.gauge(
      'everypenny_card_testing_alarm',
      '1 while more than half of the cards of ten minutes are declined, 2 while it looks like an attack.',
      [],
      async (gauge) => gauge.set(['calm', 'alarm', 'attack'].indexOf(await this.alarm())),
    );
  }

  /** Throws TooManyAttempts for an address that must wait. Without an address nobody has to. */
  async admit(address: string | undefined, appeal: string): Promise<void> {
    if (address === undefined) return;
    const alarm = await this.alarm(appeal);
    if (!(await this.mustWait(this.subjectOf(address), alarm))) return;
    this.refused.inc();
    throw new TooManyAttempts();
  }

  /** How all appeals stand together, or one of them if that is worse. */
  async alarm(appeal?: string): Promise<Alarm> {
    const alarms = await Promise.all(
      [allAppeals, ...(appeal ? [oneAppeal(appeal)] : [])].map((each) => this.known(each)),
    );
    return (['attack', 'alarm'] as const).find((each) => alarms.includes(each)) ?? 'calm';
  }

  /** Remembers whose donation this is, in the transaction that starts it. */
  async started(tx: Tx, donationId: string, address: string | undefined, at: Date): Promise<void> {
    if (address === undefined) return;
    await this.limits.mark(tx, { id: donationId, what: 'started', subjects: [this.subjectOf(address)], at });
  }

  /** Counts a card that was tried, once. Resolves with whether its payment page is to be closed, as `alarm` is. */
  async tried(tx: Tx, card: CardTried, alarm: Alarm = 'calm'): Promise<boolean> {
    const { chargeId, donationId, appeal, fingerprint, declined, at } = card;
    const addresses = await this.limits.subjects(tx, donationId, 'started');
    const page = `page ${donationId}`;
    const cards = fingerprint === undefined ? [] : [`card ${this.hash(fingerprint)}`];
    const subjects = [allAppeals, oneAppeal(appeal), page, ...cards, ...addresses];
    await this.limits.mark(tx, { id: chargeId, what: declined ? 'declined' : 'paid', subjects, at });
    if (!declined) return false;
    const [ofPage = {}, ofCard = {}] = await this.limits.counts([page, ...cards], this.ago(dayMs), tx);
    if (pageIsSpent(ofPage, ofCard)) return true;
    const [address] = addresses;
    return address !== undefined && (await this.mustWait(address, alarm, tx));
  }

  private async mustWait(subject: string, alarm: Alarm, tx?: Tx): Promise<boolean> {
    const [lately = {}] = await this.limits.counts([subject], this.ago(windowMs), tx);
    const [inADay = {}] = await this.limits.counts([subject], this.ago(dayMs), tx);
    return mustWait(lately, inADay, alarm);
  }

  private known(subject: string): Promise<Alarm> {
    const now = this.clock.now().getTime();
    const known = this.alarms.get(subject);
    if (known && Math.abs(now - known.readAt) < readEveryMs) return known.alarm;
    const alarm = this.limits.counts([subject], this.ago(windowMs)).then(([lately = {}]) => alarmOf(lately));
    this.alarms.set(subject, { readAt: now, alarm });
    // A store that was away is asked again.
    alarm.catch(() => this.alarms.delete(subject));
    return alarm;
  }

  private subjectOf = (address: string): string => `address ${this.hash(limitedAddress(address))}`;
  private hash = (text: string): string => this.secrets.matchable(`limits ${text}`).toString('base64url');
  private ago = (ms: number): Date => new Date(this.clock.now().getTime() - ms);
}
