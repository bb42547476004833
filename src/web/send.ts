import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { FieldError } from '../vocabulary/problem.js';
import { readingOf } from './language.js';
import { renderPage } from './pages/layout.js';

/** Sends a page in the language that its reader asked for; with errors it is a form to look at again. */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  page: VNode,
  errors: FieldError[] = [],
): void {
  const reading = readingOf(request, reply);
  if (errors.length > 0) void reply.status(400);
  void reply.type('text/html; charset=utf-8').send(renderPage(page, reading));
}
