import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Hands a file, CSV or XML, to the routes that take one as the stream it is, so that it may be of any length.
 * Elsewhere such a body stays unsupported.
 */
export function acceptFiles(server: FastifyInstance, routes: RegExp): void {
  const types = ['text/csv', 'application/xml', 'text/xml'];
  server.addContentTypeParser(types, (request: FastifyRequest, payload, done) => {
    if (routes.test(request.routeOptions.url ?? '')) return void done(null, payload);
    done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
  });
}
