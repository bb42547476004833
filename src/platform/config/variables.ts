import {
  addresses,
  apiBase,
  key32,
  list,
  oneOf,
  type Provider,
  sandboxed,
  text,
  url,
  wholeNumber,
} from './readers.js';

/** One environment variable: how it is read, and what `.env.example` says of it. */
export interface Variable<T> {
  name: string;
  about: string;
  /** Takes the text that was given (never empty); throws an Error that ends the sentence "NAME must be …". */
  read(text: string): T;
  /** Used when the variable is absent; `undefined` where absence means something. */
  fallback: T;
  /** What `.env.example` shows when there is no fallback worth showing. */
  example?: string;
}

const absent = undefined as string | undefined;
const absentNumber = undefined as number | undefined;
const absentKey = undefined as Buffer | undefined;

/** Every variable that the product reads. `.env.example` is kept equal to this table by a test. */
export const variables = {
  port: { name: 'PORT', about: 'Where the product listens.', read: wholeNumber(1, 65535), fallback: 3000 },
  host: { name: 'HOST', about: 'The address it listens on.', read: text, fallback: '127.0.0.1' },
  publicUrl: {
    name: 'PUBLIC_URL',
    about:
      'The address that donors and providers use; signatures that cover a URL use it. Absent: http://HOST:PORT.',
    read: url('http:', 'https:'),
    fallback: absent,
    example: 'https://appeals.example.org',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    about: 'Absent: an embedded PostgreSQL in DATA_DIR.',
    read: url('postgres:', 'postgresql:'),
    fallback: absent,
    example: 'postgres://everypenny@db.example.org/everypenny',
  },
  databaseOwnerUrl: {
    name: 'DATABASE_OWNER_URL',
    about: 'The login that migrates. Absent: DATABASE_URL.',
    read: url('postgres:', 'postgresql:'),
    fallback: absent,
    example: 'postgres://everypenny_owner@db.example.org/everypenny',
  },
  dataDir: {
    name: 'DATA_DIR',
    about: 'Where the embedded database and the sandbox keep their data.',
    read: text,
    fallback: '.data',
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    about: 'Comma list of addresses whose forwarded client address is believed, for allow-lists and limits.',
    read: addresses,
    fallback: [] as string[],
    example: '10.0.0.0/8',
  },
  metricsPort: {
    name: 'METRICS_PORT',
    about: 'A listener of its own for /metrics. In production the public listener has none.',
    read: wholeNumber(1, 65535),
    fallback: absentNumber,
    example: '9464',
  },
  nodeEnv: {
    name: 'NODE_ENV',
    about: 'production refuses every sandbox default.',
    read: oneOf('development', 'test', 'production'),
    fallback: 'development' as 'development' | 'test' | 'production',
  },
  sandbox: {
    name: 'SANDBOX',
    about:
      'on, off, or a comma list of providers (stripe, fonix). One without key and base is played by the sandbox.',
    read: sandboxed,
    fallback: undefined as readonly Provider[] | undefined,
    example: 'on',
  },
  sandboxPort: {
    name: 'SANDBOX_PORT',
    about: 'Where the sandbox listens. Absent: the next free port after PORT.',
    read: wholeNumber(1, 65535),
    fallback: absentNumber,
    example: '3001',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    about: 'fatal, error, warn, info, debug, trace or silent.',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info' as string,
  },
  stripeSecretKey: {
    name: 'STRIPE_SECRET_KEY',
    about: 'sk_live_… or sk_test_….',
    read: text,
    fallback: absent,
    example: 'sk_live_…',
  },
  stripeWebhookSecrets: {
    name: 'STRIPE_WEBHOOK_SECRET',
    about: 'whsec_…; a comma list while rotating.',
    read: list,
    fallback: undefined as string[] | undefined,
    example: 'whsec_…',
  },
  stripeSessionsPerSecond: {
    name: 'STRIPE_SESSIONS_PER_SECOND',
    about: 'How many payment pages may be asked of Stripe each second.',
    read: wholeNumber(1, 10_000),
    fallback: 20,
  },
  stripeRefundFraudWarnings: {
    name: 'STRIPE_REFUND_FRAUD_WARNINGS',
    about:
      'on: a gift that its card’s bank warns of is given back at once, because a dispute that follows costs a fee and counts against the account. off: staff decide, because a warning can be wrong.',
    read: oneOf('on', 'off'),
    fallback: 'off' as 'on' | 'off',
  },
  cardChallenge: {
    name: 'CARD_CHALLENGE',
    about:
      'What the donate form asks of a browser while cards are being tried out: proof-of-work needs no third party; off asks nothing.',
    read: oneOf('proof-of-work', 'off'),
    fallback: 'proof-of-work' as 'proof-of-work' | 'off',
  },
  stripeApiBase: {
    name: 'STRIPE_API_BASE',
    about: 'Absent: Stripe itself. Plain HTTP on loopback only.',
    read: apiBase,
    fallback: absent,
    example: 'http://127.0.0.1:3001',
  },
  fonixApiKey: {
    name: 'FONIX_API_KEY',
    about: 'live_… or test_….',
    read: text,
    fallback: absent,
    example: 'live_…',
  },
  fonixApiBase: {
    name: 'FONIX_API_BASE',
    about: 'Origin only; /v2/… is appended. Absent: https://sonar.fonix.io.',
    read: apiBase,
    fallback: absent,
    example: 'https://sonar.fonix.io',
  },
  fonixWebhookToken: {
    name: 'FONIX_WEBHOOK_TOKEN',
    about: 'Stands in the path of the webhooks, since Fonix signs nothing: long and random.',
    read: text,
    fallback: absent,
    example: 'a-long-random-word',
  },
  fonixAllowedIps: {
    name: 'FONIX_ALLOWED_IPS',
    about: 'Comma list of the addresses that Fonix calls from. Empty in the sandbox only.',
    read: addresses,
    fallback: [] as string[],
    example: '54.194.146.155,54.194.13.190',
  },
  twilioAccountSid: {
    name: 'TWILIO_ACCOUNT_SID',
    about: 'AC…. A gateway that is given none of its variables is off.',
    read: text,
    fallback: absent,
    example: 'AC…',
  },
  twilioAuthToken: {
    name: 'TWILIO_AUTH_TOKEN',
    about: 'Verifies the webhooks, and is for calls to Twilio.',
    read: text,
    fallback: absent,
    example: '…',
  },
  twilioApiBase: {
    name: 'TWILIO_API_BASE',
    about: 'Absent: Twilio itself.',
    read: apiBase,
    fallback: absent,
    example: 'https://api.twilio.com',
  },
  vonageApiKey: { name: 'VONAGE_API_KEY', about: 'The account.', read: text, fallback: absent, example: '…' },
  vonageSignatureSecret: {
    name: 'VONAGE_SIGNATURE_SECRET',
    about: 'Verifies the webhooks (SHA-256 or SHA-512 HMAC), and signs our calls (SHA-256 HMAC).',
    read: text,
    fallback: absent,
    example: '…',
  },
  vonageApiSecret: {
    name: 'VONAGE_API_SECRET',
    about: 'For calls to Vonage where the account refuses our signature.',
    read: text,
    fallback: absent,
    example: '…',
  },
  vonageApiBase: {
    name: 'VONAGE_API_BASE',
    about: 'Absent: Vonage itself.',
    read: apiBase,
    fallback: absent,
    example: 'https://rest.nexmo.com',
  },
  smtpUrl: {
    name: 'SMTP_URL',
    about:
      'Where mail is sent. Absent: it is kept, and shown in the sandbox; in production it waits for this variable.',
    read: url('smtp:', 'smtps:'),
    fallback: absent,
    example: 'smtps://user:password@mail.example.org',
  },
  mailFrom: {
    name: 'MAIL_FROM',
    about: 'The sender of receipts and reminders; production needs it beside SMTP_URL.',
    read: text,
    fallback: absent,
    example: 'appeals@example.org',
  },
  secretsKey: {
    name: 'SECRETS_KEY',
    about:
      '32 bytes in base64: encrypts personal data. Made on the first start in the sandbox, required in production.',
    read: key32,
    fallback: absentKey,
    example: 'openssl rand -base64 32',
  },
  secretsKeyPrevious: {
    name: 'SECRETS_KEY_PREVIOUS',
    about: 'The key before, while rotating.',
    read: key32,
    fallback: absentKey,
    example: '…',
  },
} satisfies Record<string, Variable<unknown>>;

type Widened<V> = V extends { read(text: string): infer Read; fallback: infer Fallback }
  ? Read | Fallback
  : never;

/** What the environment says, read and checked. */
export type Environment = { [Key in keyof typeof variables]: Widened<(typeof variables)[Key]> };
