import type { PledgesPageProps } from '../../src/web/staff/pledges-page.js';
import type { ReportsPageProps } from '../../src/web/staff/reports-page.js';
import type { AccountPageProps } from '../../src/web/staff/account-page.js';
import type { AuditPageProps } from '../../src/web/staff/audit-page.js';
import type { PeoplePageProps } from '../../src/web/staff/people-page.js';
import { pence } from '../../src/vocabulary/pence.js';
import type { Frame } from '../../src/web/staff/frame.js';
import type { DonationDto } from '../../src/reports/staff.dto.js';
import type { BreaksPageProps } from '../../src/web/staff/breaks-page.js';
import type { DonationPageProps } from '../../src/web/staff/donation-page.js';
import type { DonationsPageProps } from '../../src/web/staff/donations-page.js';
import type { TodayPageProps } from '../../src/web/staff/today-page.js';

export const frame: Frame = {
  person: 'Una Merton',
  role: 'finance',
  section: 'today',
  path: '/staff',
  appeals: [
    { slug: 'harbour', title: 'The Harbour Fund' },
    { slug: 'other', title: 'Another Fund' },
  ],
  appeal: 'harbour',
};

export const todayPage: TodayPageProps = {
  totals: [
    {
      title: 'The Harbour Fund',
      status: 'open',
      raisedPence: pence(300),
      donations: 1,
      pendingPence: pence(0),
      remittedPence: pence(0),
      heldPence: pence(300),
    },
  ],
  breaks: [{ kind: 'unmatched', means: 'Look at the statement.', open: 1_200, old: 1, oldestDays: 9 }],
  chosen: {
    title: 'The Harbour Fund',
    hours: [new Date('2022-03-01T09:00:00Z'), new Date('2022-03-01T10:00:00Z')],
    given: [
      { hour: new Date('2022-03-01T09:00:00Z'), channel: 'text', donations: 1, amountPence: pence(300) },
    ],
    byChannel: [{ channel: 'text', donations: 1, amountPence: pence(300) }],
    places: {
      promisedPence: 0,
      stripePence: 0,
      transitPence: 0,
      networksPence: 300,
      disputedPence: 0,
      bankPence: 0,
      operatorOwesPence: -5,
      partnerOwesPence: 0,
      passedOnPence: 0,
    },
    remitWithinDays: 28,
    due: [
      {
        purpose: 'restricted',
        receivedOn: '2022-03-01',
        dueOn: '2022-03-29',
        openPence: 300,
        overdue: true,
      },
    ],
    accounts: [{ account: 'held', purpose: 'restricted', side: 'liability', balancePence: pence(-205) }],
  },
};

const gift: DonationDto = {
  id: '0190a0a0-0000-7000-8000-000000000001',
  appeal: 'harbour',
  appealVersion: 2,
  channel: 'text',
  status: 'part_refunded',
  paid: true,
  purpose: 'restricted',
  givenAt: new Date('2022-03-01T09:00:00Z'),
  confirmedAt: new Date('2022-03-01T09:01:00Z'),
  amountPence: 500,
  chargedPence: 500,
  refundedPence: 100,
  lostPence: 0,
  reversedPence: 0,
};

export const donationsPage: DonationsPageProps = {
  search: { from: '2022-03-01', to: '2022-03-02', status: '', channel: 'text', amount: '5', find: 'txn_1' },
  donations: [gift],
  nextCursor: 'next',
  refused: 'The last day must be a date.',
};

export const donationPage: DonationPageProps = {
  donation: {
    ...gift,
    place: 'with_network',
    whereTheMoneyIs: 'Charged to the phone.',
    happened: [
      {
        at: new Date('2022-03-01T09:00:00Z'),
        what: 'text came in',
        detail: 'donate: SUN£5',
        reference: 'g1',
        amountPence: 500,
      },
    ],
    remittances: [{ remittanceId: 'r1', number: 3, state: 'sent', amountPence: 400, sentOn: '2022-03-09' }],
    transfers: [
      {
        entry: 'e1',
        leg: 1,
        happening: 'text_charged',
        debit: 'harbour:text_receivable:fonix:restricted',
        credit: 'harbour:held:restricted',
        amountPence: 500,
        occurredAt: new Date('2022-03-01T09:01:00Z'),
        recordedAt: new Date('2022-03-01T09:01:00Z'),
        source: 'fonix',
        sourceId: 'c1',
      },
    ],
  },
  refunds: (['requested', 'failed'] as const).map((state) => ({
    id: `f-${state}`,
    donationId: gift.id,
    amountPence: 100,
    reason: 'Meant £4',
    state,
    needsApproval: true,
    requestedBy: 'Una Merton',
    requestedAt: new Date('2022-03-02T09:00:00Z'),
    approvedBy: null,
    approvedAt: null,
    bookedPence: 0,
    failure: 'no such account',
    bankReference: null,
    paidOn: null,
  })),
  newRefundId: '0190a0a0-0000-7000-8000-000000000002',
  entered: { amount: '1', reason: 'Meant £4' },
  done: 'The refund is asked for.',
};

export const breaksPage: BreaksPageProps = {
  kind: 'paid_twice',
  kinds: [{ kind: 'paid_twice', means: 'Paid twice.', open: 1, old: 0, oldestDays: 1 }],
  breaks: [
    {
      id: 'b1',
      kind: 'paid_twice',
      means: 'Paid twice.',
      reference: 'pi_1',
      detail: 'A second payment came.',
      whatToDo: 'Give it back.',
      appeal: 'harbour',
      donationId: gift.id,
      amountPence: 500,
      createdAt: new Date('2022-03-02T09:00:00Z'),
      ageDays: 1,
      actBy: '2022-03-09',
      ours: [{ what: 'donation', id: gift.id, amountPence: 500 }],
      theirs: [{ what: 'payment', id: 'pi_1' }],
      actions: [{ action: 'given_back', label: 'It was given back' }],
    },
  ],
  nextCursor: 'next',
};

export const accountPage: AccountPageProps = {
  byToken: false,
  done: 'Done.',
  errors: [],
  codes: ['AAAA-BBBB'],
};
const moment = new Date('2022-03-02T09:00:00Z');
export const peoplePage: PeoplePageProps = {
  people: [
    {
      id: 'p1',
      name: 'Ben',
      email: 'ben@example.org',
      role: 'finance',
      status: 'active',
      lastSignedInAt: moment,
    },
    {
      id: 'p2',
      name: 'Cat',
      email: 'c@example.org',
      role: 'admin',
      status: 'deactivated',
      lastSignedInAt: null,
    },
  ],
  invitations: [{ email: 'dan@example.org', role: 'approver', expiresAt: moment }],
  tokens: [
    { id: 't1', person: 'Eve', role: 'auditor', lastUsedAt: moment, revokedAt: null },
    { id: 't2', person: 'Eve', role: 'auditor', lastUsedAt: null, revokedAt: moment },
  ],
  entered: { email: 'x', name: 'y' },
  done: 'Done.',
  refused: 'No.',
  link: 'https://appeals.example.org/staff/invitations/x',
  errors: [],
};
export const auditPage: AuditPageProps = {
  asked: { from: '2022-03-01', to: '2022-03-31', person: 'Una' },
  entries: [
    {
      id: 'a1',
      at: '2022-03-02T09:00:00.000000Z',
      person: 'Una',
      role: null,
      means: 'token',
      action: 'remittance',
      target: 'r1',
      outcome: null,
      before: null,
      after: { status: 'draft', amountPence: 5 },
    },
  ],
  olderUrl: '/staff/audit?cursor=x',
  csvUrl: '/api/v1/staff/reports/audit.csv?',
  errors: [],
};

export const reportsPage: ReportsPageProps = {
  reports: [{ name: 'donations', about: 'Every donation.', forms: ['csv', 'xlsx'] }],
  entered: { from: '2022-03-01', to: '2022-03-31' },
  done: 'donations: 12 rows.',
};

export const pledgesPage: PledgesPageProps = {
  pledges: [
    {
      id: 'g1',
      appeal: 'harbour',
      status: 'open',
      amountPence: 500,
      keptPence: 0,
      dueOn: '2022-05-01',
      reminders: true,
    },
  ],
  newKey: 'key 1',
  entered: { amount: '5', dueOn: '2022-05-01', firstName: 'Ida', lastName: 'Merton', email: 'i@example.org' },
  refused: 'The day must be later.',
};
