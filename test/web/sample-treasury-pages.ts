import type { SettlementsPageProps } from '../../src/web/staff/settlements-page.js';
import type { SurplusPageProps } from '../../src/web/staff/surplus-page.js';
import type { RemittanceDto } from '../../src/treasury/remittances/remittances.dto.js';
import type { RemittancePageProps } from '../../src/web/staff/remittance-page.js';
import type { RemittancesPageProps } from '../../src/web/staff/remittances-page.js';

const round: RemittanceDto = {
  id: 'r1',
  appeal: 'harbour',
  number: 3,
  purpose: 'restricted',
  state: 'draft',
  amountPence: 500,
  setOffPence: 100,
  paidPence: 400,
  payments: [
    {
      id: 'p1',
      payee: 'The Harbour Trust',
      account: { name: 'Harbour Trust', sortCode: '000000', accountNumber: '00000000' },
      amountPence: 400,
      returnedOn: null,
      returnReference: null,
    },
  ],
  donations: 1,
  firstReceivedOn: null,
  lastReceivedOn: null,
  dueOn: null,
  lateReason: 'The bank was shut',
  preparedBy: 'Bo Seal',
  preparedAt: new Date('2022-03-02T09:00:00Z'),
  approvedBy: null,
  approvedAt: null,
  bankReference: null,
  sentOn: null,
  sentBy: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
};

export const remittancesPage: RemittancesPageProps = {
  maySend: {
    appeal: 'harbour',
    today: '2022-04-02',
    remitWithinDays: 28,
    purposes: [
      {
        purpose: 'restricted',
        maySendPence: 500,
        setOffPence: 100,
        heldPence: 800,
        disputedPence: 0,
        textNotInPence: 300,
        approvedPence: 0,
        bankPence: 900,
        refundsPayablePence: 0,
        unidentifiedPence: 0,
        approvedOfAllPence: 0,
        inTransitPence: 0,
        withStripePence: 0,
        dueFromPartnerPence: 100,
        why: [{ what: 'textNotInPence', amountPence: 300, sentence: '£3 is not in yet.' }],
        overduePence: 500,
        due: [{ receivedOn: '2022-03-01', dueOn: '2022-03-29', openPence: 500, overdue: true }],
      },
    ],
  },
  rounds: [round],
  entered: { purpose: 'restricted', amount: '7', lateReason: 'The bank was shut' },
  refused: 'There is not so much.',
};

export const remittancePage: RemittancePageProps = {
  round,
  carried: [
    {
      donationId: '0190a0a0-0000-7000-8000-000000000001',
      amountPence: 400,
      releasedPence: 0,
      receivedOn: '2022-03-01',
    },
  ],
  nextCursor: 'next',
  needsReason: true,
};

export const sentRemittancePage: RemittancePageProps = {
  ...remittancePage,
  round: {
    ...round,
    state: 'sent',
    approvedBy: 'Una Merton',
    approvedAt: new Date('2022-03-03T09:00:00Z'),
    bankReference: 'FP 1',
    sentOn: '2022-03-03',
    sentBy: 'Bo Seal',
  },
};

export const settlementsPage: SettlementsPageProps = {
  waiting: {
    items: [
      {
        id: 'l1',
        bankId: 'bank 1',
        date: '2022-03-02',
        amountPence: 500,
        reference: 'STRIPE',
        matches: [{ id: 'm1', expectationId: 'e1' }],
        explanation: null,
      },
      {
        id: 'l2',
        bankId: 'bank 2',
        date: '2022-03-02',
        amountPence: 700,
        reference: 'TOP UP',
        matches: [],
        explanation: {
          id: 'x1',
          as: 'operator_top_up',
          appeal: 'harbour',
          purpose: null,
          partner: null,
          pledgeId: null,
          explainedBy: 'Bo Seal',
        },
      },
    ],
    expected: [
      {
        id: 'e1',
        kind: 'payout',
        party: 'stripe',
        reference: 'po_1',
        amountPence: 500,
        metPence: 0,
        dueOn: '2022-03-09',
      },
    ],
    nextCursor: null,
  },
  accounts: ['bank'],
  gateways: ['fonix'],
  meanings: ['operator_top_up'],
  done: 'It is done.',
};

export const surplusPage: SurplusPageProps = {
  statement: {
    appeal: 'harbour',
    funds: [
      {
        purpose: 'restricted',
        openingPence: 0,
        receivedPence: 900,
        refundedPence: 100,
        redesignatedPence: -200,
        passedOnPence: 300,
        setOffPence: 0,
        heldPence: 300,
      },
    ],
    redesignatedAfterPassingOnPence: 50,
  },
  notices: [
    {
      id: 'n1',
      appeal: 'harbour',
      noticeDate: '2022-03-02',
      heldPence: 200,
      passedOnPence: 50,
      newDonationsPurpose: 'surplus',
      purposeWords: 'Harbours elsewhere',
      state: 'prepared',
      preparedBy: 'Bo Seal',
      preparedAt: new Date('2022-03-02T09:00:00Z'),
      decidedBy: null,
      decidedAt: null,
    },
  ],
  closing: {
    appeal: 'harbour',
    status: 'open',
    mayClose: false,
    items: [
      {
        what: 'text_receivable:fonix',
        withWhom: 'Fonix',
        detail: 'Not paid yet.',
        amountPence: 300,
        until: '2022-05-20',
        blocks: true,
      },
    ],
  },
  entered: {
    noticeDate: '2022-03-02',
    held: '2',
    passedOn: '0.50',
    newDonationsPurpose: 'Harbours elsewhere',
  },
  refused: 'There is not so much.',
};
