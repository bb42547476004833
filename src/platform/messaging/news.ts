import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';

/** A kind of happening that upper folders may hear of, and the shape of what is told. */
export class Topic<Happening> {
  /** Never read: it makes topics of different happenings different types. */
  declare readonly tells: Happening;

  constructor(readonly name: string) {}
}

/** Works on a set of happenings, in the transaction that made them true. */
export type Listener<Happening> = (tx: Tx, happenings: Happening[]) => Promise<void>;

/**
 * News goes up: the folder where something happens tells it in its own transaction, and never knows who
 * listens. A listener writes there what follows, often a row of the outbox; so neither exists without the
 * other, and none is lost when the process dies. It never calls a company, and must be quick: the way in waits.
 */
@Injectable()
export class News {
  private readonly listeners = new Map<string, Listener<unknown>[]>();

  on<Happening>(topic: Topic<Happening>, listener: Listener<Happening>): void {
    const known = this.listeners.get(topic.name) ?? [];
    this.listeners.set(topic.name, [...known, listener as Listener<unknown>]);
  }

  async tell<Happening>(tx: Tx, topic: Topic<Happening>, happenings: Happening[]): Promise<void> {
    if (happenings.length === 0) return;
    for (const listener of this.listeners.get(topic.name) ?? []) await listener(tx, happenings);
  }
}
