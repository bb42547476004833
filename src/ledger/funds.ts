import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';
import { type Pence, pence } from '../vocabulary/pence.js';
import { charges, type Entry } from './entry.js';
import { fundBalances } from './fund-balance.js';
import { bankLock, fundLock, lockFunds, partnerLock } from './fund-locks.js';
import { mayDesignate, maySetOff, sumOf } from './fund-rules.js';
import { Ledger, type Posted } from './ledger.js';
import { ChargeNotBooked, NotEnoughHeld } from './ledger.problems.js';
import { type Withdrawal, withdrawalEntry } from './posting-parts.js';
import {
  type Remittance,
  remittanceSent,
  setOff,
  type SurplusNotice,
  surplusNoticed,
} from './postings-treasury.js';

/**
 * Money that leaves a fund: it waits for its turn, then reads the balance, then posts. Each is posted once; what
 * is in the books already is a no-op whatever the balances are by now.
 */
@Injectable()
export class Funds {
  constructor(private readonly ledger: Ledger) {}

  /**
   * Refunds, reversals and lost disputes. They have happened, so no balance refuses them: what a fund doesn't
   * hold any more is due from its partner. Throws ChargeNotBooked for a donation whose charge isn't in the books:
   * posted before it, the refund would be taken for money that was passed on.
   */
  async withdraw(tx: Tx, withdrawals: Withdrawal[]): Promise<Posted> {
    await lockFunds(
      tx,
      withdrawals.map(({ book, purpose }) => fundLock(book, purpose)),
    );
    const known = await knownIds(tx, withdrawals);
    const fresh = withdrawals.filter(({ id }) => !known.has(id));
    await requireCharges(tx, fresh);
    const heldPence = new Map<string, number>();
    for (const book of new Set(fresh.map((one) => one.book))) {
      const balances = await fundBalances(tx, book, ['held']);
      for (const purpose of ['restricted', 'surplus'] as const)
        heldPence.set(fundLock(book, purpose), sumOf(balances, 'held', { purpose }));
    }
    const entries = withdrawals.map((withdrawal) => {
      const fund = fundLock(withdrawal.book, withdrawal.purpose);
      const left = heldPence.get(fund) ?? 0;
      if (!known.has(withdrawal.id)) heldPence.set(fund, Math.max(0, left - withdrawal.amountPence));
      known.add(withdrawal.id);
      return withdrawalEntry(withdrawal, pence(left));
    });
    return this.ledger.post(tx, firstOfEach(entries));
  }

  /**
   * A remittance that has left the bank: it was approved while it might be sent, so no balance refuses it. What the
   * fund doesn't hold any more, because of a refund in between, is due from its partner.
   */
  async remit(tx: Tx, remittance: Remittance): Promise<Posted> {
    const { book, purpose } = remittance;
    await lockFunds(tx, [bankLock(book), fundLock(book, purpose)]);
    const heldPence = sumOf(await fundBalances(tx, book, ['held']), 'held', { purpose });
    return this.ledger.post(tx, [remittanceSent(remittance, heldPence)]);
  }

  /** Sets off against a remittance what its partner owes. Throws NotEnoughHeld beyond what is held or owed. */
  setOff(tx: Tx, remittance: Remittance): Promise<Posted> {
    const { book, purpose, partner } = remittance;
    return this.guarded(
      tx,
      setOff(remittance),
      [fundLock(book, purpose), partnerLock(book, partner)],
      async () => maySetOff(await fundBalances(tx, book, ['held', 'due_from_partner']), purpose, partner),
    );
  }

  /** Re-designates. Throws NotEnoughHeld beyond what is held less text money not yet received. */
  designateSurplus(tx: Tx, notice: SurplusNotice): Promise<Posted> {
    const { book } = notice;
    return this.guarded(tx, surplusNoticed(notice), [fundLock(book, 'restricted')], async () =>
      mayDesignate(await fundBalances(tx, book, ['held', 'text_receivable'])),
    );
  }

  private async guarded(
    tx: Tx,
    entry: Entry,
    locks: string[],
    available: () => Promise<Pence>,
  ): Promise<Posted> {
    await lockFunds(tx, locks);
    if (!(await knownIds(tx, [entry])).has(entry.id)) {
      const availablePence = await available();
      const amountPence = entry.legs.reduce((sum, leg) => sum + leg.amountPence, 0);
      if (amountPence > availablePence) throw new NotEnoughHeld(availablePence);
    }
    return this.ledger.post(tx, [entry]);
  }
}

async function knownIds(tx: Tx, entries: { id: string }[]): Promise<Set<string>> {
  const rows = await tx.query<{ entry: string }[]>(
    'select entry from ledger.transfer where leg = 1 and entry = any($1::uuid[])',
    [entries.map(({ id }) => id)],
  );
  return new Set(rows.map(({ entry }) => entry));
}

async function requireCharges(tx: Tx, withdrawals: Withdrawal[]): Promise<void> {
  const wanted = [...new Set(withdrawals.map(({ donationId }) => donationId))];
  const [row] = await tx.query<[{ booked: number }]>(
    `select count(distinct donation_id)::integer as booked from ledger.transfer
     where donation_id = any($1::uuid[]) and happening = any($2::ledger.happening[])`,
    [wanted, charges],
  );
  if (row.booked < wanted.length) throw new ChargeNotBooked();
}

/** The later ones of an id were split after the first had taken its share. */
function firstOfEach(entries: Entry[]): Entry[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}
