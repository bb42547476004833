import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TooManyAttempts } from '../src/channels/card/card-testing.problems.js';
import { CardTesting } from '../src/channels/card/card-testing.service.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { Clock } from '../src/vocabulary/clock.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { openProduct, slug } from './support/product.js';
import { rounded } from './support/rounds.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** From the start of a gift to Stripe's word on its card. */
const outcomeAfterMs = 4_000;
/** One stolen card in so many still works; one donor in so many has a card declined before another is taken. */
const testersCardWorks = 20;
const donorIsDeclined = 10;

interface Scenario {
  name: string;
  cards: number;
  addresses: number;
  lastsMs: number;
}

const scenarios: Scenario[] = [
  { name: 'oneAddress400', cards: 400, addresses: 1, lastsMs: 5 * minuteMs },
  { name: 'oneAddress18000', cards: 18_000, addresses: 1, lastsMs: 24 * hourMs },
  { name: 'addresses5000', cards: 120_000, addresses: 5_000, lastsMs: 12 * hourMs },
];
const donors = 200;
const newsroom = '198.51.100.1';

interface Attempt {
  at: number;
  tester: boolean;
  address: string;
  declined: boolean;
}

/** Testers and donors, evenly over the time; the donors within an hour of it at most, all behind one address. */
function attemptsOf({ cards, addresses, lastsMs }: Scenario): Attempt[] {
  const spread = (count: number, overMs: number) =>
    Array.from({ length: count }, (_, index) => ({ index, at: ((index + 0.5) * overMs) / count }));
  const testing = spread(cards, lastsMs).map(({ index, at }) => ({
    at,
    tester: true,
    address: `10.${(index % addresses) >> 8}.${(index % addresses) & 255}.1`,
    declined: index % testersCardWorks !== 0,
  }));
  const giving = spread(donors, Math.min(lastsMs, hourMs)).flatMap(({ index, at }) => {
    const gift = { at: at + 1, tester: false, address: newsroom, declined: false };
    return index % donorIsDeclined === 0
      ? [
          { ...gift, declined: true },
          { ...gift, at: at + minuteMs },
        ]
      : [gift];
  });
  return [...testing, ...giving].toSorted((one, other) => one.at - other.at);
}

/** The product's own judgement, on a clock that the attempts set. */
class Play {
  readonly told = { tested: 0, refused: 0, asked: 0, donors: 0, falselyRefused: 0 };
  firstRefused: string | undefined;
  private readonly waiting: { id: string; attempt: Attempt }[] = [];
  private readonly testing: CardTesting;
  private readonly transactions: Transactions;
  private now = 0;

  constructor(
    app: NestFastifyApplication,
    private readonly name: string,
    private readonly startsAt: number,
  ) {
    this.testing = app.get(CardTesting);
    this.transactions = app.get(Transactions);
    app.get(Clock).now = () => new Date(this.now);
  }

  async run(attempts: Attempt[]): Promise<void> {
    for (const [index, attempt] of attempts.entries()) {
      await this.hearOutcomes(attempt.at);
      this.now = this.startsAt + attempt.at;
      const admitted = await this.isAdmitted(attempt);
      if (attempt.tester) await this.noteTester(attempt, admitted);
      else this.noteDonor(admitted);
      if (!admitted) continue;
      const id = `${this.name}-${index}`;
      await this.transactions.run((tx) => this.testing.started(tx, id, attempt.address, new Date(this.now)));
      this.waiting.push({ id, attempt });
    }
    await this.hearOutcomes(Infinity);
  }

  private async isAdmitted({ address }: Attempt): Promise<boolean> {
    try {
      await this.testing.admit(address, slug);
      return true;
    } catch (error) {
      if (error instanceof TooManyAttempts) return false;
      throw error;
    }
  }

  private async noteTester({ at }: Attempt, admitted: boolean): Promise<void> {
    this.told.tested++;
    if (!admitted) {
      this.told.refused++;
      this.firstRefused ??= `card ${this.told.tested}, after ${Math.round(at / 1_000)} s`;
    } else if ((await this.testing.alarm(slug)) !== 'calm') this.told.asked++;
  }

  private noteDonor(admitted: boolean): void {
    this.told.donors++;
    if (!admitted) this.told.falselyRefused++;
  }

  private async hearOutcomes(until: number): Promise<void> {
    for (
      let next;
      (next = this.waiting[0]) && next.attempt.at + outcomeAfterMs <= until;
      this.waiting.shift()
    ) {
      const { id, attempt } = next;
      this.now = this.startsAt + attempt.at + outcomeAfterMs;
      const card = {
        chargeId: `ch_${id}`,
        donationId: id,
        appeal: slug,
        fingerprint: randomBytes(8).toString('hex'),
        declined: attempt.declined,
        at: new Date(this.now),
      };
      const alarm = await this.testing.alarm(slug);
      await this.transactions.run((tx) => this.testing.tried(tx, card, alarm));
    }
  }
}

async function measure(setting: Setting): Promise<Record<string, number>> {
  const app = await openProduct(setting.database);
  setting.onStop(() => app.close());
  const figures: Record<string, number> = {};
  let startsAt = Date.now();
  for (const scenario of scenarios) {
    const { name, lastsMs } = scenario;
    const parts = setting.small ? 100 : 1;
    const cards = Math.ceil(scenario.cards / parts);
    const addresses = Math.ceil(scenario.addresses / parts);
    const play = new Play(app, name, startsAt);
    await play.run(attemptsOf({ name, cards, addresses, lastsMs }));
    const { tested, refused, asked, donors: tries, falselyRefused } = play.told;
    console.log(
      `${name.padEnd(16)} ${tested} cards from ${addresses}: ${refused} refused by the limits ` +
        `(first: ${play.firstRefused ?? 'none'}), ${asked} more asked for a proof of work on our form; ` +
        `${tries} attempts of donors: ${falselyRefused} refused`,
    );
    figures[`${name}Detected`] = rounded(refused / tested);
    figures[`${name}DetectedOrAsked`] = rounded((refused + asked) / tested);
    figures[`${name}FalselyRefused`] = rounded(falselyRefused / tries);
    // What this one left behind is older than any limit looks back.
    startsAt += lastsMs + 72 * hourMs;
  }
  return figures;
}

export const cardtesting: Benchmark = {
  name: 'cardtesting',
  about: 'stolen cards tried out beside 200 donors behind one address: who is held back, and who wrongly',
  clients: 'testers and donors on a simulated clock',
  rounds: 1,
  seconds: 0,
  run: measure,
};
