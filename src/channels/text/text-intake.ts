import { Injectable } from '@nestjs/common';
import { Appeals, type CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { type Arrival, waves } from './arrival.js';
import { insertCharges } from './charge-rows.js';
import { earlierGifts } from './earlier-gifts.js';
import { endHolds, insertHolds, waitingHolds } from './holds.js';
import { insertMessages, knownMessages } from './message-rows.js';
import { Phones } from './phones.js';
import { Replies } from './replies.js';
import { TakeBack } from './take-back.js';
import { callsFor, type Outcome, outcomeOf, type Seen } from './text-outcomes.js';
import { answerIn, type Read, readFor } from './text-reader.js';
import { TextMetrics } from './text-metrics.js';

type ReadText = Read & { arrival: Arrival; answer: 'yes' | 'no' | undefined };

/** Works on texts: what each leads to, by the rules that come before a charge. */
@Injectable()
export class TextIntake {
  constructor(
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly phones: Phones,
    private readonly takeBack: TakeBack,
    private readonly replies: Replies,
    private readonly outbox: Outbox,
    private readonly secrets: Secrets,
    private readonly metrics: TextMetrics,
  ) {}

  /** A text is worked on once. The caller has locked the numbers; `optedOut` are those that had opted out. */
  async work(tx: Tx, arrivals: Arrival[], optedOut: Set<string>): Promise<void> {
    if (arrivals.length === 0) return;
    const known = await knownMessages(
      tx,
      arrivals.map(({ id }) => id),
    );
    const appeals = await this.appeals.all(tx);
    for (const wave of waves(arrivals.filter(({ id }) => !known.has(id)))) {
      const texts = wave.map((arrival) => ({
        arrival,
        answer: answerIn(arrival),
        ...readFor(arrival, appeals),
      }));
      const seen = await this.look(tx, texts, appeals, optedOut);
      const outcomes = texts.map((text) => outcomeOf(text, seen, this.secrets));
      await this.keep(tx, outcomes);
      this.metrics.worked(outcomes);
    }
  }

  /** What the rules go by; what a donor takes back is taken back first. */
  private async look(
    tx: Tx,
    texts: ReadText[],
    appeals: CurrentAppeal[],
    optedOut: Set<string>,
  ): Promise<Seen> {
    const stops = texts.filter(({ reading }) => reading.kind === 'stop');
    const answers = texts.filter(({ answer, reading }) => answer !== undefined || reading.kind === 'stop');
    const gifts = texts.filter(({ answer, reading }) => answer === 'yes' || reading.kind === 'donate');
    const waiting = await waitingHolds(
      tx,
      answers.map(({ arrival }) => arrival),
    );
    const takenBack = await this.takeBack.drop(
      tx,
      answers.filter(({ answer }) => answer !== 'yes').map(({ arrival }) => arrival),
      waiting,
    );
    await this.phones.optOut(
      tx,
      stops.map(({ arrival: { phoneMatch, receivedAt } }) => ({ phoneMatch, at: receivedAt })),
    );
    for (const { arrival } of stops) optedOut.add(arrival.number);
    const earlier = await earlierGifts(
      tx,
      gifts.map(({ arrival }) => arrival),
    );
    return { appeals, waiting, takenBack, earlier, optedOut };
  }

  private async keep(tx: Tx, outcomes: Outcome[]): Promise<void> {
    const held = outcomes.filter(({ hold }) => hold !== undefined);
    await this.dropOlderHolds(tx, held);
    const released = new Set<string>();
    for (const { releases, message } of outcomes) {
      if (releases === undefined) continue;
      for (const id of await endHolds(tx, [releases], 'released', message.receivedAt)) released.add(id);
    }
    await this.donations.release(tx, [...released]);
    const started = await this.donations.start(
      tx,
      outcomes.flatMap(({ donation }) => donation ?? []),
    );
    const charges = outcomes
      .flatMap(({ charges: wanted }) => wanted)
      .filter(({ donationId }) => started.has(donationId) || released.has(donationId));
    await insertMessages(
      tx,
      outcomes.map(({ message }) => message),
    );
    await insertCharges(tx, charges);
    await insertHolds(
      tx,
      held.flatMap(({ hold }) => hold ?? []),
    );
    await this.outbox.send(tx, callsFor(charges));
    await this.replies.promise(
      tx,
      outcomes.flatMap(({ says }) => says ?? []),
    );
  }

  /** Only the newest waits for a YES: the question that the donor sees last. */
  private async dropOlderHolds(tx: Tx, held: Outcome[]): Promise<void> {
    if (held.length === 0) return;
    const codes = new Map(held.map(({ message }) => [message.phoneMatch.toString('hex'), message]));
    const waiting = await waitingHolds(
      tx,
      held.map(({ message }) => message),
    );
    const older = waiting.filter(({ number, shortcode }) => codes.get(number)?.shortcode === shortcode);
    const dropped = await endHolds(
      tx,
      older.map(({ donationId }) => donationId),
      'dropped',
      held[0]?.message.receivedAt as Date,
    );
    await this.donations.end(tx, dropped, 'expired');
  }
}
