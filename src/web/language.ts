import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languages } from '../vocabulary/language.js';
import type { Reading } from './pages/words.js';

const cookieName = 'lang';
const yearSeconds = 365 * 24 * 3_600;

/** The language that was asked for: by `?lang=`, which is remembered, by the cookie, or by the browser. */
export function languageOf(request: FastifyRequest): Language {
  const { query, cookies, headers } = request;
  const chosen = known((query as { lang?: unknown } | undefined)?.lang) ?? known(cookies?.[cookieName]);
  return chosen ?? accepted(headers['accept-language'] ?? '') ?? 'en';
}

/** How the page that answers this request is to be read; a language that was chosen by address is remembered. */
export function readingOf(request: FastifyRequest, reply: FastifyReply): Reading {
  const asked = known((request.query as { lang?: unknown } | undefined)?.lang);
  if (asked) {
    const secure = request.protocol === 'https';
    const cookie = { path: '/', maxAge: yearSeconds, sameSite: 'lax', httpOnly: true, secure } as const;
    void reply.setCookie(cookieName, asked, cookie);
  }
  void reply.header('Vary', 'Accept-Language, Cookie');
  const language = languageOf(request);
  return request.method === 'GET' ? { language, address: request.url } : { language };
}

function known(value: unknown): Language | undefined {
  return languages.find((language) => language === value);
}

/** The best of ours in an Accept-Language header. */
function accepted(header: string): Language | undefined {
  const [best] = header
    .split(',')
    .map((part) => {
      const [tag = '', ...settings] = part.trim().toLowerCase().split(';');
      const weight = /^\s*q=([\d.]+)/.exec(settings[0] ?? '')?.[1] ?? '1';
      return { language: known(tag.split('-')[0]), weight: Number(weight) };
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  return best?.language;
}
