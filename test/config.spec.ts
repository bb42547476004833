import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/platform/config/config.js';
import { environmentExample } from '../src/platform/config/environment.js';

const key = Buffer.alloc(32, 7).toString('base64');
const sandbox = { SECRETS_KEY: key };
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://appeals.example.org',
  DATABASE_URL: 'postgres://app@db.example.org/everypenny',
  SECRETS_KEY: key,
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  FONIX_API_KEY: 'live_1',
  FONIX_WEBHOOK_TOKEN: 'a-long-random-word',
  FONIX_ALLOWED_IPS: '54.194.146.155',
};

describe('the environment', () => {
  it('is described by .env.example to the letter', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
  });

  it('needs nothing in the sandbox, which then plays every provider', () => {
    const config = readConfig(sandbox, 3001);
    expect(config).toMatchObject({
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      played: ['stripe', 'fonix'],
    });
    expect(config.stripe.apiBase).toBe('http://127.0.0.1:3001');
  });

  it('lets a provider with a key or a base be itself', () => {
    const own = {
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: 'a,b',
      FONIX_API_BASE: 'http://127.0.0.1:9',
    };
    const config = readConfig({ ...sandbox, ...own, FONIX_API_KEY: 'k', FONIX_WEBHOOK_TOKEN: 't' });
    expect(config.played).toEqual([]);
    expect(config.stripe).toEqual({ secretKey: 'sk_test_1', webhookSecrets: ['a', 'b'], apiBase: undefined });
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 1 to 65535'],
    [{ PORT: '70000' }, 'PORT must be'],
    [{ STRIPE_SECRET: 'x' }, 'STRIPE_SECRET is not a variable of Every Penny'],
    [{ STRIPE_API_BASE: 'http://stripe.example.org' }, 'plain HTTP only on loopback'],
    [{ SECRETS_KEY: 'short' }, 'SECRETS_KEY must be 32 bytes'],
    [{ FONIX_ALLOWED_IPS: '1.2.3' }, 'FONIX_ALLOWED_IPS must be'],
    [{ SANDBOX: 'visa' }, 'SANDBOX must be'],
    [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_WEBHOOK_SECRET is missing'],
    [{ FONIX_API_KEY: 'live', FONIX_WEBHOOK_TOKEN: 't' }, 'FONIX_ALLOWED_IPS is missing'],
    [{ FONIX_API_KEY: 'live' }, 'FONIX_WEBHOOK_TOKEN is missing'],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_AUTH_TOKEN is missing'],
    [{ TWILIO_API_BASE: 'http://twilio.example.org' }, 'plain HTTP only on loopback'],
    [{ VONAGE_API_KEY: 'abcd1234' }, 'VONAGE_SIGNATURE_SECRET is missing'],
  ])('stops the start at %j and says what is wrong', (wrong, message) => {
    expect(() => readConfig({ ...sandbox, ...wrong } as NodeJS.ProcessEnv)).toThrow(message);
  });

  it('names every fault at once', () => {
    expect(() => readConfig({ ...sandbox, PORT: 'x', LOG_LEVEL: 'loud', MAIL_FORM: 'a' })).toThrow(
      /MAIL_FORM is not.*PORT must be.*LOG_LEVEL must be/,
    );
  });
});

describe('production', () => {
  it('starts when everything is given', () => {
    expect(readConfig(production)).toMatchObject({ production: true, played: [] });
  });

  it('needs no gateway, and has those that it is given', () => {
    const { FONIX_API_KEY, FONIX_WEBHOOK_TOKEN, FONIX_ALLOWED_IPS, ...without } = production;
    expect(readConfig(without)).toMatchObject({ fonix: undefined, twilio: undefined, vonage: undefined });
    const twilio = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't' };
    const vonage = { VONAGE_API_KEY: 'abcd1234', VONAGE_SIGNATURE_SECRET: 's' };
    expect(readConfig({ ...production, ...twilio, ...vonage })).toMatchObject({
      fonix: { apiKey: FONIX_API_KEY, webhookToken: FONIX_WEBHOOK_TOKEN, allowedIps: [FONIX_ALLOWED_IPS] },
      twilio: { accountSid: 'AC1', apiBase: 'https://api.twilio.com' },
      vonage: { apiKey: 'abcd1234', apiSecret: undefined, apiBase: 'https://rest.nexmo.com' },
    });
  });

  it.each([
    [{ DATABASE_URL: undefined }, 'production needs DATABASE_URL'],
    [{ PUBLIC_URL: 'http://appeals.example.org' }, 'production needs an https PUBLIC_URL'],
    [{ SECRETS_KEY: undefined }, 'production needs SECRETS_KEY'],
    [{ STRIPE_SECRET_KEY: undefined }, 'STRIPE_SECRET_KEY is missing'],
    [{ STRIPE_SECRET_KEY: 'sk_test_sandbox' }, 'STRIPE_SECRET_KEY is a sandbox default'],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_sandbox' }, 'STRIPE_WEBHOOK_SECRET is a sandbox default'],
    [{ FONIX_WEBHOOK_TOKEN: 'sandbox-webhook-token' }, 'FONIX_WEBHOOK_TOKEN is a sandbox default'],
    [{ FONIX_ALLOWED_IPS: undefined }, 'FONIX_ALLOWED_IPS is missing'],
    [{ SANDBOX: 'on' }, 'production has no SANDBOX'],
  ])('refuses %j', (change, message) => {
    expect(() => readConfig({ ...production, ...change } as NodeJS.ProcessEnv)).toThrow(message);
  });
});
