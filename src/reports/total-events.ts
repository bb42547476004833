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
  timer: NodeJS.Timeout | undefined;
  looks: number;
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

  /** A stream that begins with the present total. Throws TooManyListeners. */
  async listen(slug: string): Promise<Readable> {
    const first = await this.event(slug);
    if (this.stopped || this.listening >= mostListeners) throw new TooManyListeners();
    const listener = new PassThrough();
    const channel = this.channel(slug);
    channel.listeners.set(listener, first);
    this.listening += 1;
    listener.once('close', () => {
      this.listening -= 1;
      channel.listeners.delete(listener);
      if (channel.listeners.size > 0) return;
      clearTimeout(channel.timer);
      this.channels.delete(slug);
    });
    listener.write(first);
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

  private async event(slug: string): Promise<string> {
    return `data: ${JSON.stringify(await this.totals.of(slug))}\n\n`;
  }

  private channel(slug: string): Channel {
    const known = this.channels.get(slug);
    if (known) return known;
    const channel: Channel = { listeners: new Map(), timer: undefined, looks: 0 };
    this.channels.set(slug, channel);
    this.lookLater(slug, channel);
    return channel;
  }

  private lookLater(slug: string, channel: Channel): void {
    channel.timer = setTimeout(() => void this.look(slug, channel), lookEveryMs);
  }

  private async look(slug: string, channel: Channel): Promise<void> {
    try {
      tell(channel, await this.event(slug));
    } catch (error) {
      this.logger.warn({ error, appeal: slug }, 'a total could not be asked for');
    }
    if (!this.stopped && channel.listeners.size > 0) this.lookLater(slug, channel);
  }
}

function tell(channel: Channel, event: string): void {
  channel.looks += 1;
  for (const [listener, had] of channel.listeners) {
    // A slow reader is told again later: the newest total is the only one that matters.
    if (listener.writableNeedDrain || listener.writableEnded) continue;
    if (had !== event) {
      channel.listeners.set(listener, event);
      listener.write(event);
    } else if (channel.looks % looksPerKeepAlive === 0) {
      listener.write(':\n\n');
    }
  }
}
