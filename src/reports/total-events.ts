import { PassThrough, type Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../platform/logging/logging.module.js';
import { TooManyListeners } from './reports.problems.js';
import { Totals } from './totals.js';

const lookEveryMs = 1_000;
const looksPerKeepAlive = 15;
const mostListeners = 5_000;

/** Who listens to one appeal, each with the event that they had last. */
interface Channel {
  listeners: Map<PassThrough, string>;
  /** The newest event; empty until the first total is known. */
  latest: string;
  looks: number;
  timer?: NodeJS.Timeout;
}

/**
 * Tells whoever listens when an appeal's total changes, as server-sent events. However many listen, this
 * process asks for each appeal's total once a second; while nobody listens it asks nothing.
 */
@Injectable()
export class TotalEvents implements OnModuleDestroy {
  private readonly channels = new Map<string, Channel>();
  private listening = 0;
  private stopped = false;

  constructor(
    private readonly totals: Totals,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A stream that begins with the present total, at most a second old. Throws TooManyListeners. */
  listen(slug: string): Readable {
    if (this.stopped || this.listening >= mostListeners) throw new TooManyListeners();
    const channel = this.channels.get(slug) ?? this.open(slug);
    const listener = new PassThrough();
    listener.once('close', () => this.leave(slug, channel, listener));
    this.listening += 1;
    channel.listeners.set(listener, '');
    tell(channel, listener);
    return listener;
  }

  /** Ends every stream, so that closing the server need not wait for browsers to go away. */
  onModuleDestroy(): void {
    this.stopped = true;
    for (const { listeners, timer } of this.channels.values()) {
      clearTimeout(timer);
      for (const listener of listeners.keys()) listener.end();
    }
  }

  private open(slug: string): Channel {
    const channel: Channel = { listeners: new Map(), latest: '', looks: 0 };
    this.channels.set(slug, channel);
    void this.look(slug, channel);
    return channel;
  }

  private leave(slug: string, channel: Channel, listener: PassThrough): void {
    this.listening -= 1;
    channel.listeners.delete(listener);
    if (channel.listeners.size > 0) return;
    clearTimeout(channel.timer);
    this.channels.delete(slug);
  }

  private async look(slug: string, channel: Channel): Promise<void> {
    try {
      channel.latest = `data: ${JSON.stringify(await this.totals.of(slug))}\n\n`;
    } catch (error) {
      this.logger.warn({ error, appeal: slug }, 'a total could not be asked for');
    }
    channel.looks += 1;
    for (const listener of channel.listeners.keys()) tell(channel, listener);
    if (this.stopped || channel.listeners.size === 0) return;
    channel.timer = setTimeout(() => void this.look(slug, channel), lookEveryMs);
  }
}

function tell({ listeners, latest, looks }: Channel, listener: PassThrough): void {
  // A slow reader is told later: the newest total is the only one that matters.
  if (latest === '' || listener.writableNeedDrain || listener.writableEnded) return;
  if (listeners.get(listener) !== latest) {
    listeners.set(listener, latest);
    listener.write(latest);
  } else if (looks % looksPerKeepAlive === 0) {
    listener.write(':\n\n');
  }
}
