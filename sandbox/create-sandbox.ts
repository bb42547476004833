import Fastify, { type FastifyInstance } from 'fastify';
import qs from 'qs';
import type { SandboxContext } from './context.js';
import { registerMail } from './mail/mail-pages.js';
import { registerPhoneNetwork } from './phone/network.js';
import { registerStripe } from './stripe/api.js';

/** Companies that answer as the real ones do, for people who try the product and for its tests. */
export function createSandbox(context: SandboxContext): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, qs.parse(body as string, { depth: 10, arrayLimit: 100 })),
  );
  registerStripe(app, context);
  registerPhoneNetwork(app, context);
  registerMail(app, context);
  return app;
}
