import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/platform/config/config.js';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { Balancer } from './balancer.js';
import { everypenny } from './command.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';

/**
 * Two processes of the product, each with both halves, on one database and behind one address; and the sandbox in
 * a process of its own, because it is as busy as they are.
 */
export class TwoProcesses {
  private readonly products: ChildProcess[] = [];
  private sandbox: ChildProcess | undefined;
  /** The product's and the sandbox's addresses, without a slash at the end. */
  readonly url: string;
  readonly sandboxUrl: string;

  private constructor(
    readonly database: TestDatabase,
    private readonly balancer: Balancer,
    balancerPort: number,
    private readonly environment: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${balancerPort}`;
    this.sandboxUrl = `http://127.0.0.1:${environment['SANDBOX_PORT']}`;
  }

  static async start(): Promise<TwoProcesses> {
    const [sandboxPort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
    const database = await createTestDatabase();
    const balancer = new Balancer(ports);
    const two = new TwoProcesses(database, balancer, await balancer.listen(), {
      SANDBOX_PORT: String(sandboxPort),
      DATABASE_URL: database.url,
      DATA_DIR: mkdtempSync(join(tmpdir(), 'everypenny-two-')),
      SECRETS_KEY: randomBytes(32).toString('base64'),
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
    });
    try {
      await two.startSandbox();
      await two.everypenny('appeal', 'apply', 'appeals/sun-ukraine-fund.yaml');
      await Promise.all(ports.map((port) => two.startProduct(port)));
    } catch (error) {
      await two.close();
      throw error;
    }
    return two;
  }

  /** Runs a command of the product to its end; resolves with what it said. Throws when it failed. */
  async everypenny(...args: string[]): Promise<string> {
    const { ended, output } = everypenny(args, this.environment);
    const code = await ended;
    if (code !== 0) throw new Error(`everypenny ${args.join(' ')} ended with ${code}: ${output()}`);
    return output();
  }

  /** As if the power of one machine went. */
  kill(index: number): Promise<void> {
    return end(this.products[index], 'SIGKILL');
  }

  async close(): Promise<void> {
    await Promise.all([...this.products, this.sandbox].map((child) => end(child, 'SIGTERM')));
    this.balancer.close();
    await this.database.drop();
    rmSync(this.environment['DATA_DIR'] ?? '', { recursive: true, force: true });
  }

  private async startSandbox(): Promise<void> {
    const { stripe, fonix } = readConfig(this.environment);
    this.sandbox = fork('dist/sandbox/main.js', {
      execArgv: [],
      env: {
        PATH: process.env['PATH'],
        SANDBOX_PORT: this.environment['SANDBOX_PORT'],
        SANDBOX_FILE: join(this.environment['DATA_DIR'] ?? '', 'sandbox.json'),
        SANDBOX_PRODUCT_URL: this.url,
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecrets[0],
        FONIX_API_KEY: fonix?.apiKey,
        FONIX_WEBHOOK_TOKEN: fonix?.webhookToken,
      },
    });
    await once(this.sandbox, 'message');
  }

  private async startProduct(port: number): Promise<void> {
    const child = spawn(process.execPath, ['dist/chaos/product.js'], {
      env: { PATH: process.env['PATH'], ...this.environment, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.products.push(child);
    await eventually('a process to be ready', () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
