import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { storeIsAway } from '../database/query-errors.js';
import { Transactions } from '../database/transactions.js';
import { describeError } from '../logging/logger.js';
import { LOGGER } from '../logging/logging.module.js';
import { GroupCommit } from './group-commit.js';
import type { Answered, OutboxHandler } from './outbox.js';
import { type Claimed, OutboxClaims } from './outbox-claims.js';
import type { Turn } from './workers.js';

/** Calls of one topic that this process has open at once: a slow one holds up none of the others. */
const mostUnderWay = 500;
const renewEveryMs = 5_000;

/** The calls of one topic. */
interface Lane {
  underWay: Map<string, Promise<void>>;
  renewedAt: number;
  /** Answers that come in while others are being written are written together. */
  answers: GroupCommit<Answered<unknown, unknown>>;
}

/** Makes the calls that are owed, at least once each, no faster than each company allows. */
@Injectable()
export class OutboxWorker {
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly claims: OutboxClaims,
    private readonly transactions: Transactions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Starts the calls of one topic that may be made now, and doesn't wait for their answers. */
  async turn(handler: OutboxHandler): Promise<Turn> {
    const lane = this.laneOf(handler);
    await this.renew(lane);
    const room = mostUnderWay - lane.underWay.size;
    if (room === 0) return 'some';
    const claimed = await this.claims.claim(handler, room);
    if (claimed.length === 0) return 'idle';
    const now = new Date();
    const late = claimed.filter(({ expiresAt }) => expiresAt && expiresAt <= now);
    const timely = claimed.filter((message) => !late.includes(message));
    await this.orPostpone(late, () => this.expire(handler, late));
    await this.orPostpone(timely, () => this.begin(handler, lane, timely));
    return claimed.length === room ? 'full' : 'some';
  }

  /** Resolves when no call is under way any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.lanes.values()].flatMap(({ underWay }) => [...underWay.values()]));
  }

  private laneOf(handler: OutboxHandler): Lane {
    const write = (answers: Answered<unknown, unknown>[]): Promise<void> =>
      this.transactions.run(async (tx) => {
        await handler.keep?.(tx, answers);
        await this.claims.done(
          tx,
          answers.map(({ message }) => message),
        );
      });
    const lane = this.lanes.get(handler.topic) ?? {
      underWay: new Map(),
      renewedAt: performance.now(),
      answers: new GroupCommit(write, (error) => !storeIsAway(error)),
    };
    this.lanes.set(handler.topic, lane);
    return lane;
  }

  private async renew(lane: Lane): Promise<void> {
    if (performance.now() - lane.renewedAt < renewEveryMs) return;
    lane.renewedAt = performance.now();
    if (lane.underWay.size > 0) await this.claims.renew([...lane.underWay.keys()]);
  }

  private async begin(handler: OutboxHandler, lane: Lane, messages: Claimed[]): Promise<void> {
    if (messages.length === 0) return;
    const orders = await handler.prepare?.(messages);
    const needless = orders ? messages.filter(({ id }) => !orders.has(id)) : [];
    if (needless.length > 0) await this.transactions.run((tx) => this.claims.done(tx, needless));
    for (const message of messages) {
      if (orders && !orders.has(message.id)) continue;
      const call = this.orPostpone([message], async () => {
        const answer = await handler.deliver(message, orders?.get(message.id));
        await lane.answers.add({ message, answer });
      }).finally(() => lane.underWay.delete(message.id));
      lane.underWay.set(message.id, call);
    }
  }

  private async expire(handler: OutboxHandler, messages: Claimed[]): Promise<void> {
    if (messages.length === 0) return;
    await this.transactions.run(async (tx) => {
      await handler.expire?.(tx, messages);
      await this.claims.gaveUp(tx, messages);
    });
  }

  /** What fails is tried again later; when even that can't be noted, the lease runs out and it is free again. */
  private async orPostpone(messages: Claimed[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const [first] = messages;
      const { topic, id, attempts } = first ?? {};
      this.logger.error({ error, topic, id, attempts, calls: messages.length }, 'call failed');
      await this.claims
        .postpone(messages, describeError(error).message)
        .catch((again: unknown) => this.logger.error({ error: again, topic, id }, 'call not put off'));
    }
  }
}
