import { writeFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { Command, Option } from 'commander';
import { destination } from 'pino';
import { applyAppealFiles, checkAppealFiles } from './appeal-files.js';
import { entities } from './app.module.js';
import { backup, restore } from './backup.js';
import { createApp } from './create-app.js';
import { openDatabase } from './database.js';
import { schemaDrift } from './drift.js';
import { Journal, type JournalFormatName } from './ledger/journal.js';
import { run, stopOnSignal } from './main.js';
import { describeApi } from './openapi.js';
import { type Invited, Invitations } from './platform/access/invitations.js';
import { commandLine } from './platform/access/names.js';
import { roles, type Role } from './platform/access/permissions.js';
import { tokenLines } from './token-lines.js';
import { Tokens } from './platform/access/tokens.js';
import { type Config, readConfig } from './platform/config/config.js';
import { environmentExample, StartRefused } from './platform/config/environment.js';
import { createLogger } from './platform/logging/logger.js';
import { BooksCheck } from './reports/check.js';
import { start } from './start.js';
import { explainTexts } from './text-explain.js';
import { Problem } from './vocabulary/problem.js';

const program = new Command('everypenny').description('Charity appeals whose books prove every penny.');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs work on an application that doesn't listen; logs go to stderr, so that stdout is the answer alone. */
async function withApp(work: (app: INestApplicationContext, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const database = await openDatabase(config);
  try {
    const app = await createApp(config, database.url, createLogger(config.logLevel, destination(2)));
    await app.init();
    await work(app, config).finally(() => app.close());
  } finally {
    await database.stop();
  }
}

program.command('start').description('everything on one machine: database, sandbox, product').action(start);

for (const half of ['serve', 'worker'] as const) {
  const what = half === 'serve' ? 'the HTTP half' : 'the background half';
  program
    .command(half)
    .description(`${what} alone; several of each can run on one DATABASE_URL`)
    .action(async () => {
      const config = readConfig(process.env);
      const database = await openDatabase(config);
      const halves = { http: half === 'serve', workers: half === 'worker' };
      const app = await run(config, database.url, createLogger(config.logLevel), halves);
      stopOnSignal(async () => {
        await app.close();
        await database.stop();
      });
    });
}

program
  .command('migrate')
  .description('bring the database up to date and make the role everypenny_app')
  .action(async () => {
    const database = await openDatabase(readConfig(process.env), true);
    await database.stop();
    say('The database is up to date.');
  });

for (const [name, does, done] of [
  ['backup', backup, 'rows are in'],
  ['restore', restore, 'rows were restored from'],
] as const) {
  program
    .command(`${name} <file>`)
    .description(name === 'backup' ? 'write every row to a file' : 'bring a backup into a new database')
    .action(async (file: string) => {
      const config = readConfig(process.env);
      const database = await openDatabase(config);
      const rows = await does(config.databaseOwnerUrl ?? database.url, file).finally(() => database.stop());
      say(`${rows} ${done} ${file}.`);
    });
}

const appeal = program.command('appeal').description('appeal definitions');
appeal
  .command('check <files...>')
  .description('report every mistake of YAML files, with its line and the rule it rests on')
  .action((files: string[]) => {
    const { findings, errors } = checkAppealFiles(files);
    for (const finding of findings) say(finding);
    say(errors > 0 ? `${errors} to correct.` : 'Nothing to correct.');
    process.exitCode = errors > 0 ? 1 : 0;
  });
appeal
  .command('apply <files...>')
  .description('create or update appeals')
  .action((files: string[]) =>
    withApp(async (app) => {
      for (const line of await applyAppealFiles(app, files)) say(line);
    }),
  );

const role = new Option('--role <role>').choices([...roles]).makeOptionMandatory();

const token = program.command('token').description('bearer tokens of the API');
token
  .command('create')
  .description('print a bearer, this once')
  .addOption(role)
  .requiredOption('--name <name>', 'the person whom the token acts as')
  .action(({ role, name }: { role: Role; name: string }) =>
    withApp(async (app) => say(await app.get(Tokens).create({ person: name, role }))),
  );
token
  .command('list')
  .description('every token that was made: id, role, person, when it was last used')
  .action(() => withApp(async (app) => (await tokenLines(app.get(Tokens))).forEach(say)));
token
  .command('revoke <id>')
  .description('end a token, and the sessions that were begun with it')
  .action((id: string) =>
    withApp(async (app) => {
      await app.get(Tokens).revoke(id, commandLine);
      say('Revoked.');
    }),
  );

program
  .command('staff')
  .description('people of the staff')
  .command('invite')
  .description('print a link that works once and for three days; it goes to them by mail, too')
  .requiredOption('--email <address>', 'of a person of the staff: sets them up anew')
  .addOption(role)
  .option('--name <name>', 'who it is; absent, they say it themselves')
  .action((invited: Invited) =>
    withApp(async (app) => {
      const invitations = app.get(Invitations);
      say(invitations.linkOf(await invitations.invite(invited, commandLine)));
    }),
  );

program
  .command('text')
  .description('texts')
  .command('explain')
  .description('read JSON lines of texts on stdin and say how each is read; changes nothing')
  .requiredOption('--shortcode <code>')
  .action(({ shortcode }: { shortcode: string }) => explainTexts(shortcode, process.stdin, say, withApp));

program
  .command('check')
  .description('prove the identities of the books')
  .action(() =>
    withApp(async (app) => {
      const { checked, breaks } = await app.get(BooksCheck).run();
      for (const { identity, book, detail, rows } of breaks) {
        say(`${identity}${book === undefined ? '' : ` (${book})`}: ${detail} ${rows.join(' ')}`);
      }
      const counts = Object.entries(checked).map(([what, count]) => `${count} ${what}`);
      say(
        `Checked ${counts.join(', ')}: ${breaks.length === 0 ? 'every identity holds' : `${breaks.length} breaks`}.`,
      );
      process.exitCode = breaks.length === 0 ? 0 : 1;
    }),
  );

program
  .command('journal')
  .description('the books as a plain-text journal on stdout')
  .addOption(new Option('--format <format>').choices(['hledger', 'beancount']).makeOptionMandatory())
  .option('--appeal <slug>')
  .action(({ format, appeal: slug }: { format: JournalFormatName; appeal?: string }) =>
    withApp(async (app) => {
      for await (const line of app.get(Journal).lines(format, slug)) {
        if (!process.stdout.write(`${line}\n`))
          await new Promise((drained) => process.stdout.once('drain', drained));
      }
    }),
  );

program
  .command('drift')
  .description('for developers: what the migrations and the entities disagree on')
  .action(async () => {
    const config = readConfig(process.env);
    const database = await openDatabase(config);
    const statements = await schemaDrift(database.url, entities).finally(() => database.stop());
    for (const statement of statements) say(statement);
    say(statements.length === 0 ? 'No drift.' : `${statements.length} statements of drift.`);
    process.exitCode = statements.length === 0 ? 0 : 1;
  });

program
  .command('generate')
  .description('for developers: write openapi.json and .env.example')
  .action(() =>
    withApp((app) => {
      writeFileSync('openapi.json', `${JSON.stringify(describeApi(app as never), null, 2)}\n`);
      writeFileSync('.env.example', environmentExample());
      return Promise.resolve();
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof StartRefused || error instanceof Problem)) throw error;
  const fields = error instanceof Problem ? (error.errors ?? []) : [];
  const reasons = fields.map(({ field, message }) => `${field} ${message}`);
  process.stderr.write(`everypenny: ${reasons.join('; ') || error.message}\n`);
  process.exitCode = 1;
}
