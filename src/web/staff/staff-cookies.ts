import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../../platform/access/callers.js';
import type { SignedIn } from '../../platform/access/sign-in.js';
import type { Config } from '../../platform/config/config.js';

/** Says that a person has signed in with this browser before, so that strangers can't make them wait. */
const browserCookie = 'staff-browser';
const browserKeptSeconds = 90 * 86_400;

const options = ({ publicUrl }: Config): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: publicUrl.startsWith('https:'),
  path: '/',
});

/** Lets the browser keep the session, until it is closed or the session ends, and its mark. */
export function keepSession(reply: FastifyReply, config: Config, kept: Omit<SignedIn, 'staff'>): void {
  void reply.setCookie(sessionCookie, kept.secret, options(config));
  if (kept.browser !== undefined)
    void reply.setCookie(browserCookie, kept.browser, { ...options(config), maxAge: browserKeptSeconds });
}

export function forgetSession(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(sessionCookie, options(config));
}

export const browserMark = ({ cookies }: FastifyRequest): string => cookies[browserCookie] ?? '';
