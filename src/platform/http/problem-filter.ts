import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type FieldError, Problem } from '../../vocabulary/problem.js';
import { storeIsAway } from '../database/query-errors.js';

/** A failure as clients see it: RFC 9457, with a stable code. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
}

export interface ProblemFilterOptions {
  /** The status of each code: the one table. */
  statuses: Readonly<Record<string, number>>;
  /** The page that a person sees, for addresses that people visit. */
  renderPage(problem: ProblemDocument, request: FastifyRequest): string;
  logger: Logger;
}

/** What Fastify and Nest refuse before our code sees it, by status. */
const refusedEarly: Record<number, [code: string, title: string, detail: string]> = {
  400: ['malformed', 'The message can’t be read', 'Send a body that matches its Content-Type.'],
  404: ['not_found', 'There is nothing here', 'Check the address: nothing is known by it.'],
  405: ['method_not_allowed', 'That can’t be done here', 'Use another method.'],
  413: ['body_too_large', 'The message is too large', 'Send at most 1 MiB.'],
  414: ['address_too_long', 'The address is too long', 'Use a shorter address.'],
  415: ['unsupported_media_type', 'The kind of content is not known', 'Send application/json.'],
  431: ['headers_too_large', 'The headers are too large', 'Send fewer or shorter headers.'],
};

/** What is answered when even the request can't be read: there is no route and nothing of ours has run. */
export function unreadable(status: number): ProblemDocument {
  const known = refusedEarly[status] ? status : 400;
  return document(known, ...(refusedEarly[known] as [string, string, string]));
}

/** Turns every failure into `application/problem+json`, or into a page where a person asked. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly options: ProblemFilterOptions) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.describe(error, request);
    // An answer that has begun can't be changed; cutting it off tells the client that it is not whole.
    if (reply.raw.headersSent) return void reply.raw.destroy();
    if (problem.status === 429) void reply.header('Retry-After', '600');
    if (problem.status === 503) void reply.header('Retry-After', '5');
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    void reply.status(problem.status);
    if (/^\/(api|webhooks|health|metrics)(\/|$|\?)/.test(request.url)) {
      void reply
        .header('Content-Type', 'application/problem+json; charset=utf-8')
        .send(JSON.stringify(problem));
    } else {
      void reply
        .header('Content-Type', 'text/html; charset=utf-8')
        .send(this.options.renderPage(problem, request));
    }
  }

  private describe(error: unknown, request: FastifyRequest): ProblemDocument {
    if (error instanceof Problem) {
      const status = this.options.statuses[error.code] ?? 500;
      return document(status, error.code, error.title, error.message, error.errors);
    }
    const status =
      error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
    const early = refusedEarly[status ?? 0];
    if (status !== undefined && early) return document(status, ...early);
    this.options.logger.error(
      { error, method: request.method, route: request.routeOptions.url },
      'request failed',
    );
    if (storeIsAway(error)) {
      return document(
        503,
        'temporarily_unavailable',
        'We can’t take this just now',
        'Try again in a few seconds.',
      );
    }
    return document(
      500,
      'internal_error',
      'Something went wrong on our side',
      'It has been noted. Try again later.',
    );
  }
}

function document(
  status: number,
  code: string,
  title: string,
  detail: string,
  errors?: FieldError[],
): ProblemDocument {
  return {
    type: `urn:everypenny:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(errors ? { errors } : {}),
  };
}
