import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import type { AppealDefinition } from './appeal-definition.js';
import { Appeal, AppealVersion } from './appeal.entity.js';
import { AppealNotFound, AppealNotOpen } from './appeals.problems.js';

export type AppealStatus = 'draft' | 'open' | 'stopped' | 'closed';

/** An appeal as donors see it now. */
export interface CurrentAppeal {
  slug: string;
  version: number;
  status: AppealStatus;
  /** What is given now is for; `definition.purpose` says it in words. */
  purpose: Purpose;
  definition: AppealDefinition;
}

/** What gifts are for, and the words of a surplus notice for it where it had its own. */
export type Designation = Pick<AppealVersion, 'purpose' | 'purposeWords'>;

const current = `
  select appeal.slug, appeal.version, appeal.status as decided, appeal_version.purpose,
    appeal_version.purpose_words as "purposeWords", appeal_version.definition
  from giving.appeal join giving.appeal_version using (slug, version)`;

/** Appeals and their wordings. It never counts money: the ledger does. */
@Injectable()
export class Appeals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Creates or updates; the same definition again changes nothing, another wording makes a new version. */
  apply(definition: AppealDefinition): Promise<'created' | 'unchanged' | 'changed'> {
    const { slug } = definition;
    return this.transactions.run(async (tx) => {
      await lock(tx, slug);
      const known = await tx.findOneBy(Appeal, { slug });
      if (!known) {
        await this.insertVersion(tx, definition, 1, { purpose: 'restricted', purposeWords: null });
        await tx.insert(Appeal, { slug, version: 1, status: 'open' });
        return 'created';
      }
      const before = await tx.findOneByOrFail(AppealVersion, { slug, version: known.version });
      if (isDeepStrictEqual(before.definition, JSON.parse(JSON.stringify(definition)))) return 'unchanged';
      await this.newVersion(tx, definition, known.version + 1, before);
      return 'changed';
    });
  }

  /** What is given from now on is for this: another wording, so that donors see it before they give. */
  async designate(tx: Tx, slug: string, designation: Designation): Promise<void> {
    await lock(tx, slug);
    const { version } = await tx.findOneByOrFail(Appeal, { slug });
    const before = await tx.findOneByOrFail(AppealVersion, { slug, version });
    const { purpose, purposeWords } = designation;
    if (purpose !== before.purpose || purposeWords !== before.purposeWords)
      await this.newVersion(tx, before.definition, version + 1, designation);
  }

  /** It takes no more donations. Throws AppealNotFound; one that is stopped or closed stays as it is. */
  async stop(tx: Tx, slug: string, person: string): Promise<CurrentAppeal> {
    await lock(tx, slug);
    await tx.update(
      Appeal,
      { slug, status: 'open' },
      { status: 'stopped', stoppedAt: this.clock.now(), stoppedBy: person },
    );
    return this.get(slug, tx);
  }

  /** The caller has seen that its books, as of this snapshot or later, are at zero. */
  async close(tx: Tx, slug: string, person: string, snapshot: string): Promise<void> {
    await tx.query(
      `update giving.appeal set status = 'closed', closed_at = $2, closed_by = $3,
         closed_epoch = (select max(number) from ledger.epoch), closed_snapshot = $4
       where slug = $1 and status <> 'closed'`,
      [slug, this.clock.now(), person, snapshot],
    );
  }

  private async newVersion(
    tx: Tx,
    definition: AppealDefinition,
    version: number,
    designation: Designation,
  ): Promise<void> {
    await this.insertVersion(tx, definition, version, designation);
    await tx.update(Appeal, { slug: definition.slug }, { version });
  }

  private async insertVersion(
    tx: Tx,
    definition: AppealDefinition,
    version: number,
    { purpose, purposeWords }: Designation,
  ): Promise<void> {
    await tx.query(
      `insert into giving.appeal_version (slug, version, definition, purpose, purpose_words)
       values ($1, $2, $3, $4, $5)`,
      [definition.slug, version, JSON.stringify(definition), purpose, purposeWords],
    );
  }

  async all(within: Pick<Tx, 'query'> = this.dataSource): Promise<CurrentAppeal[]> {
    return (await within.query<Row[]>(`${current} order by slug`)).map((row) => this.withStatus(row));
  }

  /** Throws AppealNotFound. */
  async get(slug: string, within: Pick<Tx, 'query'> = this.dataSource): Promise<CurrentAppeal> {
    // Nothing else can be a slug, and PostgreSQL takes no NUL in a text.
    if (!/^[a-z0-9-]{1,100}$/.test(slug)) throw new AppealNotFound();
    const [row] = await within.query<Row[]>(`${current} where slug = $1`, [slug]);
    if (!row) throw new AppealNotFound();
    return this.withStatus(row);
  }

  /** The appeal if it takes donations by this channel now; throws AppealNotFound or AppealNotOpen. */
  async openFor(slug: string, channel: 'card' | 'text'): Promise<CurrentAppeal> {
    const appeal = await this.get(slug);
    if (appeal.status !== 'open') throw new AppealNotOpen(appeal.status);
    if (!appeal.definition[channel]) throw new AppealNotOpen('channel');
    return appeal;
  }

  /** Every appeal that a short code belongs to, open or not. */
  async onShortcode(shortcode: string): Promise<CurrentAppeal[]> {
    return (await this.all()).filter((appeal) => appeal.definition.text?.shortcode === shortcode);
  }

  /** The wording that a donor saw. */
  async version(slug: string, version: number, tx: Tx = this.dataSource.manager): Promise<AppealDefinition> {
    const row = await tx.findOneBy(AppealVersion, { slug, version });
    if (!row) throw new AppealNotFound();
    return worded(row);
  }

  private withStatus({ decided, purposeWords, ...found }: Row): CurrentAppeal {
    const row = { ...found, definition: worded({ ...found, purposeWords }) };
    const today = londonDate(this.clock.now());
    const { opensOn, closesOn } = row.definition;
    if (decided !== 'open') return { ...row, status: decided };
    if (today < opensOn) return { ...row, status: 'draft' };
    return { ...row, status: closesOn !== null && today > closesOn ? 'stopped' : 'open' };
  }
}

/** Whoever rewords or ends an appeal waits for whoever does. */
async function lock(tx: Tx, slug: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`appeal ${slug}`]);
}

/** The definition as donors read it: after a surplus notice its purpose is what their gift is for then. */
function worded({ definition, purpose, purposeWords }: Designation & { definition: AppealDefinition }) {
  return purpose === 'restricted'
    ? definition
    : { ...definition, purpose: purposeWords ?? definition.surplusStatement };
}

type Row = Omit<CurrentAppeal, 'status'> & Designation & { decided: Appeal['status'] };
