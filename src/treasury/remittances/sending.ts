import { Injectable } from '@nestjs/common';
import { partnerAccount } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { paymentMade } from '../../ledger/bank.events.js';
import { Funds } from '../../ledger/funds.js';
import { Ledger } from '../../ledger/ledger.js';
import { remittanceReturned } from '../../ledger/postings-bank.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { News } from '../../platform/messaging/news.js';
import { Clock, londonDate, londonNoon } from '../../vocabulary/clock.js';
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
    private readonly news: News,
    private readonly clock: Clock,
  ) {}

  /** It has left the bank. Throws RemittanceNotFound, RemittanceNotInState, ValidationFailed. */
  async sent(id: string, bankReference: string, sentOn: string, person: string): Promise<RemittanceDto> {
    this.requirePast('sentOn', sentOn);
    const { appeal } = await this.remittances.get(id);
    const partner = partnerAccount((await this.appeals.get(appeal)).definition);
    return this.step(id, async (tx, round) => {
      requireWay(round, 'sent');
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
      await this.remittances.become(tx, round, 'sent', { bankReference, sentOn, sentBy: person });
    });
  }

  /** The charity has it. Throws RemittanceNotFound, RemittanceNotInState. */
  acknowledged(id: string, person: string): Promise<RemittanceDto> {
    return this.step(id, (tx, round) =>
      this.remittances.become(tx, round, 'acknowledged', {
        acknowledgedBy: person,
        acknowledgedAt: this.clock.now(),
      }),
    );
  }

  /**
   * The bank sent it back, or the payment to one payee: a later round carries it. Throws RemittanceNotFound,
   * RemittanceNotInState, PayeeNotPaid, ValidationFailed.
   */
  returned(
    id: string,
    back: { bankReference: string; returnedOn: string; payee?: string | undefined },
  ): Promise<RemittanceDto> {
    const { bankReference, returnedOn, payee } = back;
    this.requirePast('returnedOn', returnedOn);
    return this.step(id, async (tx, round) => {
      requireWay(round, 'returned');
      const all = await tx.findBy(RemittancePayment, { remittanceId: id });
      const still = all.filter((payment) => payment.returnedOn === null);
      const returned = still.filter((payment) => payee === undefined || payment.payee === payee);
      if (returned.length === 0) throw new PayeeNotPaid();
      for (const { id: paymentId, amountPence } of returned) {
        const line = { book: round.appeal, bankAccount: 'remittance', reference: paymentId };
        await this.ledger.post(tx, [
          remittanceReturned(
            { ...line, bookedAt: londonNoon(returnedOn) },
            paymentId,
            round.purpose,
            amountPence,
          ),
        ]);
        await tx.update(RemittancePayment, { id: paymentId }, { returnedOn, returnReference: bankReference });
      }
      await this.news.tell(
        tx,
        paymentMade,
        returned.map(({ id: paymentId, amountPence }) => ({
          paymentId: derivedId('returned', paymentId),
          book: round.appeal,
          amountPence: pence(-amountPence),
          bankReference,
          paidOn: returnedOn,
        })),
      );
      if (returned.length === still.length) {
        await releaseGifts(tx, id);
        return this.remittances.become(tx, round, 'returned', {});
      }
      await releaseGifts(tx, id, pence(returned.reduce((sum, { amountPence }) => sum + amountPence, 0)));
    });
  }

  private step(id: string, work: (tx: Tx, round: Remittance) => Promise<void>): Promise<RemittanceDto> {
    return this.transactions.run(async (tx) => {
      await work(tx, await this.remittances.lock(tx, id));
      return this.remittances.get(id, tx);
    });
  }

  private requirePast(field: string, date: string): void {
    if (date > londonDate(this.clock.now()))
      throw new ValidationFailed([{ field, message: 'must not be after today' }]);
  }
}
