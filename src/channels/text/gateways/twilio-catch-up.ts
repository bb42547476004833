import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../../giving/appeals/appeals.service.js';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Schedule } from '../../../platform/schedule/schedule.js';
import { Clock } from '../../../vocabulary/clock.js';
import { posted, type Posted, textOf } from './posted-fields.js';
import { twilioAuthorization, twilioId } from './twilio.js';
import { WebhookDoor } from './webhook-door.js';

const minuteMs = 60_000;
const everyMs = 5 * minuteMs;
/** Read again each time: a text is in the list some time after it was sent. */
const overlapMs = 60 * minuteMs;
const firstReachMs = 24 * 60 * minuteMs;
const timeoutMs = 20_000;

type Account = NonNullable<Config['twilio']>;

/**
 * Twilio doesn't send a text again when our webhook was away, so its list of messages is read as well, at the
 * start and from time to time. What the webhook brought is there already under the same id, and stays as it is.
 */
@Injectable()
export class TwilioCatchUp implements OnModuleInit {
  constructor(
    private readonly door: WebhookDoor,
    private readonly appeals: Appeals,
    private readonly schedule: Schedule,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { twilio } = this.config;
    if (twilio) this.schedule.every(everyMs, 'twilio catch-up', () => this.run(twilio));
  }

  /** Keeps what the list has and we have not. Throws when it can't be read whole; then it is read again later. */
  async run(account: Account): Promise<void> {
    const begun = this.clock.now();
    const since = await this.readFrom(begun);
    for (const shortcode of await this.shortcodes()) await this.readList(account, shortcode, since);
    await this.dataSource.query(
      `insert into text.catch_up (gateway, read_until) values ('twilio', $1)
       on conflict (gateway) do update set read_until = greatest(catch_up.read_until, excluded.read_until)`,
      [begun],
    );
  }

  private async readFrom(now: Date): Promise<Date> {
    const [row] = await this.dataSource.query<{ readUntil: Date }[]>(
      `select read_until as "readUntil" from text.catch_up where gateway = 'twilio'`,
    );
    return new Date(row ? row.readUntil.getTime() - overlapMs : now.getTime() - firstReachMs);
  }

  /** Only the numbers of appeals: the account may have others, and their texts are none of ours. */
  private async shortcodes(): Promise<Set<string>> {
    const texts = (await this.appeals.all()).flatMap(({ definition }) => definition.text ?? []);
    return new Set(texts.filter(({ gateway }) => gateway === 'twilio').map(({ shortcode }) => shortcode));
  }

  /** The list is by day and has the newest first, so it is read until a page holds nothing that is new enough. */
  private async readList(account: Account, shortcode: string, since: Date): Promise<void> {
    const first = new URL(`/2010-04-01/Accounts/${account.accountSid}/Messages.json`, account.apiBase);
    first.search = new URLSearchParams({
      To: shortcode,
      'DateSent>': since.toISOString().slice(0, 10),
      PageSize: '1000',
    }).toString();
    let page: URL | undefined = first;
    while (page) {
      const { texts, next } = await readPage(account, page);
      const recent = texts.filter((text) => !(sentAt(text) < since.getTime()));
      await Promise.all(recent.map((text) => this.keep(text)));
      page = recent.length > 0 ? next : undefined;
    }
  }

  private async keep(text: Posted): Promise<void> {
    if (text['direction'] !== 'inbound') return;
    const asPosted = {
      MessageSid: text['sid'],
      AccountSid: text['account_sid'],
      From: text['from'],
      To: text['to'],
      Body: text['body'],
    };
    const sid = twilioId(asPosted);
    if (sid !== undefined) await this.door.keep('twilio.message', sid, asPosted);
  }
}

function sentAt(text: Posted): number {
  return Date.parse(textOf(text['date_sent']) ?? '');
}

async function readPage(account: Account, page: URL): Promise<{ texts: Posted[]; next: URL | undefined }> {
  const response = await fetch(page, {
    headers: { Authorization: twilioAuthorization(account) },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`Twilio answered ${response.status} to a reading of its messages`);
  const { messages, next_page_uri: nextUri } = posted(await response.json());
  const next = typeof nextUri === 'string' ? new URL(nextUri, page) : undefined;
  if (next && next.origin !== page.origin) throw new Error('Twilio names a next page at another address');
  return { texts: Array.isArray(messages) ? messages.map(posted) : [], next };
}
