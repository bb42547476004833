import { Injectable } from '@nestjs/common';
import { partnerAccount } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { paymentMade } from '../../ledger/bank.events.js';
import { Funds } from '../../ledger/funds.js';
import { Ledger } from '../../ledger/ledger.js';
import { remittanceReturned } from '../../ledger/postings-bank.js';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { requirePast } from '../../platform/http/times.js';
import { News } from '../../platform/messaging/news.js';
import { Clock, londonNoon } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { releaseGifts } from './carrying.js';
import { type Remittance, RemittancePayment } from './remittance.entities.js';
import type { RemittanceDto } from './remittances.dto.js';
import { PayeeNotPaid } from './remittances.problems.js';
import { Remittances, requireWay } from './remittances.service.js';

/** What became of a round at the bank and at the charity, as people say; the books follow. */
@Injectable()
export class Sending {
  constructor(
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly remittances: Remittances,
    private readonly funds: Funds,
    private readonly ledger: Ledger,
    private readonly audit: Audit,
    private readonly news: News,
    private readonly clock: Clock,
  ) {}

  /** It has left the bank. Throws RemittanceNotFound, RemittanceNotInState, ValidationFailed. */
  async sent(id: string, bankReference: string, sentOn: string, person: string): Promise<RemittanceDto> {
    requirePast('sentOn', sentOn, this.clock.now());
    const { appeal } = await this.remittances.get(id);
    const { definition } = await this.appeals.get(appeal);
    const partner = partnerAccount(definition);
    return this.step(id, async (tx, round) => {
      requireWay(round, 'sent');
      requireSince('sentOn', sentOn, definition.opensOn, 'the appeal began');
      const payments = await tx.findBy(RemittancePayment, { remittanceId: id });
      for (const payment of payments)
        await this.funds.remit(tx, {
          remittanceId: payment.id,
          book: round.appeal,
          purpose: round.purpose,
          partner,
          amountPence: payment.amountPence,
          sentAt: londonNoon(sentOn),
        });
      await this.news.tell(
        tx,
        paymentMade,
        payments.map((payment) => ({
          paymentId: payment.id,
          book: round.appeal,
          amountPence: payment.amountPence,
          bankReference,
          paidOn: sentOn,
        })),
      );
      await this.remittances.become(tx, round, 'sent', { bankReference, sentOn, sentBy: person }, person);
    });
  }

  /** The charity has it. Throws RemittanceNotFound, RemittanceNotInState. */
  acknowledged(id: string, person: string): Promise<RemittanceDto> {
    return this.step(id, (tx, round) =>
      this.remittances.become(
        tx,
        round,
        'acknowledged',
        { acknowledgedBy: person, acknowledgedAt: this.clock.now() },
        person,
      ),
    );
  }

  /**
   * The bank sent it back, or the payment to one payee: a later round carries it. Throws RemittanceNotFound,
   * RemittanceNotInState, PayeeNotPaid, ValidationFailed.
   */
  returned(
    id: string,
    back: { bankReference: string; returnedOn: string; payee?: string | undefined },
    person: string,
  ): Promise<RemittanceDto> {
    requirePast('returnedOn', back.returnedOn, this.clock.now());
    return this.step(id, async (tx, round) => {
      requireWay(round, 'returned');
      requireSince('returnedOn', back.returnedOn, round.sentOn, 'it was sent');
      const all = await tx.findBy(RemittancePayment, { remittanceId: id });
      const still = all.filter((payment) => payment.returnedOn === null);
      const returned = still.filter(({ payee }) => back.payee === undefined || back.payee === payee);
      if (returned.length === 0) throw new PayeeNotPaid();
      await this.bringBack(tx, round, returned, back, person);
      if (returned.length < still.length)
        return releaseGifts(tx, id, pence(returned.reduce((sum, { amountPence }) => sum + amountPence, 0)));
      await releaseGifts(tx, id);
      await this.remittances.become(tx, round, 'returned', {}, person);
    });
  }

  private async bringBack(
    tx: Tx,
    { appeal: book, purpose }: Remittance,
    payments: RemittancePayment[],
    { bankReference, returnedOn }: { bankReference: string; returnedOn: string },
    person: string,
  ): Promise<void> {
    const after = { returnedOn, returnReference: bankReference };
    for (const { id, amountPence } of payments) {
      const line = { book, bankAccount: 'remittance', reference: id, bookedAt: londonNoon(returnedOn) };
      await this.ledger.post(tx, [remittanceReturned(line, id, purpose, amountPence)]);
      await tx.update(RemittancePayment, { id }, after);
    }
    const before = { returnedOn: null, returnReference: null };
    await this.audit.changed(
      tx,
      person,
      payments.map(({ id }) => ({ what: 'remittance payment', id, before, after })),
    );
    await this.news.tell(
      tx,
      paymentMade,
      payments.map(({ id, amountPence }) => ({
        paymentId: derivedId('returned', id),
        book,
        amountPence: pence(-amountPence),
        bankReference,
        paidOn: returnedOn,
      })),
    );
  }

  private step(id: string, work: (tx: Tx, round: Remittance) => Promise<void>): Promise<RemittanceDto> {
    return this.transactions.run(async (tx) => {
      await work(tx, await this.remittances.lock(tx, id));
      return this.remittances.get(id, tx);
    });
  }
}

/** Throws ValidationFailed where it would have happened before what it follows. */
function requireSince(field: string, date: string, earliest: string | null, what: string): void {
  if (earliest !== null && date < earliest)
    throw new ValidationFailed([{ field, message: `must not be before ${earliest}, when ${what}` }]);
}
