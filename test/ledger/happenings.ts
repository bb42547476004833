import type { Purpose } from '../../src/ledger/accounts.js';
import type { BankLine } from '../../src/ledger/posting-parts.js';
import * as bank from '../../src/ledger/postings-bank.js';
import * as card from '../../src/ledger/postings-card.js';
import * as text from '../../src/ledger/postings-text.js';
import * as treasury from '../../src/ledger/postings-treasury.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { book } from './books.js';

const at = new Date('2022-03-02T10:00:00Z');
export const partner = 'british-red-cross';

interface Given {
  /** The donation's name; the same name is the same donation. */
  of?: string;
  purpose?: Purpose;
}

const donation = ({ of = 'gift', purpose = 'restricted' }: Given) => ({
  book,
  donationId: derivedId('donation', of),
  purpose,
});
const stripe = (id: string) => ({ balanceTransactionId: `txn_${id}`, createdAt: at });
export const line = (reference: string): BankLine => ({
  book,
  bankAccount: 'appeal',
  reference,
  bookedAt: at,
});
const sent = (id: string, purpose: Purpose, amount: number) => ({
  remittanceId: id,
  book,
  purpose,
  partner,
  amountPence: pence(amount),
  sentAt: at,
});

/** Each row of the table, short to write: an outside id, an amount, and whose it is. */
export const happenings = {
  charge: (id: string, gross: number, fee: number, given: Given & { direct?: boolean } = {}) =>
    card.cardCharged({
      ...donation(given),
      ...stripe(id),
      direct: given.direct ?? false,
      grossPence: pence(gross),
      feePence: pence(fee),
    }),
  refund: (id: string, amount: number, given: Given = {}) =>
    card.cardRefunded({ ...donation(given), ...stripe(id), partner, amountPence: pence(amount) }),
  refundFailed: (id: string, amount: number, given: Given = {}) =>
    card.refundFailed({ ...donation(given), ...stripe(id), amountPence: pence(amount) }),
  refundCancelled: (id: string, amount: number, given: Given = {}) =>
    card.refundCancelled(
      { ...donation(given), ...stripe(id), amountPence: pence(amount), direct: false },
      at,
    ),
  refundPaidByBank: (id: string, amount: number, { of = 'gift' }: Given = {}) =>
    bank.refundPaidByBank(line(id), derivedId('donation', of), pence(amount)),
  dispute: (id: string, gross: number, fee: number, given: Given = {}) =>
    card.disputeOpened({ ...donation(given), ...stripe(id), grossPence: pence(gross), feePence: pence(fee) }),
  disputeWon: (id: string, gross: number, given: Given = {}, fee = 0) =>
    card.disputeWon({ ...donation(given), ...stripe(id), grossPence: pence(gross), feePence: pence(fee) }),
  disputeLost: (id: string, gross: number, given: Given = {}) =>
    card.disputeLost({
      ...donation(given),
      disputeId: `dp_${id}`,
      times: 1,
      createdAt: at,
      lostAt: at,
      partner,
      amountPence: pence(gross),
    }),
  stripeFee: (id: string, net: number) => card.stripeFee({ ...stripe(id), book, netPence: pence(net) }),
  payout: (id: string, net: number) => card.payoutCreated({ ...stripe(id), book, netPence: pence(net) }),
  payoutFailed: (id: string, net: number) => card.payoutFailed({ ...stripe(id), book, netPence: pence(net) }),
  payoutBanked: (id: string, amount: number) => bank.payoutBanked(line(id), pence(amount)),
  notOfAnAppeal: (id: string, net: number) => card.notOfAnAppeal({ ...stripe(id), netPence: pence(net) }),
  text: (id: string, gross: number, given: Given & { direct?: boolean } = {}) =>
    text.textCharged({
      ...donation(given),
      direct: given.direct ?? false,
      gateway: 'fonix',
      chargeId: derivedId('charge', id),
      reportedAt: at,
      grossPence: pence(gross),
    }),
  textReversed: (id: string, amount: number, given: Given = {}) =>
    text.textReversed({
      ...donation(given),
      gateway: 'fonix',
      chargeId: derivedId('charge', id),
      reversalId: 'r1',
      reportedAt: at,
      partner,
      amountPence: pence(amount),
    }),
  textRefunded: (id: string, amount: number, given: Given = {}) =>
    text.textRefunded(line(id), { ...donation(given), partner, amountPence: pence(amount) }),
  gatewayPaid: (id: string, received: number, fee: number, purpose: Purpose = 'restricted') =>
    bank.gatewayPaid(line(id), 'fonix', [{ purpose, receivedPence: pence(received), feePence: pence(fee) }]),
  givenByBank: (id: string, amount: number, given: Given = {}) =>
    bank.givenByBank(line(id), donation(given).donationId, donation(given).purpose, pence(amount)),
  unexplained: (id: string, amount: number) => bank.receiptUnexplained(line(id), pence(amount)),
  operatorPaid: (id: string, amount: number) => bank.operatorPaid(line(id), pence(amount)),
  remittanceReturned: (id: string, amount: number, purpose: Purpose = 'restricted') =>
    bank.remittanceReturned(line(id), 'remittance', purpose, pence(amount)),
  partnerReturned: (id: string, amount: number) => bank.partnerReturned(line(id), partner, pence(amount)),
  remittance: (id: string, amount: number, purpose: Purpose = 'restricted') => sent(id, purpose, amount),
  sent: (id: string, amount: number, purpose: Purpose = 'restricted') =>
    treasury.remittanceSent(sent(id, purpose, amount), pence(amount)),
  setOff: (id: string, amount: number, purpose: Purpose = 'restricted') =>
    treasury.setOff(sent(id, purpose, amount)),
  notice: (id: string, amount: number) => ({ noticeId: id, book, amountPence: pence(amount), noticedAt: at }),
  surplus: (id: string, amount: number) =>
    treasury.surplusNoticed({ noticeId: id, book, amountPence: pence(amount), noticedAt: at }),
};
