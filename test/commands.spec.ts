import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { embeddedPostgres, reachableHome } from '../src/platform/database/embedded-postgres.js';
import { freePort } from '../src/platform/database/postgres-server.js';
import { command, type Command, everypenny } from './support/command.js';
import { call } from './support/donor.js';
import { eventually } from './support/eventually.js';

/** Removes data folders, and what was put elsewhere for PostgreSQL's own user to reach. */
function remove(...dataDirs: string[]): void {
  for (const each of [...dataDirs, ...dataDirs.map(reachableHome)])
    rmSync(each, { recursive: true, force: true });
}

const total = '/api/v1/appeals/sun-ukraine-fund/total';

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-start-'));
  // PostgreSQL's own user must reach the data when we are root.
  chmodSync(folder, 0o755);
  let env: Record<string, string>;
  let url: string;
  let running: Command;

  const start = async (): Promise<void> => {
    running = everypenny(['start'], env);
    await eventually('the start', async () => {
      if (running.process.exitCode !== null) throw new Error(running.output());
      return running.output().includes('Ctrl-C stops everything');
    });
  };
  /** Every process that names our folder in its command line or environment. */
  const processes = (): string[] =>
    readdirSync('/proc').filter((pid) => {
      try {
        const about = /^\d+$/.test(pid) && pid !== String(process.pid) ? ['cmdline', 'environ'] : [];
        return about.some((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder));
      } catch {
        return false;
      }
    });

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    env = { PORT: String(port), SANDBOX_PORT: String(await freePort()), DATA_DIR: folder };
    await start();
  });
  afterAll(async () => {
    running.process.kill('SIGTERM');
    await running.ended;
    remove(folder);
  });

  it('says in a few lines where to look', () => {
    for (const address of [`${url}/`, '/phone', '/staff', '/api/docs'])
      expect(running.output()).toContain(address);
    expect(running.output().trim().split('\n').length).toBeLessThan(14);
  });

  it('lets the README’s own script give by text and by card, and proves the books', async () => {
    const [, block = ''] =
      /<!-- the story of the README[^>]*-->\s*```bash\n([\s\S]*?)```/.exec(
        readFileSync('README.md', 'utf8'),
      ) ?? [];
    expect(block).toContain('everypenny check');
    const story = command('bash', ['-c', block], { ...env, HOME: folder });
    const code = await story.ended;
    expect({ code, output: code === 0 ? '' : story.output() }).toEqual({ code: 0, output: '' });
    expect((await call(`${url}${total}`)).body).toMatchObject({ raisedPence: 1300, donations: 2 });
  });

  it('refuses a second start on the same port, in one line', async () => {
    const second = everypenny(['start'], env);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^everypenny: port \d+ is in use: .*\n$/);
  });

  it('ends at SIGTERM with no process left, and finds its data at the next start', async () => {
    const phone = `http://127.0.0.1:${env['SANDBOX_PORT']}/phone`;
    const words = new URLSearchParams({ number: '07700900001', shortcode: '70141', body: 'SUN£3' });
    await call(`${phone}/messages`, { method: 'POST', body: words });
    await eventually(
      'the third donation',
      async () => (await call<{ donations: number }>(`${url}${total}`)).body.donations === 3,
    );
    running.process.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(processes()).toEqual([]);
    await start();
    expect((await call(`${url}${total}`)).body).toMatchObject({ raisedPence: 1600, donations: 3 });
    expect((await call(`${phone}/07700900001.json`)).body).toMatchObject({ donatedPence: 300 });
  });

  it('takes over what a killed run left behind', async () => {
    running.process.kill('SIGKILL');
    await running.ended;
    await start();
    expect((await call(`${url}${total}`)).body).toMatchObject({ raisedPence: 1600 });
    running.process.kill('SIGTERM');
    await running.ended;
    await eventually('all processes to end', () => Promise.resolve(processes().length === 0));
    await start();
  });
});

describe('a start that can’t be', () => {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-refused-'));
  afterAll(() => remove(folder, join(folder, 'production'), join(folder, 'half'), join(folder, 'taken')));

  const refused = async (env: Record<string, string>): Promise<string> => {
    const started = everypenny(['start'], { PORT: String(await freePort()), ...env });
    expect(await started.ended).toBe(1);
    expect(started.output()).not.toContain('    at ');
    return started.output();
  };

  it('says in one line that a variable is wrong', async () => {
    expect(await refused({ STRIPE_SECRET: 'x' })).toMatch(
      /^everypenny: STRIPE_SECRET is not a variable .*\n$/,
    );
  });

  it('says in one line that the data can’t be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await refused({ DATA_DIR: join(file, 'data') })).toMatch(/^everypenny: .* can't be .*\n$/);
  });

  it('says in one line that production must not work as the owner of the books', async () => {
    const embedded = await embeddedPostgres(join(folder, 'production'));
    const env = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://appeals.example.org',
      DATABASE_URL: embedded.url,
      SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
      STRIPE_SECRET_KEY: 'sk_live_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      FONIX_API_KEY: 'live_1',
      FONIX_WEBHOOK_TOKEN: 'a-long-random-word',
      FONIX_ALLOWED_IPS: '54.194.146.155',
      PORT: String(await freePort()),
    };
    const outdated = everypenny(['serve'], env);
    expect(await outdated.ended).toBe(1);
    expect(outdated.output()).toMatch(
      /^everypenny: the database is not up to date: run everypenny migrate\n$/m,
    );
    expect(await everypenny(['migrate'], env).ended).toBe(0);
    const owner = everypenny(['serve'], env);
    expect(await owner.ended).toBe(1);
    expect(owner.output()).toMatch(/^everypenny: the login of DATABASE_URL can alter the books: .*\n$/m);
    await embedded.stop();
  });

  it('says in one line that the database does not answer', async () => {
    const env = { DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`, DATA_DIR: folder };
    expect(await refused(env)).toMatch(/^everypenny: the database of DATABASE_URL does not answer: .*\n$/);
  });

  it('makes the cluster again when the first start was cut short', async () => {
    const data = join(folder, 'half');
    mkdirSync(join(data, 'postgres', 'data'), { recursive: true });
    writeFileSync(join(data, 'postgres', 'data', 'half'), '');
    chmodSync(folder, 0o755);
    const migrated = everypenny(['migrate'], { DATA_DIR: data });
    await migrated.ended;
    expect(migrated.output()).toContain('The database is up to date.\n');
  });

  it('says that the sandbox’s port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const { port } = await eventually('a port', () =>
      Promise.resolve((server.address() as { port: number } | null) ?? undefined),
    );
    expect(await refused({ SANDBOX_PORT: String(port), DATA_DIR: join(folder, 'taken') })).toContain(
      'set SANDBOX_PORT',
    );
    server.close();
  });
});

describe('everypenny text explain', () => {
  it('needs no database when keywords and amounts are given, and answers line by line', async () => {
    const lines = [
      { raw: 'SUN£3', keywords: ['SUN'], offeredPence: [300, 500] },
      { raw: 'SUN£4', keywords: ['SUN'], offeredPence: [300, 500] },
    ];
    const unreadable = [
      'not JSON',
      '{"raw":"SUN£3","keywords":"SUN","offeredPence":[300]}',
      '{"raw":"SUN£3","keywords":["SUN"],"offeredPence":[3.5]}',
      '{"raw":"SUN£3","keywords":["SUN"],"offeredPence":[300],"parts":{"ref":"a","total":2}}',
    ];
    const input = [...unreadable, ...lines.map((line) => JSON.stringify(line))].join('\n');
    const explained = everypenny(
      ['text', 'explain', '--shortcode', '70141'],
      { DATA_DIR: '/nowhere' },
      input,
    );
    expect(await explained.ended).toBe(1);
    const answers = explained
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toEqual([
      ...unreadable.map(() => ({ error: expect.stringContaining('raw') })),
      { kind: 'donate', keyword: 'SUN', amountPence: 300, reason: expect.any(String) },
      expect.objectContaining({ kind: 'unknown_amount', keyword: 'SUN' }),
    ]);
  });
});

describe('everypenny appeal check', () => {
  it('finds nothing in our own, and names line and rule of what is wrong in another', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'everypenny-appeal-')), 'appeal.yaml');
    const own = readFileSync('appeals/sun-ukraine-fund.yaml', 'utf8');
    writeFileSync(file, own.replace(/surplusStatement:[\s\S]*?(?=\n\w)/, ''));
    const right = everypenny(['appeal', 'check', 'appeals/sun-ukraine-fund.yaml']);
    expect({ code: await right.ended, output: right.output() }).toEqual({
      code: 0,
      output: 'Nothing to correct.\n',
    });
    const wrong = everypenny(['appeal', 'check', file]);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toMatch(/appeal\.yaml:\d+:\d+ error surplusStatement: .*rests on/);
    rmSync(join(file, '..'), { recursive: true });
  });
});
