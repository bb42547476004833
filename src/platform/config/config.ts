import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readEnvironment, StartRefused } from './environment.js';
import { projectRoot } from './project-root.js';
import type { Provider } from './readers.js';
import { readTextGateways, type TextGatewaysConfig } from './text-gateways.js';
import { variables, type Environment } from './variables.js';

/** How the product is set up, complete: what was absent has been decided. */
export interface Config extends Omit<Environment, 'sandbox' | 'secretsKey' | 'mailFrom'>, TextGatewaysConfig {
  production: boolean;
  publicUrl: string;
  dataDir: string;
  secretsKey: Buffer;
  mailFrom: string;
  /** The providers that the sandbox plays. */
  played: readonly Provider[];
  stripe: { secretKey: string; webhookSecrets: string[]; apiBase: string | undefined };
}

/** What the sandbox knows of us, and we of it. Production refuses all of it. */
const sandboxDefaults = {
  stripe: { secretKey: 'sk_test_sandbox', webhookSecret: 'whsec_sandbox' },
  fonix: { apiKey: 'test_sandbox', webhookToken: 'sandbox-webhook-token' },
};

/**
 * Reads the environment into a Config, or throws StartRefused with every fault in one line.
 * `sandboxPort` is where the sandbox will listen, if it is needed.
 */
export function readConfig(given: NodeJS.ProcessEnv, sandboxPort?: number): Config {
  const environment = readEnvironment(given);
  const production = environment.nodeEnv === 'production';
  const dataDir = resolve(projectRoot, environment.dataDir);
  const faults = production ? refusedInProduction(environment) : [];
  const played = production ? [] : playedBySandbox(environment);
  const sandboxBase = `http://127.0.0.1:${sandboxPort ?? environment.sandboxPort ?? environment.port + 1}`;
  const needed = (value: string | undefined, name: string, sandboxValue: string | undefined): string => {
    if (value === undefined && sandboxValue === undefined) faults.push(`${name} is missing`);
    return value ?? sandboxValue ?? '';
  };
  const stripePlayed = played.includes('stripe') ? sandboxDefaults.stripe : undefined;
  const stripe = {
    secretKey: needed(environment.stripeSecretKey, variables.stripeSecretKey.name, stripePlayed?.secretKey),
    webhookSecrets: environment.stripeWebhookSecrets ?? [
      needed(undefined, variables.stripeWebhookSecrets.name, stripePlayed?.webhookSecret),
    ],
    apiBase: stripePlayed ? sandboxBase : environment.stripeApiBase,
  };
  const fonixPlayed = played.includes('fonix')
    ? { ...sandboxDefaults.fonix, apiBase: sandboxBase }
    : undefined;
  const { faults: gatewayFaults, ...textGateways } = readTextGateways(environment, production, fonixPlayed);
  faults.push(...gatewayFaults);
  if (faults.length > 0) throw new StartRefused(`${faults.join('; ')} (see .env.example)`);
  return {
    ...environment,
    production,
    dataDir,
    played,
    stripe,
    ...textGateways,
    publicUrl: environment.publicUrl ?? `http://${environment.host}:${environment.port}`,
    mailFrom: environment.mailFrom ?? 'appeals@example.org',
    secretsKey: environment.secretsKey ?? keptSecretsKey(dataDir),
  };
}

function playedBySandbox(environment: Environment): Provider[] {
  const without: Record<Provider, boolean> = {
    stripe: environment.stripeSecretKey === undefined && environment.stripeApiBase === undefined,
    fonix: environment.fonixApiKey === undefined && environment.fonixApiBase === undefined,
  };
  return (environment.sandbox ?? ['stripe', 'fonix']).filter((provider) => without[provider]);
}

function refusedInProduction(environment: Environment): string[] {
  const given = (key: keyof Environment): string => String(environment[key] ?? '');
  const faults: string[] = [];
  if (environment.databaseUrl === undefined) faults.push('production needs DATABASE_URL');
  if (!given('publicUrl').startsWith('https://')) faults.push('production needs an https PUBLIC_URL');
  if (environment.secretsKey === undefined) faults.push('production needs SECRETS_KEY');
  if (environment.smtpUrl !== undefined && environment.mailFrom === undefined)
    faults.push('production needs MAIL_FROM beside SMTP_URL');
  if ((environment.sandbox ?? []).length > 0) faults.push('production has no SANDBOX');
  const defaults = new Set(
    Object.values(sandboxDefaults).flatMap((values) => Object.values(values) as string[]),
  );
  for (const key of [
    'stripeSecretKey',
    'stripeWebhookSecrets',
    'fonixApiKey',
    'fonixWebhookToken',
  ] as const) {
    const known = given(key)
      .split(',')
      .find((value) => defaults.has(value));
    if (known !== undefined) faults.push(`${variables[key].name} is a sandbox default`);
  }
  return faults;
}

/** The sandbox's own key, made once, so that yesterday's data can be read today. */
function keptSecretsKey(dataDir: string): Buffer {
  const file = join(dataDir, 'secrets-key');
  try {
    if (!existsSync(file)) {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    }
    return Buffer.from(readFileSync(file, 'utf8'), 'base64');
  } catch (error) {
    throw new StartRefused(
      `the secrets key can't be kept in DATA_DIR ${dataDir}: ${(error as Error).message}`,
    );
  }
}
