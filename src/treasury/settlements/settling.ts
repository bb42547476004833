import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Entry } from '../../ledger/entry.js';
import { Ledger } from '../../ledger/ledger.js';
import type { BankLine as LedgerLine } from '../../ledger/posting-parts.js';
import { gatewayPaid, onceExplained, payoutBanked, receiptUnexplained } from '../../ledger/postings-bank.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock, londonNoon } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { formatPounds, type Pence, pence } from '../../vocabulary/pence.js';
import { Explanation } from './explanation.entity.js';
import { BankLine, Expectation, Proposal, type Share } from './settlement.entities.js';
import { AmountDiffers } from './settlements.problems.js';
import { splitReceived } from './split-received.js';

/** Posts what a bank line turned out to be; until then it is unidentified, so that the books agree with the bank. */
@Injectable()
export class Settling {
  constructor(
    private readonly ledger: Ledger,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /** Posts lines that nobody can explain yet, in this book. */
  async park(tx: Tx, lines: BankLine[], book: string): Promise<void> {
    await this.ledger.post(
      tx,
      lines.map((line) => unexplained(line, book)),
    );
    await tx.update(BankLine, { id: In(lines.map(({ id }) => id)) }, { unidentifiedIn: book });
  }

  /** The line is what was expected. Throws AmountDiffers where less or more can't be. */
  async settle(tx: Tx, line: BankLine, expectation: Expectation, person: string): Promise<void> {
    const duePence = expectation.amountPence - expectation.metPence;
    if (expectation.kind !== 'gateway_payment' && line.amountPence !== duePence) throw new AmountDiffers();
    const { shares, entries } = meaningOf(line, expectation);
    await this.post(tx, line, entries);
    const metPence = pence(expectation.metPence + line.amountPence);
    const isMet = metPence >= expectation.amountPence || expectation.kind !== 'gateway_payment';
    await tx.update(
      Expectation,
      { id: expectation.id },
      { shares, metPence, ...(isMet && { state: 'met' as const }) },
    );
    await tx.update(
      BankLine,
      { id: line.id },
      { state: 'matched', expectationId: expectation.id, matchedBy: person, matchedAt: this.clock.now() },
    );
    await this.breaks.resolve(tx, 'bank_line_unmatched', [line.id], { note: 'It was matched.', person });
    if (isMet)
      for (const kind of ['payment_overdue', 'gateway_paid_short'])
        await this.breaks.resolve(tx, kind, [expectation.id], { note: 'The bank has shown it.', person });
    await tx.delete(Proposal, { lineId: line.id });
    await tx.delete(Explanation, { lineId: line.id });
    if (isMet) await tx.delete(Proposal, { expectationId: expectation.id });
    if (metPence !== expectation.amountPence)
      await this.noteDifference(tx, line, expectation, pence(expectation.amountPence - metPence));
  }

  /** What was unidentified goes where it belongs: within its book, or back and into another. */
  async post(tx: Tx, line: BankLine, entries: Entry[]): Promise<void> {
    const { unidentifiedIn } = line;
    if (unidentifiedIn === null) return void (await this.ledger.post(tx, entries));
    if (entries.length === 1 && entries[0]?.book === unidentifiedIn)
      return void (await this.ledger.post(tx, entries.map(onceExplained)));
    const parked = unexplained(line, unidentifiedIn);
    await this.ledger.reverse(tx, parked.id, line.id, londonNoon(line.bookedOn));
    await this.ledger.post(
      tx,
      entries.map((entry) => ({ ...entry, id: derivedId(entry.id, 'explained') })),
    );
  }

  private async noteDifference(
    tx: Tx,
    line: BankLine,
    { id, party, reference, amountPence, shares }: Expectation,
    missingPence: Pence,
  ): Promise<void> {
    const isShort = missingPence > 0;
    await this.breaks.note(tx, {
      kind: isShort ? 'gateway_paid_short' : 'gateway_paid_too_much',
      // Short until the rest has come; each payment too many is one of its own.
      reference: isShort ? id : line.id,
      detail: isShort
        ? `${party} paid ${formatPounds(missingPence)} less than its statement says. It stays receivable.`
        : `${party} paid ${formatPounds(pence(-missingPence))} more than its statement says.`,
      whatToDo: `Ask ${party} what the difference is, by its statement.`,
      amountPence: missingPence,
      ...(shares[0] && { appeal: shares[0].book }),
      ours: [{ what: `expected of ${party}`, id: reference, amountPence }],
      theirs: [{ what: 'bank line', id: line.bankId, amountPence: line.amountPence }],
    });
  }
}

function unexplained(line: BankLine, book: string): Entry {
  return receiptUnexplained(inLedger(line, book), line.amountPence);
}

export function inLedger({ bankAccount, bankId, bookedOn }: BankLine, book: string): LedgerLine {
  return { book, bankAccount, reference: bankId, bookedAt: londonNoon(bookedOn) };
}

/** What a matched line posts, and what has been met of each share by then. A payment of ours is in the books. */
function meaningOf(
  line: BankLine,
  { kind, party, shares }: Expectation,
): { shares: Share[]; entries: Entry[] } {
  if (kind === 'payment_made') return { shares: shares.map(whole), entries: [] };
  if (kind === 'payout')
    return {
      shares: shares.map(whole),
      entries: shares.map(({ book, amountPence }) => payoutBanked(inLedger(line, book), pence(amountPence))),
    };
  const received = splitReceived(line.amountPence, shares);
  const books = [...new Set(shares.map(({ book }) => book))];
  return {
    shares: shares.map((share, index) => ({ ...share, metPence: share.metPence + (received[index] ?? 0) })),
    entries: books.map((book) =>
      gatewayPaid(
        inLedger(line, book),
        party,
        shares.flatMap((share, index) => {
          if (share.book !== book || share.purpose === undefined) return [];
          // The gateway has kept its fee by the time of its first payment.
          const feePence = share.metPence === 0 ? (share.feePence ?? 0) : 0;
          return [
            { purpose: share.purpose, receivedPence: pence(received[index] ?? 0), feePence: pence(feePence) },
          ];
        }),
      ),
    ),
  };
}

const whole = (share: Share): Share => ({ ...share, metPence: share.amountPence });
