import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  gatewayPaymentExpected,
  type GatewayPaymentExpected,
  paymentMade,
  type PaymentMade,
  type PayoutExpected,
  payoutExpected,
  payoutReturned,
  type PayoutReturned,
} from '../../ledger/bank.events.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { formatPounds, type Pence, pence } from '../../vocabulary/pence.js';
import { Expectation, type Share } from './settlement.entities.js';

const lookEveryMs = 60_000;

type NewExpectation = Pick<
  Expectation,
  'id' | 'kind' | 'party' | 'reference' | 'amountPence' | 'dueOn' | 'shares'
>;

/** What the bank is to show, as it is told: each once. It never posts. */
@Injectable()
export class Expectations implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly transactions: Transactions,
    private readonly breaks: Breaks,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.news.on(payoutExpected, (tx, told) => this.keep(tx, told.map(ofPayout)));
    this.news.on(payoutReturned, (tx, told) => this.takeBack(tx, told));
    this.news.on(gatewayPaymentExpected, (tx, told) => this.keep(tx, told.map(ofGateway)));
    this.news.on(paymentMade, (tx, told) => this.keep(tx, told.map(ofPayment)));
    this.schedule.every(lookEveryMs, 'overdue payments', () => this.noteOverdue());
  }

  private async keep(tx: Tx, expected: NewExpectation[]): Promise<void> {
    const rows = expected
      .filter(({ amountPence }) => amountPence !== 0)
      .map((row) => ({ ...row, createdAt: this.clock.now() }));
    if (rows.length > 0)
      await tx.createQueryBuilder().insert().into(Expectation).values(rows).orIgnore().execute();
  }

  /** A payout that the bank has shown is to be shown once more, the other way. */
  private async takeBack(tx: Tx, returned: PayoutReturned[]): Promise<void> {
    for (const payout of returned) {
      const { id } = ofPayout({ ...payout, arrivalDate: '' });
      const [known] = await tx.find(Expectation, {
        where: { id },
        lock: { mode: 'for_no_key_update' },
      });
      if (known?.state === 'open') await tx.update(Expectation, { id }, { state: 'void' });
      else if (known?.state === 'met') {
        const back = {
          payoutId: payout.payoutId,
          amountPence: pence(-payout.amountPence),
          perBook: payout.perBook.map(({ book, amountPence }) => ({
            book,
            amountPence: pence(-amountPence),
          })),
          arrivalDate: londonDate(this.clock.now()),
        };
        await this.keep(tx, [{ ...ofPayout(back), id: derivedId('payout returned', payout.payoutId) }]);
      }
    }
  }

  /** What the bank should have shown by now; each is noted once. */
  async noteOverdue(): Promise<void> {
    await this.transactions.run(async (tx) => {
      const overdue = await tx
        .createQueryBuilder(Expectation, 'expectation')
        .where(`expectation.state = 'open' and expectation.due_on < :today`, {
          today: londonDate(this.clock.now()),
        })
        // What came short is a break of its own already; what was noted once is not noted again.
        .andWhere('expectation.met_pence = 0')
        .andWhere(
          `not exists (select from breaks.break where kind = 'payment_overdue' and reference = expectation.id::text)`,
        )
        .orderBy('expectation.due_on')
        .limit(200)
        .getMany();
      for (const { id, party, reference, amountPence, metPence, dueOn, shares } of overdue) {
        const missingPence = pence(amountPence - metPence);
        await this.breaks.note(tx, {
          kind: 'payment_overdue',
          reference: id,
          detail: `${formatPounds(missingPence)} of ${party} was to be on the bank’s statement by ${dueOn}.`,
          whatToDo: `Ask ${party} for it, and see that the bank’s statements are imported up to today.`,
          amountPence: missingPence,
          ...(shares[0] && { appeal: shares[0].book }),
          ours: [{ what: `expected of ${party}`, id: reference, amountPence }],
        });
      }
    });
  }
}

function ofPayout({ payoutId, amountPence, arrivalDate, perBook }: PayoutExpected): NewExpectation {
  return {
    id: derivedId('payout', payoutId),
    kind: 'payout',
    party: 'Stripe',
    reference: payoutId,
    amountPence,
    dueOn: arrivalDate,
    shares: perBook.map((share) => ({ ...share, metPence: 0 })),
  };
}

function ofGateway({ statementId, gateway, dueOn, perFund }: GatewayPaymentExpected): NewExpectation {
  const shares: Share[] = perFund.map((share) => ({ ...share, metPence: 0 }));
  return {
    id: derivedId('gateway payment', statementId),
    kind: 'gateway_payment',
    party: gateway,
    reference: gateway,
    amountPence: netOf(shares),
    dueOn,
    shares,
  };
}

function ofPayment({ paymentId, book, amountPence, bankReference, paidOn }: PaymentMade): NewExpectation {
  return {
    id: derivedId('payment made', paymentId),
    kind: 'payment_made',
    party: 'our bank',
    reference: bankReference,
    amountPence: pence(-amountPence),
    dueOn: paidOn,
    shares: [{ book, amountPence: -amountPence, metPence: 0 }],
  };
}

/** What the bank is to show of shares: what they come to, less fees. */
export function netOf(shares: Share[]): Pence {
  return pence(shares.reduce((sum, { amountPence, feePence = 0 }) => sum + amountPence - feePence, 0));
}
