import 'reflect-metadata';
import { STATUS_CODES } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { describeApi } from './openapi.js';
import type { Config } from './platform/config/config.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { acceptFiles } from './platform/http/streamed-bodies.js';
import { type ProblemDocument, ProblemFilter, unreadable } from './platform/http/problem-filter.js';
import { validationPipe } from './platform/http/validation.js';
import { Metrics } from './platform/metrics/metrics.js';
import { problemStatuses } from './problem-statuses.js';
import { languageOf } from './web/language.js';
import { ErrorPage } from './web/pages/error-page.js';
import { renderPage } from './web/pages/layout.js';
import { SignInPage } from './web/staff/sign-in-page.js';

const bodyLimitBytes = 1024 * 1024;
const problemType = 'application/problem+json; charset=utf-8';

/** The application, complete but not yet listening: main and the tests share it. */
export async function createApp(
  config: Config,
  databaseUrl: string,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: (error: { statusCode?: number }, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = unreadable(error.statusCode ?? 400);
      void reply.status(problem.status).header('Content-Type', problemType).send(JSON.stringify(problem));
    },
    clientErrorHandler: (error, socket) => {
      if (!socket.writable || (error as { code?: string }).code === 'ECONNRESET')
        return void socket.destroy();
      const problem = unreadable((error as { code?: string }).code === 'HPE_HEADER_OVERFLOW' ? 431 : 400);
      const body = JSON.stringify(problem);
      socket.end(
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${problemType}\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, databaseUrl, logger),
    adapter,
    {
      rawBody: true,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  await app.register(cookie);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(
    new ProblemFilter({
      statuses: problemStatuses,
      renderPage: failurePage,
      logger,
    }),
  );
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    // A letter of 5 MB, as base64.
    if (route.url.endsWith('/surplus-notices')) route.bodyLimit = 8 * 1024 * 1024;
  });
  acceptFiles(fastify, /\/settlements\//);
  fastify.addHook('onRequest', (request, reply, done) => {
    protect(request, reply, config);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    observe(app.get(Metrics), logger, request, reply);
    done();
  });
  const description = JSON.stringify(describeApi(app));
  fastify.get('/api/openapi.json', (_request, reply) => {
    void reply.type('application/json; charset=utf-8').send(description);
  });
  return app;
}

/** Whoever is not signed in gets the form for it, and goes on to the staff page that they asked for. */
function failurePage({ status, code, title, detail }: ProblemDocument, request: FastifyRequest): string {
  if (code === 'not_signed_in')
    return renderPage(<SignInPage next={request.method === 'GET' ? request.url : '/staff'} />);
  const backUrl = /^\/staff(\/|$|\?)/.test(request.url) ? '/staff' : '/';
  return renderPage(<ErrorPage {...{ status, code, title, detail, backUrl }} />, {
    language: languageOf(request),
  });
}

/**
 * Nothing of a third party runs on our pages. Forms may lead on to Stripe's pages alone;
 * elsewhere than in production to whatever plays it. Swagger UI writes its styles inline.
 */
function protect({ url }: FastifyRequest, reply: FastifyReply, { production }: Config): void {
  const formTargets = production
    ? "'self' https://checkout.stripe.com https://billing.stripe.com"
    : "'self' https: http:";
  const styles = url.startsWith('/api/docs') ? " style-src 'self' 'unsafe-inline';" : '';
  void reply.headers({
    'Content-Security-Policy': `default-src 'self';${styles} img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action ${formTargets}`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...(production && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  });
}

/** By route pattern, never by address: addresses hold tokens. */
function observe(metrics: Metrics, logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const labels = {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
  };
  metrics.requests.observe(labels, reply.elapsedTime / 1_000);
  logger.debug({ ...labels, durationMs: Math.round(reply.elapsedTime) }, 'request');
}
