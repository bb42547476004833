import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { Appeals } from '../../../giving/appeals/appeals.service.js';
import { gatewayPaymentExpected, type OfFund } from '../../../ledger/bank.events.js';
import { Breaks } from '../../../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../../../platform/database/transactions.js';
import { ValidationFailed } from '../../../platform/http/http.problems.js';
import { News } from '../../../platform/messaging/news.js';
import { addDays, Clock } from '../../../vocabulary/clock.js';
import { derivedId } from '../../../vocabulary/ids.js';
import { formatPounds, type Pence, pence } from '../../../vocabulary/pence.js';
import { type Layout, StatementFile } from './statement-file.js';
import { StatementMatching } from './statement-matching.js';
import {
  anyOfOurs,
  countRows,
  type FundSum,
  fundSums,
  missingCharges,
  type VerdictCounts,
} from './statement-rows.js';
import { Statement } from './statement.entities.js';
import { StatementKnown, StatementOfAnother } from './statements.problems.js';

/** Networks pay up to so long after the month's end. */
const paidWithinDays = 80;
/** Whoever claimed a statement and said nothing for so long has stopped. */
const claimLastsMs = 10 * 60_000;

/** What the person who brings a statement knows of it. */
export interface Brought {
  gateway: string;
  shortcode?: string | undefined;
  month?: string | undefined;
  feePence: Pence;
  layout: Layout;
  person: string;
}

export type Matched = Omit<Statement, 'state' | 'claimedAt'> & VerdictCounts & { missing: number };

/** A gateway's monthly statement, matched charge by charge; what it says will be paid is told to the treasury. */
@Injectable()
export class Statements {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly matching: StatementMatching,
    private readonly news: News,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /**
   * Works on a statement once. Throws ValidationFailed by line, StatementOfAnother for one that has nothing of
   * ours, StatementKnown for the same again. What was interrupted goes on when the same comes again.
   */
  async take(body: Readable, brought: Brought): Promise<Matched> {
    const file = await StatementFile.keep(body, brought.layout);
    try {
      const statement = await this.begin(brought, file.hash, await this.monthOf(file, brought));
      try {
        for await (const set of file.sets())
          await this.transactions.run((tx) => this.matching.match(tx, statement, set));
        return await this.transactions.run((tx) => this.end(tx, statement));
      } catch (error) {
        await this.dataSource
          .getRepository(Statement)
          .update({ id: statement.id }, { claimedAt: new Date(0) });
        throw error;
      }
    } finally {
      await file.close();
    }
  }

  /** Reads the whole of it first, so that nothing is changed by a statement that is not all right. */
  private async monthOf(file: StatementFile, { gateway, shortcode, month }: Brought): Promise<string> {
    await this.requireOurs(gateway, shortcode);
    const months = new Set(month === undefined ? [] : [month]);
    let rows = 0;
    let isOurs = false;
    for await (const set of file.sets()) {
      rows += set.length;
      for (const { dated } of set) months.add(dated.slice(0, 7));
      isOurs ||= await anyOfOurs(this.dataSource.manager, gateway, set);
    }
    const [only, another] = months;
    if (only === undefined)
      throw new ValidationFailed([{ field: 'month', message: 'is needed where there are no rows' }]);
    if (another !== undefined)
      throw new ValidationFailed([
        { field: 'date', message: `must be of one month, not of ${[...months].join(', ')}` },
      ]);
    if (rows > 0 && !isOurs) throw new StatementOfAnother();
    return only;
  }

  private async requireOurs(gateway: string, shortcode: string | undefined): Promise<void> {
    const texts = (await this.appeals.all()).flatMap(({ definition }) => definition.text ?? []);
    const isOurs = texts.some(
      (text) => text.gateway === gateway && (shortcode === undefined || text.shortcode === shortcode),
    );
    if (!isOurs) throw new StatementOfAnother();
  }

  private async begin(
    { gateway, shortcode, feePence, person }: Brought,
    hash: string,
    month: string,
  ): Promise<Statement> {
    const now = this.clock.now();
    const statement: Statement = {
      id: derivedId('text statement', gateway, hash),
      gateway,
      month,
      shortcode: shortcode ?? null,
      feePence,
      state: 'reading',
      claimedAt: now,
      dueOn: addDays(lastDayOf(month), paidWithinDays),
      importedBy: person,
      importedAt: now,
    };
    return this.transactions.run(async (tx) => {
      const insert = tx.createQueryBuilder().insert().into(Statement).values(statement).orIgnore();
      const { raw: made } = (await insert.returning('id').execute()) as { raw: unknown[] };
      const kept = await tx.findOneOrFail(Statement, {
        where: { id: statement.id },
        lock: { mode: 'for_no_key_update' },
      });
      const isLetGo = kept.state === 'reading' && now.getTime() - kept.claimedAt.getTime() > claimLastsMs;
      if (made.length === 0 && !isLetGo) throw new StatementKnown(kept.month);
      await tx.update(Statement, { id: kept.id }, { claimedAt: now });
      return kept;
    });
  }

  private async end(tx: Tx, statement: Statement): Promise<Matched> {
    const { id, gateway, feePence, dueOn } = statement;
    const missing = await missingCharges(tx, statement);
    for (const { chargeId, donationId, missingPence } of missing) {
      await this.breaks.note(tx, {
        kind: 'statement_row_missing',
        reference: chargeId,
        detail: `${formatPounds(missingPence)} was reported charged in ${statement.month}, and the statement lacks it.`,
        whatToDo: 'Ask the gateway for it. It stays receivable.',
        donationId,
        amountPence: missingPence,
        ours: [{ what: 'charge', id: chargeId, amountPence: missingPence }],
        theirs: [{ what: `statement of ${statement.month}`, id: statement.id }],
      });
    }
    const perFund = withFees(await fundSums(tx, id), feePence);
    if (perFund.reduce((sum, { amountPence, feePence: fee }) => sum + amountPence - fee, 0) > 0)
      await this.news.tell(tx, gatewayPaymentExpected, [{ statementId: id, gateway, dueOn, perFund }]);
    await tx.update(Statement, { id }, { state: 'matched' });
    const { state: _, claimedAt: __, ...shown } = statement;
    return { ...shown, ...(await countRows(tx, id)), missing: missing.length };
  }
}

/** The fee in proportion to what each fund is paid; pennies left over go to the first. */
function withFees(sums: FundSum[], feePence: Pence): OfFund[] {
  const total = sums.reduce((sum, { amountPence }) => sum + Math.max(0, amountPence), 0);
  const fees = sums.map(({ amountPence }) =>
    total === 0 ? 0 : Number((BigInt(feePence) * BigInt(Math.max(0, amountPence))) / BigInt(total)),
  );
  const left = feePence - fees.reduce((sum, fee) => sum + fee, 0);
  return sums.map((sum, index) => ({
    ...sum,
    feePence: pence((fees[index] ?? 0) + (index === 0 ? left : 0)),
  }));
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
