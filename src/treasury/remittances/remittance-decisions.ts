import { Injectable } from '@nestjs/common';
import { partnerAccount, type Payee, payeesOf } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import type { Purpose } from '../../ledger/accounts.js';
import { bankLock, fundLock, lockFunds } from '../../ledger/fund-locks.js';
import { Funds } from '../../ledger/funds.js';
import { Ledger } from '../../ledger/ledger.js';
import { NotEnoughHeld } from '../../ledger/ledger.problems.js';
import { OwnWork } from '../../platform/access/access.problems.js';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { addDays, Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import { carryGifts, releaseGifts } from './carrying.js';
import { MaySendReader, setOffOf } from './may-send.js';
import { Remittance, RemittancePayment } from './remittance.entities.js';
import type { RemittanceDto } from './remittances.dto.js';
import { LateWithoutReason } from './remittances.problems.js';
import { Remittances, requireWay } from './remittances.service.js';
import { cutByShares } from './shares.js';

export interface RemittanceWanted {
  appeal: string;
  purpose: Purpose;
  /** Absent: all that may be sent. */
  amountPence?: Pence | undefined;
  lateReason?: string | undefined;
}

const paidBefore = `
  select payee, sum(payment.amount_pence)::text as pence
  from treasury.remittance_payment payment join treasury.remittance on remittance.id = remittance_id
  where appeal = $1 and purpose = $2 and sharing = $3 and state in ('approved', 'sent', 'acknowledged')
    and returned_on is null
  group by payee`;

/**
 * What people decide about money before it is sent: one prepares, another approves. Each step takes the fund's lock,
 * so that two rounds never count on the same money.
 */
@Injectable()
export class RemittanceDecisions {
  constructor(
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly ledger: Ledger,
    private readonly funds: Funds,
    private readonly maySend: MaySendReader,
    private readonly remittances: Remittances,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws AppealNotFound, NotEnoughHeld beyond what may be sent, LateWithoutReason. */
  async draft(wanted: RemittanceWanted, person: string): Promise<RemittanceDto> {
    const { appeal, purpose, lateReason = null } = wanted;
    const { definition } = await this.appeals.get(appeal);
    return this.transactions.run(async (tx) => {
      await lockFunds(tx, [bankLock(appeal), fundLock(appeal, purpose)]);
      const { [purpose]: may } = await this.maySend.of(tx, definition);
      const { maySendPence, dueFromPartnerPence } = may;
      const amountPence = wanted.amountPence ?? maySendPence;
      if (amountPence > maySendPence || amountPence === 0) throw new NotEnoughHeld(maySendPence);
      this.requireReason(lateReason, may.due[0]?.dueOn ?? null);
      const number = (await tx.countBy(Remittance, { appeal })) + 1;
      const id = derivedId('remittance', appeal, number);
      await tx.insert(Remittance, {
        id,
        appeal,
        number,
        purpose,
        state: 'draft',
        amountPence,
        setOffPence: setOffOf(amountPence, dueFromPartnerPence),
        lateReason,
        preparedBy: person,
        preparedAt: this.clock.now(),
      });
      const after = { state: 'draft', appeal, purpose, amountPence, lateReason };
      await this.audit.changed(tx, person, [{ what: 'remittance', id, before: null, after }]);
      return this.remittances.get(id, tx);
    });
  }

  /**
   * Fixes what it carries and pays. What is set off is posted now, so that no other round counts on it. Throws
   * RemittanceNotFound, RemittanceNotInState, OwnWork, NotEnoughHeld, LateWithoutReason.
   */
  async approve(id: string, person: string, lateReason?: string): Promise<RemittanceDto> {
    const { appeal } = await this.remittances.get(id);
    const { definition } = await this.appeals.get(appeal);
    return this.transactions.run(async (tx) => {
      const round = await this.remittances.lock(tx, id);
      requireWay(round, 'approved');
      if (round.preparedBy === person) throw new OwnWork();
      await lockFunds(tx, [bankLock(round.appeal), fundLock(round.appeal, round.purpose)]);
      const { [round.purpose]: may } = await this.maySend.of(tx, definition);
      if (round.amountPence > may.maySendPence) throw new NotEnoughHeld(may.maySendPence);
      const setOffPence = setOffOf(round.amountPence, may.dueFromPartnerPence);
      const paidPence = pence(round.amountPence - setOffPence);
      const carried = await carryGifts(tx, round, paidPence);
      const dueOn =
        carried.firstReceivedOn === null
          ? null
          : addDays(carried.firstReceivedOn, definition.remitWithinDays);
      const change = { ...carried, dueOn, setOffPence, lateReason: lateReason ?? round.lateReason };
      this.requireReason(change.lateReason, dueOn);
      const now = this.clock.now();
      if (setOffPence > 0)
        await this.funds.setOff(tx, {
          remittanceId: id,
          book: round.appeal,
          purpose: round.purpose,
          partner: partnerAccount(definition),
          amountPence: setOffPence,
          sentAt: now,
        });
      const payees = payeesOf(definition);
      const sharing = JSON.stringify(payees.map(({ name, basisPoints }) => [name, basisPoints]));
      await this.cut(tx, round, paidPence, payees, sharing);
      await this.remittances.become(
        tx,
        round,
        paidPence > 0 ? 'approved' : 'set_off',
        { ...change, sharing, approvedBy: person, approvedAt: now },
        person,
      );
      return this.remittances.get(id, tx);
    });
  }

  /** Before it is sent. Throws RemittanceNotFound, RemittanceNotInState. */
  cancel(id: string, person: string): Promise<RemittanceDto> {
    return this.transactions.run(async (tx) => {
      const round = await this.remittances.lock(tx, id);
      requireWay(round, 'cancelled');
      await lockFunds(tx, [bankLock(round.appeal), fundLock(round.appeal, round.purpose)]);
      await releaseGifts(tx, id);
      if (round.state === 'approved' && round.setOffPence > 0)
        await this.ledger.reverse(tx, setOffEntry(id), id, this.clock.now());
      await this.remittances.become(tx, round, 'cancelled', {}, person);
      return this.remittances.get(id, tx);
    });
  }

  /** One payment each. A payee whose share comes to nothing yet has none. */
  private async cut(
    tx: Tx,
    { id, appeal, purpose }: Remittance,
    paidPence: Pence,
    payees: Payee[],
    sharing: string,
  ): Promise<void> {
    const rows = await tx.query<{ payee: string; pence: string }[]>(paidBefore, [appeal, purpose, sharing]);
    const before = new Map(rows.map((row) => [row.payee, Number(row.pence)]));
    const cut = cutByShares(
      paidPence,
      payees.map(({ name, basisPoints }) => ({ basisPoints, paidPence: before.get(name) ?? 0 })),
    );
    const payments = payees
      .map(({ name, bankAccount = null }, index) => ({
        id: derivedId('remittance payment', id, name),
        remittanceId: id,
        payee: name,
        account: bankAccount,
        amountPence: pence(cut[index] ?? 0),
      }))
      .filter(({ amountPence }) => amountPence > 0);
    if (payments.length > 0) await tx.insert(RemittancePayment, payments);
  }

  private requireReason(reason: string | null, dueOn: string | null): void {
    if (reason === null && dueOn !== null && dueOn < londonDate(this.clock.now()))
      throw new LateWithoutReason(dueOn);
  }
}

/** The entry of what a round set off. */
const setOffEntry = (remittanceId: string): string => derivedId('set_off', remittanceId);
