import type { Store } from './store.js';

/** What every program of the sandbox is given. */
export interface SandboxContext {
  store: Store;
  /** Where the sandbox itself listens, without a slash at the end. */
  baseUrl: string;
  /** Where the product listens for webhooks, without a slash at the end. */
  productUrl: string;
  stripe: { secretKey: string; webhookSecret: string };
  fonix: { apiKey: string; webhookToken: string };
}
