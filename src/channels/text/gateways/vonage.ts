import type { Config } from '../../../platform/config/config.js';
import type { Clock } from '../../../vocabulary/clock.js';
import { smsLength } from '../../../vocabulary/sms-length.js';
import { type FormAnswer, postForm } from './post-form.js';
import { isPlain, posted, type Posted, textOf } from './posted-fields.js';
import type { CallOutcome, GatewayMessage, HandsetReport, ReplyOrder, TextGateway } from './text-gateway.js';
import { signForVonage } from './vonage-signature.js';

const timeoutMs = 20_000;

const outcomes: Readonly<Record<string, HandsetReport['outcome']>> = {
  delivered: 'delivered',
  read: 'delivered',
  expired: 'failed',
  failed: 'failed',
  rejected: 'failed',
  undeliverable: 'failed',
};

/** Of a delivery receipt's `err-code`: the person has opted out. */
const optedOut = '9';

/** Answers of the SMS API by which nothing was sent, and may be later: throttled, internal, barred, no quota. */
const temporary = new Set(['1', '5', '8', '9', '10']);
const signatureRefused = '14';

/** Vonage: texts both ways; it puts nothing on a phone bill. Each text comes from its SMS or its Messages API. */
export class Vonage implements TextGateway {
  readonly name = 'vonage';

  constructor(
    private readonly account: NonNullable<Config['vonage']>,
    private readonly publicUrl: string,
    private readonly clock: Clock,
  ) {}

  message(kept: unknown): GatewayMessage | undefined {
    const fields = posted(kept);
    const externalId = vonageMessageId(fields);
    const isBySmsApi = fields['message_uuid'] === undefined;
    const from = isBySmsApi ? fields['msisdn'] : fields['from'];
    const { to, text } = fields;
    if (externalId === undefined || !isPlain(from) || !isPlain(to) || typeof text !== 'string')
      return undefined;
    const message = { externalId, from, shortcode: to, operator: 'unknown', body: text };
    if (!isBySmsApi)
      return fields['channel'] === 'sms' && fields['message_type'] === 'text' ? message : undefined;
    if (fields['type'] === 'binary') return undefined;
    const part = partOf(fields);
    if (part === 'unreadable') return undefined;
    return part ? { ...message, part } : message;
  }

  handsetReport(kept: unknown): HandsetReport | undefined {
    const fields = posted(kept);
    const gatewayId = fields['message_uuid'] ?? fields['messageId'];
    const { status } = fields;
    if (!isPlain(gatewayId) || !isPlain(status)) return undefined;
    const code = textOf(fields['err-code']) ?? '';
    return {
      gatewayId,
      outcome: Object.hasOwn(outcomes, status) ? (outcomes[status] ?? 'unknown') : 'unknown',
      statusCode: `${status} ${code}`.trim(),
      optedOut: code === optedOut,
    };
  }

  /**
   * By the SMS API, signed. Vonage offers no idempotency key: a call whose answer is lost is made again, and a
   * text may come twice. An account that is set to another signature than SHA-256 refuses ours, and gets its
   * API secret instead where we have one.
   */
  async reply({ replyId, phone, shortcode, words }: ReplyOrder): Promise<CallOutcome> {
    const { apiKey, apiSecret, signatureSecret } = this.account;
    const fields = {
      api_key: apiKey,
      from: shortcode,
      to: phone.slice(1),
      text: words,
      ...(smsLength(words).alphabet === 'UCS-2' && { type: 'unicode' }),
      callback: `${this.publicUrl}/webhooks/text/vonage/status`,
      'client-ref': replyId,
    };
    const timed = { ...fields, timestamp: String(Math.floor(this.clock.now().getTime() / 1_000)) };
    const signed = await this.send({ ...timed, sig: signForVonage(timed, signatureSecret) });
    if (signed.status !== signatureRefused || apiSecret === undefined) return outcomeOf(signed);
    return outcomeOf(await this.send({ ...fields, api_secret: apiSecret }));
  }

  private async send(fields: Record<string, string>): Promise<Sent> {
    const called = await postForm(new URL('/sms/json', this.account.apiBase), {}, fields, timeoutMs);
    const sent = sentOf(called);
    if (!sent || temporary.has(sent.status))
      throw new Error(`Vonage answered ${sent?.status ?? called.status}`);
    return sent;
  }
}

/** One answer to a text; the first refusal, if one of its parts has one. */
interface Sent {
  status: string;
  id: string | undefined;
}

function sentOf({ status, answer }: FormAnswer): Sent | undefined {
  const messages = Array.isArray(answer['messages']) ? answer['messages'].map(posted) : [];
  const first = messages.find((message) => message['status'] !== '0') ?? messages[0];
  const code = textOf(first?.['status']);
  return status === 200 && code !== undefined
    ? { status: code, id: textOf(first?.['message-id']) }
    : undefined;
}

function outcomeOf({ status, id }: Sent): CallOutcome {
  return status === '0'
    ? { accepted: true, gatewayId: id }
    : { accepted: false, refusal: `SMS_${status}`, reason: 'unknown' };
}

/** Each part of a long text has its own id at some carriers and the text's at others. */
export function vonageMessageId(fields: Posted): string | undefined {
  const id = fields['message_uuid'] ?? fields['messageId'];
  if (!isPlain(id)) return undefined;
  const part = partOf(fields);
  return typeof part === 'object' ? `${id} ${part.number}` : id;
}

/** A report comes again with the same `message-timestamp`, and with another when there is more to say. */
export function vonageReportId(fields: Posted): string | undefined {
  const id = fields['message_uuid'] ?? fields['messageId'];
  const { status, timestamp } = fields;
  const at = fields['message-timestamp'] ?? timestamp;
  return isPlain(id) && isPlain(status) && typeof at === 'string' ? `${id} ${status} ${at}` : undefined;
}

/** The SMS API doesn't join long texts: each part comes as a message that says which part it is. */
function partOf(fields: Posted): GatewayMessage['part'] | 'unreadable' {
  if (String(fields['concat']) !== 'true') return undefined;
  const { 'concat-ref': ref, 'concat-total': total, 'concat-part': number } = fields;
  if (ref === undefined || !isCount(total) || !isCount(number)) return 'unreadable';
  const part = { ref: String(ref), total: Number(total), number: Number(number) };
  return isPlain(part.ref) && part.number <= part.total ? part : 'unreadable';
}

function isCount(value: unknown): boolean {
  return /^[1-9]\d?$/.test(String(value));
}
