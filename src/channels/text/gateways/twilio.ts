import type { Config } from '../../../platform/config/config.js';
import { postForm } from './post-form.js';
import { posted, textOf } from './posted-fields.js';
import type {
  CallOutcome,
  FailureReason,
  GatewayMessage,
  HandsetReport,
  ReplyOrder,
  TextGateway,
} from './text-gateway.js';

const timeoutMs = 20_000;

/** Error codes of the Messages API that say something of the number (twilio.com/docs/api/errors). */
const refusals: Readonly<Record<string, FailureReason>> = {
  21211: 'number_invalid',
  21610: 'opted_out',
  21614: 'number_invalid',
};
const optedOut = '21610';

const outcomes: Readonly<Record<string, HandsetReport['outcome']>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
};

/** Twilio: texts both ways; it puts nothing on a phone bill. */
export class Twilio implements TextGateway {
  readonly name = 'twilio';

  constructor(
    private readonly account: NonNullable<Config['twilio']>,
    private readonly publicUrl: string,
  ) {}

  message(kept: unknown): GatewayMessage | undefined {
    const { From, To, Body } = posted(kept);
    const externalId = twilioId(kept);
    if (externalId === undefined || !isNumber(From, /^\+\d{6,15}$/) || !isNumber(To, /^\+?\d{3,15}$/))
      return undefined;
    if (typeof Body !== 'string') return undefined;
    return { externalId, from: From, shortcode: To, operator: 'unknown', body: Body };
  }

  handsetReport(kept: unknown): HandsetReport | undefined {
    const { MessageStatus, ErrorCode } = posted(kept);
    const gatewayId = twilioId(kept);
    if (gatewayId === undefined || typeof MessageStatus !== 'string') return undefined;
    const code = textOf(ErrorCode) ?? '';
    return {
      gatewayId,
      outcome: Object.hasOwn(outcomes, MessageStatus) ? (outcomes[MessageStatus] ?? 'unknown') : 'unknown',
      statusCode: `${MessageStatus} ${code}`.trim(),
      optedOut: code === optedOut,
    };
  }

  /** Twilio offers no idempotency key: a call whose answer is lost is made again, and a text may come twice. */
  async reply({ phone, shortcode, words }: ReplyOrder): Promise<CallOutcome> {
    const { accountSid, apiBase } = this.account;
    const { status, answer } = await postForm(
      new URL(`/2010-04-01/Accounts/${accountSid}/Messages.json`, apiBase),
      { Authorization: twilioAuthorization(this.account) },
      {
        To: phone,
        From: shortcode,
        Body: words,
        StatusCallback: `${this.publicUrl}/webhooks/text/twilio/status`,
      },
      timeoutMs,
    );
    if (status === 201) return { accepted: true, gatewayId: textOf(answer['sid']) };
    if (status !== 400) throw new Error(`Twilio answered ${status}`);
    const code = String(answer['code'] ?? 'HTTP_400');
    return { accepted: false, refusal: code, reason: refusals[code] ?? 'unknown' };
  }
}

export function twilioAuthorization({ accountSid, authToken }: NonNullable<Config['twilio']>): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
}

/**
 * Twilio's id of a text. It has no letter beyond hexadecimal: names and values are signed without anything
 * between them, and an id with the fields after it in its tail would pass for another text.
 */
export function twilioId(kept: unknown): string | undefined {
  const { MessageSid } = posted(kept);
  return typeof MessageSid === 'string' && /^[A-Z]{2}[0-9a-f]{1,64}$/i.test(MessageSid)
    ? MessageSid
    : undefined;
}

function isNumber(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
