import { Injectable } from '@nestjs/common';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { formatPounds, pence, penceFromText } from '../../vocabulary/pence.js';
import { BankBalance } from './bank-account.entities.js';
import type { Import } from './bank-lines.js';
import type { BankStatement } from './camt053.js';

/**
 * What the books say of an account on a day: all of `appeal_bank` by its business date, with payments of ours
 * counted on the day that the bank shows them, less what other accounts showed.
 */
const booked = `
  select ((select coalesce(sum(posting.amount_pence), 0) from ledger.posting
      join ledger.account on account.id = posting.account and account.name = 'appeal_bank'
      where (occurred_at at time zone 'Europe/London')::date <= $2::date)
    - (select coalesce(sum(amount_pence), 0) from treasury.expectation
      where kind = 'payment_made' and state <> 'void' and due_on <= $2::date)
    + (select coalesce(sum(line.amount_pence), 0) from treasury.bank_line line
      join treasury.expectation on expectation.id = line.expectation_id and kind = 'payment_made'
      where line.booked_on <= $2::date)
    - (select coalesce(sum(amount_pence), 0) from treasury.bank_line
      where bank_account <> $1 and booked_on <= $2::date))::text as pence`;

/** Whether the bank's balances follow one another, and are what the books say (identity 3). It corrects nothing. */
@Injectable()
export class BankBalances {
  constructor(
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /** Once for a day. Call it when the statement's lines are in the books. */
  async keep(tx: Tx, statement: BankStatement, { bankAccount, person }: Import): Promise<void> {
    const { opening, closing } = statement;
    const row = {
      id: derivedId('bank balance', bankAccount, closing.date),
      bankAccount,
      statement: statement.id,
      openedOn: opening.date < closing.date ? opening.date : closing.date,
      closedOn: closing.date,
      openingPence: pence(opening.pence),
      closingPence: pence(closing.pence),
      importedBy: person,
      importedAt: this.clock.now(),
    };
    await tx.createQueryBuilder().insert().into(BankBalance).values(row).orIgnore().execute();
    const all = await tx.find(BankBalance, { where: { bankAccount }, order: { closedOn: 'ASC' } });
    await this.chain(tx, all, person);
    const last = all.at(-1);
    if (last) await this.compare(tx, last, person);
  }

  last(tx: Tx, bankAccount: string): Promise<BankBalance | undefined> {
    return tx
      .find(BankBalance, { where: { bankAccount }, order: { closedOn: 'DESC' }, take: 1 })
      .then(([last]) => last);
  }

  /** Where one doesn't begin with what the one before ended with, statements are missing between them. */
  private async chain(tx: Tx, all: BankBalance[], person: string): Promise<void> {
    const joined: string[] = [];
    for (const [index, balance] of all.entries()) {
      const before = all[index - 1];
      if (!before || before.closingPence === balance.openingPence) joined.push(balance.id);
      else
        await this.breaks.note(tx, {
          kind: 'bank_statement_missing',
          reference: balance.id,
          detail: `The statement up to ${balance.closedOn} begins with ${formatPounds(balance.openingPence)}, and the one before, up to ${before.closedOn}, ended with ${formatPounds(before.closingPence)}.`,
          whatToDo: 'Import the statements of the days between.',
          amountPence: pence(balance.openingPence - before.closingPence),
          ours: [{ what: 'statement before', id: before.statement, amountPence: before.closingPence }],
          theirs: [{ what: 'statement', id: balance.statement, amountPence: balance.openingPence }],
        });
    }
    const note = 'The statements follow one another.';
    await this.breaks.resolve(tx, 'bank_statement_missing', joined, { note, person });
  }

  private async compare(tx: Tx, last: BankBalance, person: string): Promise<void> {
    const { bankAccount, closedOn, closingPence, statement } = last;
    const [row] = await tx.query<[{ pence: string }]>(booked, [bankAccount, closedOn]);
    const booksPence = penceFromText(row.pence);
    if (booksPence === closingPence) {
      const note = `On ${closedOn} the bank and the books agree.`;
      return this.breaks.resolve(tx, 'bank_balance_differs', [bankAccount], { note, person });
    }
    await this.breaks.note(tx, {
      kind: 'bank_balance_differs',
      reference: bankAccount,
      occasion: statement,
      detail: `On ${closedOn} the bank held ${formatPounds(closingPence)}, and the books say ${formatPounds(booksPence)}.`,
      whatToDo: 'See which statements were not imported, and which payments of ours the bank never made.',
      amountPence: pence(closingPence - booksPence),
      ours: [{ what: 'appeal_bank', id: 'books', amountPence: booksPence }],
      theirs: [{ what: 'closing balance', id: statement, amountPence: closingPence }],
    });
  }
}
