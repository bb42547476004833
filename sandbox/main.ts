import { createSandbox } from './create-sandbox.js';
import { listenForMail } from './mail/mail-server.js';
import { Store } from './store.js';

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the sandbox needs ${name}`);
  return value;
}

const port = Number(variable('SANDBOX_PORT'));
const store = new Store(variable('SANDBOX_FILE'));
const app = createSandbox({
  store,
  baseUrl: `http://127.0.0.1:${port}`,
  productUrl: variable('SANDBOX_PRODUCT_URL'),
  stripe: { secretKey: variable('STRIPE_SECRET_KEY'), webhookSecret: variable('STRIPE_WEBHOOK_SECRET') },
  fonix: { apiKey: variable('FONIX_API_KEY'), webhookToken: variable('FONIX_WEBHOOK_TOKEN') },
});

const mail = await listenForMail(store);

async function stop(): Promise<void> {
  await Promise.all([app.close(), mail.close()]);
  store.flush();
  process.exit(0);
}
// The terminal's Ctrl-C reaches us too, but the product drains first and then ends us.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void stop());
// The product is gone, even if it was killed: nothing may be left running.
process.on('disconnect', () => void stop());

await app.listen({ port, host: '127.0.0.1' });
process.send?.({ smtpUrl: mail.url });
