import { createHash } from 'node:crypto';
import qs from 'qs';
import type { SandboxClock } from './clock.js';
import { invalid, StripeError } from './errors.js';
import { type KeptAnswer, type Records, rowOf } from './records.js';

const KEPT_SECONDS = 24 * 60 * 60;

export interface Answer {
  status: number;
  body: unknown;
  /** The request that this answer was first given to, when it is given again. */
  replayOf?: string;
}

export interface KeyedRequest {
  key: string;
  path: string;
  parameters: unknown;
  requestId: string;
}

/**
 * Stripe's rule for `Idempotency-Key`: the first answer of what was executed is kept for a day and given again;
 * a request that is refused before it is executed leaves no trace.
 */
export class IdempotencyKeys {
  private readonly inProgress = new Set<string>();

  constructor(
    private readonly records: Records,
    private readonly clock: SandboxClock,
  ) {}

  /** `prepare` validates and throws what must not be kept; what it returns is executed. */
  async once(request: KeyedRequest, prepare: () => () => Answer | Promise<Answer>): Promise<Answer> {
    const { key } = request;
    if (key.length > 255) throw invalid('Idempotency keys can have at most 255 characters.');
    if (this.inProgress.has(key)) {
      throw new StripeError(
        409,
        'idempotency_error',
        `There is currently another in-progress request using this Idempotent Key: ${key}.`,
        { code: 'idempotency_key_in_use' },
      );
    }
    const parametersHash = hash(request.parameters);
    const kept = rowOf(this.records.answers, key);
    if (kept && kept.created > this.clock.seconds() - KEPT_SECONDS)
      return replay(kept, request, parametersHash);

    const execute = prepare();
    this.inProgress.add(key);
    try {
      const answer = await execute();
      this.records.answers[key] = {
        path: request.path,
        parametersHash,
        status: answer.status,
        body: structuredClone(answer.body),
        requestId: request.requestId,
        created: this.clock.seconds(),
      };
      this.records.changed();
      return answer;
    } finally {
      this.inProgress.delete(key);
    }
  }

  forgetOld(): void {
    for (const [key, kept] of Object.entries(this.records.answers)) {
      if (kept.created <= this.clock.seconds() - KEPT_SECONDS) delete this.records.answers[key];
    }
  }
}

function replay(kept: KeptAnswer, request: KeyedRequest, parametersHash: string): Answer {
  if (kept.path !== request.path) {
    throw reused(
      request.key,
      `for the same endpoint they were first used for ('${request.path}' vs '${kept.path}')`,
    );
  }
  if (kept.parametersHash !== parametersHash) {
    throw reused(request.key, 'with the same parameters they were first used with');
  }
  return { status: kept.status, body: kept.body, replayOf: kept.requestId };
}

function reused(key: string, rule: string): StripeError {
  return new StripeError(
    400,
    'idempotency_error',
    `Keys for idempotent requests can only be used ${rule}. Try using a key other than '${key}' if you meant ` +
      'to execute a different request.',
  );
}

function hash(parameters: unknown): string {
  const sorted = qs.stringify(parameters, { sort: (a: string, b: string) => (a < b ? -1 : 1) });
  return createHash('sha256').update(sorted).digest('hex');
}
