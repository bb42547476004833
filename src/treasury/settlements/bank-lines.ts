import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AppealNotFound } from '../../giving/appeals/appeals.problems.js';
import { Appeals, type CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import { otherBook } from '../../ledger/accounts.js';
import { Audit } from '../../platform/access/audit.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { formatPounds } from '../../vocabulary/pence.js';
import { Explanations } from './explanations.js';
import { lockMatching } from './matching-lock.js';
import { matchesOf } from './matching.js';
import { BankLine, Expectation, Proposal } from './settlement.entities.js';
import type { BankLineDto, BankLinesTakenDto } from './settlements.dto.js';
import { MatchNotFound } from './settlements.problems.js';
import { Settling } from './settling.js';

const rowsAtOnce = 1_000;

type NewLine = Omit<BankLine, 'unidentifiedIn' | 'expectationId' | 'matchedBy' | 'matchedAt'>;

/** Where lines come from, who brought them, and whose they are if nobody can tell. */
export interface Import {
  bankAccount: string;
  appeal?: string | undefined;
  person: string;
}

/** Lines of the bank's statement: kept once, matched, or waiting for a person. */
@Injectable()
export class BankLines {
  constructor(
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly settling: Settling,
    private readonly explanations: Explanations,
    private readonly breaks: Breaks,
    private readonly audit: Audit,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * A line that is known changes nothing; one that is known with another amount is kept as a break. `then` is
   * called in the same transaction, when the lines are in the books.
   */
  async take(
    lines: BankLineDto[],
    { bankAccount, appeal, person }: Import,
    then?: (tx: Tx) => Promise<void>,
  ): Promise<BankLinesTakenDto> {
    const appeals = await this.appeals.all();
    const book = bookOf(appeals, appeal);
    const now = this.clock.now();
    const rows = lines.map((line) => ({
      id: derivedId('bank line', bankAccount, line.id),
      bankAccount,
      bankId: line.id,
      bookedOn: line.date,
      amountPence: line.amountPence,
      reference: this.secrets.seal(line.reference),
      state: 'unmatched' as const,
      importedBy: person,
      importedAt: now,
    }));
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const fresh = await this.keep(tx, rows);
      await this.match(tx, person);
      await this.park(tx, book);
      await this.explanations.suggest(
        tx,
        fresh.map(({ id }) => id),
        appeals,
      );
      await then?.(tx);
      const matched = await tx.countBy(BankLine, { id: In(fresh.map(({ id }) => id)), state: 'matched' });
      const taken = fresh.length;
      return { taken, known: lines.length - taken, matched, waiting: taken - matched };
    });
  }

  /** Keeps the lines that are new, and resolves with them. */
  private async keep(tx: Tx, rows: NewLine[]): Promise<NewLine[]> {
    const known = new Map<string, Pick<BankLine, 'id' | 'amountPence'>>();
    for (const line of await tx.findBy(BankLine, { id: In(rows.map(({ id }) => id)) }))
      known.set(line.id, line);
    const fresh: NewLine[] = [];
    for (const row of rows) {
      await this.compare(tx, row, known.get(row.id));
      if (!known.has(row.id)) fresh.push(row);
      known.set(row.id, known.get(row.id) ?? row);
    }
    for (let from = 0; from < fresh.length; from += rowsAtOnce)
      await tx.insert(BankLine, fresh.slice(from, from + rowsAtOnce));
    return fresh;
  }

  private async compare(
    tx: Tx,
    line: Pick<BankLine, 'id' | 'bankId' | 'amountPence'>,
    known: Pick<BankLine, 'id' | 'amountPence'> | undefined,
  ): Promise<void> {
    if (!known || known.amountPence === line.amountPence) return;
    await this.breaks.note(tx, {
      kind: 'bank_line_differs',
      reference: line.id,
      detail: 'The bank’s statement shows a line that is known, with another amount. The first stands.',
      whatToDo: 'Look the line up at the bank.',
      amountPence: line.amountPence,
      ours: [{ what: 'bank line', id: line.id, amountPence: known.amountPence }],
      theirs: [{ what: 'bank line', id: line.bankId, amountPence: line.amountPence }],
    });
  }

  /** Settles what leaves no doubt, and proposes what may belong together. Call it under `lockMatching`. */
  async match(tx: Tx, person: string): Promise<void> {
    const lines = await tx.find(BankLine, {
      where: { state: 'unmatched' },
      order: { bookedOn: 'ASC', id: 'ASC' },
    });
    const expected = await tx.find(Expectation, {
      where: { state: 'open' },
      order: { dueOn: 'ASC', id: 'ASC' },
    });
    const { exact, proposed } = matchesOf(
      lines.map((line) => ({ ...line, reference: this.secrets.open(line.reference) })),
      expected.map((one) => ({ ...one, duePence: one.amountPence - one.metPence })),
    );
    for (const { line, due } of exact) {
      const [bankLine, expectation] = [
        lines.find(({ id }) => id === line.id),
        expected.find(({ id }) => id === due.id),
      ];
      if (bankLine && expectation) await this.settling.settle(tx, bankLine, expectation, person);
    }
    const rows = proposed.map(({ line, due }) => ({
      id: derivedId('match', line.id, due.id),
      lineId: line.id,
      expectationId: due.id,
      proposedAt: this.clock.now(),
    }));
    if (rows.length > 0)
      await tx.createQueryBuilder().insert().into(Proposal).values(rows).orIgnore().execute();
  }

  /** Throws MatchNotFound, AmountDiffers. */
  confirm(proposalId: string, person: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const proposal = await tx.findOneBy(Proposal, { id: proposalId });
      if (!proposal) throw new MatchNotFound();
      const line = await tx.findOneByOrFail(BankLine, { id: proposal.lineId });
      const expectation = await tx.findOneByOrFail(Expectation, { id: proposal.expectationId });
      if (line.state !== 'unmatched' || expectation.state !== 'open') throw new MatchNotFound();
      await this.settling.settle(tx, line, expectation, person);
      const after = { state: 'matched', expectationId: expectation.id };
      await this.audit.changed(tx, person, [
        { what: 'bank line', id: line.id, before: { state: line.state }, after },
      ]);
    });
  }

  private async park(tx: Tx, book: string): Promise<void> {
    const lines = await tx
      .createQueryBuilder(BankLine, 'line')
      .where(`line.state = 'unmatched' and line.unidentified_in is null`)
      .getMany();
    await this.settling.park(tx, lines, book);
    for (const { id, bankId, bookedOn, amountPence } of lines)
      await this.breaks.note(tx, {
        kind: 'bank_line_unmatched',
        reference: id,
        detail: `The bank’s statement of ${bookedOn} shows ${formatPounds(amountPence)} that nothing expected explains.`,
        whatToDo:
          'Confirm what it is matched with, or say what it is: both stand on the list of settlements.',
        appeal: book,
        amountPence,
        theirs: [{ what: 'bank line', id: bankId, amountPence }],
      });
  }
}

/** Of the appeal that is named; of the only one there is; else of none. Throws AppealNotFound. */
function bookOf(appeals: CurrentAppeal[], named: string | undefined): string {
  if (named === undefined) return appeals.length === 1 ? (appeals[0]?.slug ?? otherBook) : otherBook;
  if (!appeals.some(({ slug }) => slug === named)) throw new AppealNotFound();
  return named;
}
