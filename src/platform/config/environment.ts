import { variables, type Environment, type Variable } from './variables.js';

/** The start can't go on; the message is all a person needs to put it right. */
export class StartRefused extends Error {}

const prefixes = /^(CARD|STRIPE|FONIX|TWILIO|VONAGE|DATABASE|SANDBOX|SECRETS|SMTP|TRUSTED|METRICS|MAIL|LOG)_/;
/** Read by the stripe client itself. */
const known = new Set([
  'STRIPE_SUPPRESS_NOTICES',
  ...Object.values(variables).map((variable) => variable.name),
]);

/**
 * Reads the environment once. A malformed value, or an unknown name with one of our prefixes, throws
 * StartRefused, which names every fault at once.
 */
export function readEnvironment(given: NodeJS.ProcessEnv): Environment {
  const faults = Object.keys(given)
    .filter((name) => prefixes.test(name) && !known.has(name))
    .map((name) => `${name} is not a variable of Every Penny`);
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries<Variable<unknown>>(variables)) {
    const text = given[variable.name]?.trim();
    try {
      values[key] = text ? variable.read(text) : variable.fallback;
    } catch (error) {
      faults.push(`${variable.name} must be ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) throw new StartRefused(`${faults.join('; ')} (see .env.example)`);
  return values as Environment;
}

/** The text of `.env.example`: every variable, what it does, and what it is when absent. */
export function environmentExample(): string {
  const head =
    '# Every variable that Every Penny reads. All are optional in the sandbox; docs/operations.md says what\n# production needs. Kept equal to src/platform/config/variables.ts by a test.\n';
  const entries = Object.values<Variable<unknown>>(variables).map((variable) => {
    const value = variable.example ?? String(variable.fallback);
    return `\n# ${variable.about}\n${variable.example === undefined ? '' : '# '}${variable.name}=${value}\n`;
  });
  return head + entries.join('');
}
