import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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
  definition: AppealDefinition;
}

const current = `
  select appeal.slug, appeal.version, appeal.status as decided, appeal_version.definition
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
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`appeal ${slug}`]);
      const known = await tx.findOneBy(Appeal, { slug });
      if (!known) {
        await this.insertVersion(tx, definition, 1);
        await tx.insert(Appeal, { slug, version: 1, status: 'open' });
        return 'created';
      }
      const before = await tx.findOneByOrFail(AppealVersion, { slug, version: known.version });
      if (isDeepStrictEqual(before.definition, JSON.parse(JSON.stringify(definition)))) return 'unchanged';
      await this.insertVersion(tx, definition, known.version + 1);
      await tx.update(Appeal, { slug }, { version: known.version + 1 });
      return 'changed';
    });
  }

  private async insertVersion(tx: Tx, definition: AppealDefinition, version: number): Promise<void> {
    await tx.query('insert into giving.appeal_version (slug, version, definition) values ($1, $2, $3)', [
      definition.slug,
      version,
      JSON.stringify(definition),
    ]);
  }

  async all(): Promise<CurrentAppeal[]> {
    return (await this.dataSource.query<Row[]>(`${current} order by slug`)).map((row) =>
      this.withStatus(row),
    );
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
    return row.definition;
  }

  private withStatus({ decided, ...row }: Row): CurrentAppeal {
    const today = londonDate(this.clock.now());
    const { opensOn, closesOn } = row.definition;
    if (decided !== 'open') return { ...row, status: decided };
    if (today < opensOn) return { ...row, status: 'draft' };
    return { ...row, status: closesOn !== null && today > closesOn ? 'stopped' : 'open' };
  }
}

type Row = Omit<CurrentAppeal, 'status'> & { decided: Appeal['status'] };
