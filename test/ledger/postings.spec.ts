import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { onceExplained } from '../../src/ledger/postings-bank.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type BalancesByCode, Books, type Happened, Model } from './books.js';
import { happenings as h } from './happenings.js';

const held = 'held:restricted';
const suspense = 'dispute_suspense:restricted';
const fonix = 'text_receivable:fonix:restricted';
const due = 'due_from_partner:british-red-cross';

interface Row {
  row: string;
  before?: Happened[];
  happened: Happened;
  /** How each account moved, on its natural side; every other one stayed. */
  moved: BalancesByCode;
}

const charged = h.charge('charge', 1000, 35);
const banked = [charged, h.payout('payout', -965), h.payoutBanked('payout-line', 965)];
const passedOn = [...banked, h.sent('remittance', 600)];
const disputed = [charged, h.dispute('dispute', 1000, 2000)];
const failed = [charged, h.refund('refund', 1000), h.refundFailed('failure', 1000)];

const rows: Row[] = [
  {
    row: 'card charge',
    happened: charged,
    moved: { stripe_balance: 965, due_from_operator: 35, [held]: 1000 },
  },
  {
    row: 'card charge whose fee is all of it',
    happened: h.charge('small', 30, 30),
    moved: { due_from_operator: 30, [held]: 30 },
  },
  {
    row: 'card charge whose fee is more than it',
    happened: h.charge('small', 10, 30),
    moved: { stripe_balance: -20, due_from_operator: 30, [held]: 10 },
  },
  {
    row: 'given directly by card',
    happened: h.charge('direct', 1000, 35, { direct: true }),
    moved: { given_directly: 1000, collected_by_partner: 1000 },
  },
  {
    row: 'refund',
    before: [charged],
    happened: h.refund('r', 400),
    moved: { [held]: -400, stripe_balance: -400 },
  },
  {
    row: 'refund of what was passed on in part',
    before: passedOn,
    happened: h.refund('r', 1000),
    moved: { [held]: -400, [due]: 600, stripe_balance: -1000 },
  },
  {
    row: 'refund of another purpose’s money',
    before: [h.charge('surplus', 5000, 0, { of: 'other', purpose: 'surplus' }), ...passedOn],
    happened: h.refund('r', 1000),
    moved: { [held]: -400, [due]: 600, stripe_balance: -1000 },
  },
  {
    row: 'refund failed',
    before: failed.slice(0, 2),
    happened: failed[2]!,
    moved: { stripe_balance: 1000, refund_payable: 1000 },
  },
  {
    row: 'failed refund paid by bank',
    before: failed,
    happened: h.refundPaidByBank('line', 1000),
    moved: { refund_payable: -1000, appeal_bank: -1000 },
  },
  {
    row: 'failed refund cancelled instead',
    before: failed,
    happened: h.refundCancelled('failure', 1000),
    moved: { refund_payable: -1000, [held]: 1000 },
  },
  {
    row: 'dispute opened',
    before: [charged],
    happened: disputed[1]!,
    moved: { [suspense]: 1000, due_from_operator: 2000, stripe_balance: -3000 },
  },
  {
    row: 'stripe fee',
    happened: h.stripeFee('f', -2000),
    moved: { due_from_operator: 2000, stripe_balance: -2000 },
  },
  {
    row: 'stripe fee returned',
    happened: h.stripeFee('f', 2000),
    moved: { due_from_operator: -2000, stripe_balance: 2000 },
  },
  {
    row: 'dispute won',
    before: disputed,
    happened: h.disputeWon('won', 1000),
    moved: { stripe_balance: 1000, [suspense]: -1000 },
  },
  {
    row: 'dispute lost',
    before: disputed,
    happened: h.disputeLost('lost', 1000),
    moved: { [held]: -1000, [suspense]: -1000 },
  },
  {
    row: 'dispute lost of what was passed on',
    before: [...passedOn, disputed[1]!],
    happened: h.disputeLost('lost', 1000),
    moved: { [held]: -400, [due]: 600, [suspense]: -1000 },
  },
  {
    row: 'payout created',
    happened: h.payout('p', -965),
    moved: { payouts_in_transit: 965, stripe_balance: -965 },
  },
  {
    row: 'payout failed',
    before: [h.payout('p', -965)],
    happened: h.payoutFailed('f', 965),
    moved: { payouts_in_transit: -965, stripe_balance: 965 },
  },
  {
    row: 'bank line of a payout',
    happened: h.payoutBanked('l', 965),
    moved: { appeal_bank: 965, payouts_in_transit: -965 },
  },
  {
    row: 'negative payout',
    happened: h.payout('p', 50),
    moved: { stripe_balance: 50, payouts_in_transit: -50 },
  },
  {
    row: 'bank line of a negative payout',
    happened: h.payoutBanked('l', -50),
    moved: { payouts_in_transit: 50, appeal_bank: -50 },
  },
  {
    row: 'unexplained receipt',
    happened: h.unexplained('l', 700),
    moved: { appeal_bank: 700, unidentified: 700 },
  },
  {
    row: 'unexplained receipt, once explained',
    before: [h.unexplained('l', 700)],
    happened: onceExplained(h.givenByBank('l', 700)),
    moved: { unidentified: -700, [held]: 700 },
  },
  {
    row: 'of no appeal',
    happened: h.notOfAnAppeal('x', 500),
    moved: { stripe_balance: 500, unidentified: 500 },
  },
  { row: 'text charged', happened: h.text('t', 300), moved: { [fonix]: 300, [held]: 300 } },
  {
    row: 'given directly by text',
    happened: h.text('t', 300, { direct: true }),
    moved: { given_directly: 300, collected_by_partner: 300 },
  },
  {
    row: 'text reversed',
    before: [h.text('t', 300)],
    happened: h.textReversed('t', 300),
    moved: { [held]: -300, [fonix]: -300 },
  },
  {
    row: 'text reversed after it was passed on',
    before: [h.text('t', 300), h.gatewayPaid('l', 300, 0), h.sent('remittance', 300)],
    happened: h.textReversed('t', 300),
    moved: { [due]: 300, [fonix]: -300 },
  },
  {
    row: 'text refunded by bank',
    before: [h.text('t', 300), h.gatewayPaid('l', 300, 0)],
    happened: h.textRefunded('refund-line', 300),
    moved: { [held]: -300, appeal_bank: -300 },
  },
  { row: 'given by bank', happened: h.givenByBank('l', 5000), moved: { appeal_bank: 5000, [held]: 5000 } },
  {
    row: 'gateway pays out',
    before: [h.text('t', 300)],
    happened: h.gatewayPaid('l', 280, 15),
    moved: { appeal_bank: 280, due_from_operator: 15, [fonix]: -295 },
  },
  {
    row: 'operator tops up',
    happened: h.operatorPaid('l', 35),
    moved: { appeal_bank: 35, due_from_operator: -35 },
  },
  {
    row: 'operator is paid back',
    happened: h.operatorPaid('l', -35),
    moved: { appeal_bank: -35, due_from_operator: 35 },
  },
  {
    row: 'remittance sent',
    before: banked,
    happened: h.sent('s', 900),
    moved: { [held]: -900, appeal_bank: -900 },
  },
  {
    row: 'remittance returned by the bank',
    before: passedOn,
    happened: h.remittanceReturned('l', 600),
    moved: { appeal_bank: 600, [held]: 600 },
  },
  {
    row: 'partner returns money',
    before: [...passedOn, h.refund('r', 1000)],
    happened: h.partnerReturned('l', 600),
    moved: { appeal_bank: 600, [due]: -600 },
  },
  {
    row: 'set-off against a remittance',
    before: [...passedOn, h.refund('r', 1000), h.charge('next', 2000, 0, { of: 'next' })],
    happened: h.setOff('s', 600),
    moved: { [held]: -600, [due]: -600 },
  },
  {
    row: 'surplus notice',
    before: [charged],
    happened: h.surplus('n', 400),
    moved: { [held]: -400, 'held:surplus': 400 },
  },
];

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

describe('what posts what', () => {
  it.each(rows)('$row', async ({ before = [], happened, moved }) => {
    const books = new Books(database);
    const model = new Model();
    await books.post(...before);
    before.forEach((each) => model.post(each));
    const start = await books.all();
    expect(start).toEqual(model.all());

    await books.post(happened);

    const end = await books.all();
    model.post(happened);
    expect(end).toEqual(model.all());
    const codes = new Set([...Object.keys(start), ...Object.keys(end)]);
    const difference = [...codes].map((code) => [code, (end[code] ?? 0) - (start[code] ?? 0)] as const);
    expect(Object.fromEntries(difference.filter(([, amount]) => amount !== 0))).toEqual(moved);

    await books.post(happened);
    expect(await books.all()).toEqual(end);
    expect(await books.breaks.open()).toEqual([]);
  });
});
