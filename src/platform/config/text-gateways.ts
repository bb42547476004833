import { isLoopback } from './readers.js';
import { variables, type Environment } from './variables.js';

/** The text gateways that are set up. One that is given none of its variables is off, and undefined here. */
export interface TextGatewaysConfig {
  fonix: { apiKey: string; apiBase: string; webhookToken: string; allowedIps: string[] } | undefined;
  twilio: { accountSid: string; authToken: string; apiBase: string } | undefined;
  vonage:
    { apiKey: string; signatureSecret: string; apiSecret: string | undefined; apiBase: string } | undefined;
}

/** What the sandbox gives to the gateway that it plays. */
interface Played {
  apiKey: string;
  webhookToken: string;
  apiBase: string;
}

export function readTextGateways(
  environment: Environment,
  production: boolean,
  fonixPlayed: Played | undefined,
): TextGatewaysConfig & { faults: string[] } {
  const faults: string[] = [];
  const needed = (key: keyof Environment & keyof typeof variables): string => {
    const value = environment[key];
    if (typeof value === 'string') return value;
    faults.push(`${variables[key].name} is missing`);
    return '';
  };
  const isOn = (...keys: (keyof Environment)[]): boolean =>
    keys.some((key) => environment[key] !== undefined);

  const fonix =
    fonixPlayed || isOn('fonixApiKey', 'fonixWebhookToken', 'fonixApiBase')
      ? {
          apiKey: fonixPlayed?.apiKey ?? needed('fonixApiKey'),
          webhookToken:
            environment.fonixWebhookToken ?? fonixPlayed?.webhookToken ?? needed('fonixWebhookToken'),
          apiBase: fonixPlayed?.apiBase ?? environment.fonixApiBase ?? 'https://sonar.fonix.io',
          allowedIps: environment.fonixAllowedIps,
        }
      : undefined;
  if (fonix?.allowedIps.length === 0 && (production || !isLoopback(new URL(fonix.apiBase).hostname))) {
    faults.push(
      `${variables.fonixAllowedIps.name} is missing: Fonix signs nothing, so its addresses must be named`,
    );
  }
  const twilio = isOn('twilioAccountSid', 'twilioAuthToken', 'twilioApiBase')
    ? {
        accountSid: needed('twilioAccountSid'),
        authToken: needed('twilioAuthToken'),
        apiBase: environment.twilioApiBase ?? 'https://api.twilio.com',
      }
    : undefined;
  const vonage = isOn('vonageApiKey', 'vonageSignatureSecret', 'vonageApiSecret', 'vonageApiBase')
    ? {
        apiKey: needed('vonageApiKey'),
        signatureSecret: needed('vonageSignatureSecret'),
        apiSecret: environment.vonageApiSecret,
        apiBase: environment.vonageApiBase ?? 'https://rest.nexmo.com',
      }
    : undefined;
  return { fonix, twilio, vonage, faults };
}
