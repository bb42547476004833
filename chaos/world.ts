import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createSandbox } from '../sandbox/create-sandbox.js';
import { Store } from '../sandbox/store.js';
import { type Config, readConfig } from '../src/platform/config/config.js';
import { projectRoot } from '../src/platform/config/project-root.js';
import { type EmbeddedPostgres, embeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { migrate } from '../src/platform/database/migrate.js';
import { freePort } from '../src/platform/database/postgres-server.js';
import { Proxy } from './proxy.js';

const readyWithinMs = 60_000;

/** Everything that a round may break: two product processes and their PostgreSQL. The sandbox is left alone. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'everypenny-chaos-'));
  private readonly products: (ChildProcess | undefined)[] = [undefined, undefined];
  private readonly deliberate = new WeakSet<ChildProcess>();
  /** Product processes that ended though nobody killed them. */
  crashes = 0;

  private constructor(
    private postgres: EmbeddedPostgres,
    private readonly proxy: Proxy,
    private readonly environments: NodeJS.ProcessEnv[],
    readonly config: Config,
    readonly databaseUrl: string,
    readonly productUrls: readonly string[],
    private readonly sandbox: FastifyInstance,
    readonly store: Store,
    private readonly databaseFolder: string,
  ) {}

  static async start(): Promise<World> {
    const databaseFolder = mkdtempSync(join(tmpdir(), 'everypenny-chaos-db-'));
    const postgres = await embeddedPostgres(databaseFolder);
    await migrate(postgres.url);
    const proxy = new Proxy();
    const address = new URL(postgres.url);
    proxy.targetPort = Number(address.port);
    address.port = String(await proxy.listen());
    const [sandboxPort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
    const environments = ports.map((port) => ({
      PATH: process.env['PATH'],
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATABASE_URL: address.href,
      DATA_DIR: databaseFolder,
      SECRETS_KEY: randomBytes(32).toString('base64'),
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
    }));
    for (const environment of environments) environment.SECRETS_KEY = environments[0]?.SECRETS_KEY ?? '';
    const config = readConfig(environments[0] ?? {});
    const store = new Store(join(databaseFolder, 'sandbox.json'));
    const productUrls = ports.map((port) => `http://127.0.0.1:${port}`);
    const sandbox = createSandbox({
      store,
      baseUrl: `http://127.0.0.1:${sandboxPort}`,
      productUrl: productUrls[0] ?? '',
      stripe: { secretKey: config.stripe.secretKey, webhookSecret: config.stripe.webhookSecrets[0] ?? '' },
      fonix: { apiKey: config.fonix?.apiKey ?? '', webhookToken: config.fonix?.webhookToken ?? '' },
    });
    await sandbox.listen({ port: sandboxPort, host: '127.0.0.1' });
    const world = new World(
      postgres,
      proxy,
      environments,
      config,
      address.href,
      productUrls,
      sandbox,
      store,
      databaseFolder,
    );
    try {
      await world.everypenny('appeal', 'apply', join(projectRoot, 'appeals', 'sun-ukraine-fund.yaml'));
      await Promise.all([world.startProduct(0), world.startProduct(1)]);
    } catch (error) {
      await world.stop(true);
      throw error;
    }
    return world;
  }

  /** Runs a command of the product; resolves with its exit code and what it said. */
  everypenny(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [join(projectRoot, 'dist', 'src', 'cli.js'), ...args], {
      cwd: projectRoot,
      env: this.environments[0],
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }

  /** Starts one product process and waits until it is ready. */
  async startProduct(index: number): Promise<void> {
    const log = openSync(join(this.folder, `product-${index}.log`), 'a');
    const child = spawn(process.execPath, [join(projectRoot, 'dist', 'chaos', 'product.js')], {
      cwd: projectRoot,
      env: this.environments[index],
      stdio: ['ignore', log, log],
    });
    this.products[index] = child;
    child.once('exit', () => {
      if (!this.deliberate.has(child)) this.crashes++;
    });
    for (const until = Date.now() + readyWithinMs; Date.now() < until; await setTimeout(50)) {
      const answer = await fetch(`${this.productUrls[index]}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`product ${index} was not ready within ${readyWithinMs} ms: see ${this.folder}`);
  }

  /** As if the power of one machine went: no handler runs, nothing is flushed. */
  async killProduct(index: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.products[index];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.deliberate.add(child);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  killPostgres(): void {
    const home = this.postgres.movedTo ?? join(this.databaseFolder, 'postgres');
    const pid = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
  }

  /** Its crash recovery runs at the start; a new port may be its, which the proxy hides. */
  async restartPostgres(): Promise<void> {
    this.postgres = await embeddedPostgres(this.databaseFolder);
    this.proxy.targetPort = Number(new URL(this.postgres.url).port);
  }

  async stop(keepLogs: boolean): Promise<void> {
    await Promise.all(this.products.map((_, index) => this.killProduct(index, 'SIGTERM')));
    await this.sandbox.close();
    this.store.flush();
    this.proxy.close();
    await this.postgres.stop();
    const used = [this.databaseFolder, this.postgres.movedTo, ...(keepLogs ? [] : [this.folder])];
    for (const folder of used) if (folder) rmSync(folder, { recursive: true, force: true });
  }
}
