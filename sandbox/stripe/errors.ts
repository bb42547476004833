/** What Stripe's `error` object may carry, besides its type and message. */
interface Details {
  code?: string;
  param?: string;
  decline_code?: string;
}

/** An error that is answered in Stripe's shape: `{"error": {type, message, code?, param?, doc_url?}}`. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error',
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
  }

  get body(): { error: Record<string, unknown> } {
    const { code } = this.details;
    const docUrl = code && { doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}` };
    return { error: { type: this.type, message: this.message, ...this.details, ...docUrl } };
  }
}

/** A request that Stripe refuses with 400 before it does anything. */
export function invalid(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, 'invalid_request_error', message, {
    ...(code && { code }),
    ...(param && { param }),
  });
}

/** 404 when the id stands in the path, 400 when it stands in a parameter. */
export function noSuch(kind: string, id: string, param = 'id'): StripeError {
  const status = param === 'id' ? 404 : 400;
  return new StripeError(status, 'invalid_request_error', `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}
