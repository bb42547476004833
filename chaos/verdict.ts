import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Sent } from './load.js';
import type { World } from './world.js';

const settledWithinMs = 120_000;

interface Phone {
  bill: { amountPence: number; txguid?: string }[];
}

/** Waits until the product has recovered; resolves with everything that is wrong then, which should be nothing. */
export async function verdict(world: World, sent: Sent[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    const faults: string[] = [];
    if (!(await settled(client, world))) faults.push('messages or calls still wait');
    faults.push(...(await unbooked(client, sent)), ...(await billsAndBooks(client, world)));
    const check = await world.everypenny('check');
    if (check.code !== 0) faults.push(`check: ${check.output.trim()}`);
    if (world.crashes > 0) faults.push(`${world.crashes} product processes ended by themselves`);
    return faults;
  } finally {
    await client.end();
  }
}

/** Nothing waits in the queues, and the sandbox has no report left to bring. */
async function settled(client: pg.Client, world: World): Promise<boolean> {
  for (const until = Date.now() + settledWithinMs; Date.now() < until; await setTimeout(100)) {
    const { rows } = await client.query<{ waiting: number }>(
      `select ((select count(*) from messaging.inbox where done_at is null)
         + (select count(*) from messaging.outbox where done_at is null and gave_up_at is null))::integer as waiting`,
    );
    const reports = Object.keys(world.store.table('phone.deliveries')).length;
    if (rows[0]?.waiting === 0 && reports === 0) return true;
  }
  return false;
}

/** Acknowledged, and not in the books exactly once. */
async function unbooked(client: pg.Client, sent: Sent[]): Promise<string[]> {
  const guids = sent.filter(({ acknowledged }) => acknowledged).map(({ guid }) => guid);
  const { rows } = await client.query<{ guid: string; status: string | null; entries: number }>(
    `select sent.guid, donation.status,
       (select count(distinct entry)::integer from ledger.transfer where donation_id = donation.id) as entries
     from unnest($1::text[]) as sent (guid)
     left join text.message on message.gateway = 'fonix' and message.external_id = sent.guid
     left join giving.donation on donation.id = message.donation_id`,
    [guids],
  );
  return rows
    .filter(({ status, entries }) => status !== 'confirmed' || entries !== 1)
    .map(({ guid, status, entries }) => `${guid}: ${status ?? 'no donation'}, ${entries} entries`);
}

/** What the phones were charged is what the books hold, to the penny. */
async function billsAndBooks(client: pg.Client, world: World): Promise<string[]> {
  const billedPence = Object.values(world.store.table<Phone>('phone.phones'))
    .flatMap(({ bill }) => bill)
    .filter(({ txguid }) => txguid !== undefined)
    .reduce((sum, { amountPence }) => sum + amountPence, 0);
  const { rows } = await client.query<{ pence: string }>(
    `select coalesce(sum(amount_pence), 0)::text as pence from ledger.transfer where happening = 'text_charged'`,
  );
  const bookedPence = Number(rows[0]?.pence);
  return billedPence === bookedPence
    ? []
    : [`phones were charged ${billedPence}p, the books hold ${bookedPence}p`];
}
