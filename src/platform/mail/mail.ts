import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import type { Tx } from '../database/transactions.js';
import { Outbox, type OutgoingMessage } from '../messaging/outbox.js';

/** A letter as it goes out, in plain text. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/**
 * Writes a letter of one kind about one thing, by its id, when it is sent: the outbox holds no address and no
 * name. `undefined`: nobody is to be written to any more.
 */
export type Writer = (about: string) => Promise<Letter | undefined>;

interface LetterOwed {
  kind: string;
  about: string;
}

const lettersPerSecond = 10;
const triedForMs = 3 * 24 * 3_600_000;

/** Promises letters in the transaction that caused them, and sends them through the outbox. */
@Injectable()
export class Mail implements OnModuleInit, OnModuleDestroy {
  private readonly writers = new Map<string, Writer>();
  private readonly transport: Transporter | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const { smtpUrl } = config;
    this.transport = smtpUrl === undefined ? undefined : createTransport(withPool(smtpUrl));
  }

  /** Without a mail server the letters stay in the outbox, for a process that has one. */
  onModuleInit(): void {
    const { transport } = this;
    if (!transport) return;
    this.outbox.register({
      topic: 'mail',
      perSecond: lettersPerSecond,
      deliver: (message: OutgoingMessage<LetterOwed>) => this.deliver(transport, message),
    });
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }

  /** Says who writes the letters of a kind. */
  register(kind: string, writer: Writer): void {
    this.writers.set(kind, writer);
  }

  /** Owes each letter once: the same kind about the same thing is the same letter. */
  async send(tx: Tx, letters: LetterOwed[]): Promise<void> {
    const expiresAt = new Date(this.clock.now().getTime() + triedForMs);
    await this.outbox.send(
      tx,
      letters.map(({ kind, about }) => ({
        id: derivedId('mail', kind, about),
        topic: 'mail',
        payload: { kind, about } satisfies LetterOwed,
        expiresAt,
      })),
    );
  }

  private async deliver(
    transport: Transporter,
    { id, payload: { kind, about } }: OutgoingMessage<LetterOwed>,
  ): Promise<void> {
    const writer = this.writers.get(kind);
    if (!writer) throw new Error(`nobody writes letters of the kind ${kind}`);
    const letter = await writer(about);
    if (!letter) return;
    const { hostname } = new URL(this.config.publicUrl);
    try {
      // A letter that is sent twice has the same Message-ID, by which mail programs know it again.
      await transport.sendMail({ ...letter, from: this.config.mailFrom, messageId: `<${id}@${hostname}>` });
    } catch (error) {
      throw refusal(error);
    }
  }
}

function withPool(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  url.searchParams.set('pool', 'true');
  url.searchParams.set('maxConnections', '3');
  return url.href;
}

/** What the mail server said, without its words: they name the address. */
function refusal(error: unknown): Error {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return new Error(`the mail server did not take a letter: ${responseCode ?? code ?? 'no answer'}`);
}
