import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Appeals, type CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { formatPounds, pence, penceFromText } from '../../vocabulary/pence.js';

const lookEveryMs = 600_000;

/** Tells staff when the appeal's own rule says that money may be surplus. It re-designates nothing. */
@Injectable()
export class SurplusTriggers implements OnModuleInit {
  constructor(
    private readonly appeals: Appeals,
    private readonly transactions: Transactions,
    private readonly breaks: Breaks,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'surplus triggers', () => this.look());
  }

  async look(): Promise<void> {
    for (const appeal of await this.appeals.all()) {
      if (appeal.purpose === 'surplus' || appeal.status === 'closed') continue;
      await this.transactions.run(async (tx) => {
        const reached = await this.reached(tx, appeal);
        if (reached !== undefined)
          await this.breaks.note(tx, {
            kind: 'surplus_trigger_reached',
            reference: `${appeal.slug} ${reached.trigger}`,
            appeal: appeal.slug,
            detail: reached.detail,
            whatToDo:
              'Ask the charity whether it can still use the money for the purpose. If not, prepare its notice.',
          });
      });
    }
  }

  private async reached(
    tx: Tx,
    { slug, definition }: CurrentAppeal,
  ): Promise<{ trigger: string; detail: string } | undefined> {
    const { surplusTriggers: triggers = {}, closesOn } = definition;
    if (triggers.closingDate && closesOn !== null && londonDate(this.clock.now()) > closesOn)
      return { trigger: 'closing date', detail: `The appeal ended on ${closesOn}.` };
    if (triggers.raisedPence === undefined) return undefined;
    const raisedPence = await this.raised(tx, slug);
    const cap = formatPounds(pence(triggers.raisedPence));
    return raisedPence >= triggers.raisedPence
      ? { trigger: 'raised', detail: `The appeal has raised ${cap}.` }
      : undefined;
  }

  /** Identity 2 of the books: held and remitted, less what partners owe. */
  private async raised(tx: Tx, book: string): Promise<number> {
    const [row] = await tx.query<{ pence: string }[]>(
      `select (held_pence + remitted_pence - due_from_partner_pence)::text as pence
       from ledger.book_total where book = $1`,
      [book],
    );
    return penceFromText(row?.pence ?? '0');
  }
}
