import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Breaks } from '../../../platform/breaks/breaks.js';
import type { Tx } from '../../../platform/database/transactions.js';
import { Clock } from '../../../vocabulary/clock.js';
import { derivedId } from '../../../vocabulary/ids.js';
import { formatPounds, type Pence } from '../../../vocabulary/pence.js';
import { ChargeOutcomes, type FinalWord } from '../charge-outcomes.js';
import { Reversal } from '../reversal.entity.js';
import { Reversals } from '../reversals.js';
import { ChargePart, type TextCharge } from '../text.entities.js';
import type { StatedRow } from './statement-file.js';
import { insertRows, knownRows } from './statement-rows.js';
import type { Statement, StatementRow, Verdict } from './statement.entities.js';

/** A row beside what we know of it. */
interface Beside {
  row: StatedRow;
  charge: TextCharge | undefined;
  part: ChargePart | undefined;
}

/** What is made of a row, and what ends because of it. */
interface Judged {
  verdict: Verdict;
  word?: FinalWord;
}

/**
 * Compares what a gateway states with what we have, a set of rows in one transaction. Its word ends what is still
 * open, and posts; where it contradicts what has ended, that stands and staff see both.
 */
@Injectable()
export class StatementMatching {
  constructor(
    private readonly outcomes: ChargeOutcomes,
    private readonly reversals: Reversals,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /** Rows that were worked on before are left alone, so a set may come again. */
  async match(tx: Tx, statement: Statement, set: StatedRow[]): Promise<void> {
    const known = await knownRows(tx, statement.id, set);
    const rows = set.filter(({ line }) => !known.lines.has(line));
    const beside = await this.besideOurs(tx, statement, rows);
    const judged = new Map<number, Judged>();
    for (const each of beside) {
      const key = keyOf(each.row);
      if (known.keys.has(key)) judged.set(each.row.line, { verdict: 'repeated' });
      else if (each.row.status !== 'refunded') judged.set(each.row.line, judge(each, this.clock.now()));
      known.keys.add(key);
    }
    await this.outcomes.apply(
      tx,
      [...judged.values()].flatMap(({ word }) => word ?? []),
    );
    for (const each of beside)
      if (!judged.has(each.row.line))
        judged.set(each.row.line, { verdict: await this.giveBack(tx, statement, each) });
    const kept = beside.map(({ row, charge }): StatementRow => {
      const { chargeId: _, ...stated } = row;
      const verdict = judged.get(row.line)?.verdict ?? 'extra';
      const ids = { chargeId: charge?.id ?? null, donationId: charge?.donationId ?? null };
      return { ...stated, ...ids, statementId: statement.id, verdict };
    });
    for (const row of kept) await this.noteBreak(tx, row, beside);
    await insertRows(tx, kept);
  }

  /** By our own id first, by the gateway's otherwise; only charges of this gateway. */
  private async besideOurs(tx: Tx, { gateway }: Statement, rows: StatedRow[]): Promise<Beside[]> {
    const locked = await this.outcomes.lock(
      tx,
      rows.flatMap(({ chargeId }) => chargeId ?? []),
      rows.map(({ gatewayId }) => gatewayId),
    );
    const charges = locked.filter((charge) => charge.gateway === gateway);
    const byId = new Map(charges.map((charge) => [charge.id, charge]));
    const byGatewayId = new Map(charges.map((charge) => [charge.gatewayId, charge]));
    const parts = await tx.findBy(ChargePart, { chargeId: In(charges.map(({ id }) => id)) });
    return rows.map((row) => ({
      row,
      charge: byId.get(row.chargeId ?? '') ?? byGatewayId.get(row.gatewayId),
      part: parts.find(({ gatewayId }) => gatewayId === row.gatewayId),
    }));
  }

  /** A refund that we wait for is done; one that nobody asked for is the network's own. */
  private async giveBack(tx: Tx, { gateway }: Statement, { row, charge, part }: Beside): Promise<Verdict> {
    const { gatewayId, amountPence } = row;
    const asked = await tx.find(Reversal, {
      where: { gateway, gatewayId },
      order: { askedAt: 'DESC', id: 'ASC' },
    });
    const done = asked.find(({ state }) => state === 'reversed');
    if (done) return done.amountPence === amountPence ? 'agrees' : 'differs';
    const isCharged = part ? part.state === 'charged' : charge?.state === 'charged';
    if (!charge || !isCharged) return charge ? 'differs' : 'extra';
    if (amountPence === 0 || amountPence > (part ?? charge).amountPence) return 'differs';
    const open = asked[0] ?? (await this.begun(tx, charge, gatewayId, amountPence));
    await this.reversals.apply(tx, [
      { reversalId: open.id, outcome: 'refunded', refundedPence: amountPence, statusCode: 'STATEMENT' },
    ]);
    const { state } = await tx.findOneByOrFail(Reversal, { id: open.id });
    return state === 'reversed' ? 'confirmed' : 'differs';
  }

  private async begun(tx: Tx, charge: TextCharge, gatewayId: string, amountPence: Pence): Promise<Reversal> {
    const reversal: Reversal = {
      id: derivedId('text reversal', charge.gateway, gatewayId),
      refundId: null,
      donationId: charge.donationId,
      chargeId: charge.id,
      gateway: charge.gateway,
      gatewayId,
      amountPence,
      state: 'asked',
      statusCode: null,
      askedAt: this.clock.now(),
      finalAt: null,
    };
    await tx.insert(Reversal, reversal);
    return reversal;
  }

  private async noteBreak(tx: Tx, row: StatementRow, beside: Beside[]): Promise<void> {
    const { verdict, gatewayId, status, amountPence, donationId } = row;
    if (verdict !== 'extra' && verdict !== 'differs') return;
    const ours = beside.find((each) => each.row.line === row.line);
    const found = ours?.part ?? ours?.charge;
    await this.breaks.note(tx, {
      kind: verdict === 'extra' ? 'statement_row_extra' : 'statement_row_differs',
      reference: `${gatewayId} ${status}`,
      detail:
        verdict === 'extra'
          ? `The statement says ${status} ${formatPounds(amountPence)}, which we never asked for.`
          : `The statement says ${status} ${formatPounds(amountPence)}; we have ${found?.state} ${formatPounds(found?.amountPence ?? amountPence)}.`,
      whatToDo: 'Ask the gateway about this row. The books were left as they are.',
      ...(donationId !== null && { donationId }),
      amountPence,
      ours: found
        ? [
            {
              what: `charge, ${found.state}`,
              id: ours?.charge?.id ?? gatewayId,
              amountPence: found.amountPence,
            },
          ]
        : [],
      theirs: [{ what: `row of a statement, ${status}`, id: gatewayId, amountPence }],
    });
  }
}

/** A row of a charge or of a failure, beside what we know. */
function judge({ row, charge, part }: Beside, at: Date): Judged {
  const { status, amountPence, gatewayId } = row;
  if (!charge) return { verdict: status === 'failed' ? 'agrees' : 'extra' };
  const ended = part ?? (charge.gatewayId === gatewayId || charge.finalAt !== null ? charge : undefined);
  const isOpen = !part && (charge.state === 'requested' || charge.state === 'accepted');
  // A refusal of our call is no report: the network may have charged all the same.
  const isUnreported =
    !part && (charge.state === 'dropped' || (charge.state === 'failed' && charge.gatewayId === null));
  const isMorePart = !part && charge.state === 'part_charged' && charge.gatewayId !== gatewayId;
  if (status === 'failed' && (isUnreported || ended?.state === 'failed')) return { verdict: 'agrees' };
  if (isOpen || isMorePart || (isUnreported && status === 'charged')) {
    const isPart = status === 'charged' && amountPence !== charge.amountPence;
    if (isPart && (amountPence === 0 || amountPence > charge.amountPence - charge.chargedPence))
      return { verdict: 'differs' };
    const outcome = status === 'charged' ? 'charged' : 'failed';
    const word = { charge, outcome, gatewayId, statusCode: 'STATEMENT', at } as const;
    return { verdict: 'confirmed', word: isPart ? { ...word, partPence: amountPence } : word };
  }
  const isSame = ended?.state === status && ended.amountPence === amountPence;
  return { verdict: isSame && (part ?? charge).gatewayId === gatewayId ? 'agrees' : 'differs' };
}

function keyOf({ gatewayId, status }: StatedRow): string {
  return `${gatewayId} ${status}`;
}
