import { pence } from '../../src/vocabulary/pence.js';
import type { AppealPageProps } from '../../src/web/pages/appeal-page.js';
import type { GiftAidPageProps } from '../../src/web/pages/gift-aid-page.js';
import type { MonthlyGiftPageProps } from '../../src/web/pages/monthly-gift-page.js';
import type { NewPledgePageProps } from '../../src/web/pages/new-pledge-page.js';
import type { PledgePageProps } from '../../src/web/pages/pledge-page.js';
import type { ReceiptPageProps } from '../../src/web/pages/receipt-page.js';
import type { AccountPageProps } from '../../src/web/staff/account-page.js';
import type { AuditPageProps } from '../../src/web/staff/audit-page.js';
import type { Frame } from '../../src/web/staff/frame.js';
import type { DonationDto } from '../../src/reports/staff.dto.js';
import type { BreaksPageProps } from '../../src/web/staff/breaks-page.js';
import type { DonationPageProps } from '../../src/web/staff/donation-page.js';
import type { DonationsPageProps } from '../../src/web/staff/donations-page.js';
import type { TodayPageProps } from '../../src/web/staff/today-page.js';
import type { PeoplePageProps } from '../../src/web/staff/people-page.js';
import type { InvitationPageProps } from '../../src/web/staff/invitation-page.js';
import type { ThanksPageProps } from '../../src/web/pages/thanks-page.js';
import type { WidgetPageProps } from '../../src/web/pages/widget-page.js';

export const appealPage: AppealPageProps = {
  appeal: {
    slug: 'harbour-fund',
    version: 1,
    title: 'The Harbour Fund',
    story: 'The storm took forty roofs.\n\nYour money puts them back.',
    partnerName: 'Harbour Relief',
    charityNumbers: [
      { number: '900001', register: 'England and Wales' },
      { number: 'SC900002', register: 'Scotland' },
    ],
    operatorName: 'The Morning Packet',
    isSurplus: false,
    purpose: 'Roofs before the winter.',
    surplusStatement: 'What the roofs do not need goes to other homes on the coast.',
    permissionNote: 'You must be 16 or over. Ask whoever pays the bill first.',
    helpline: { phone: '01632 960 123', email: 'help@harbour.example' },
    termsUrl: '/appeals/harbour-fund/terms',
    textTermsUrl: 'https://harbour.example/text-terms',
    privacyUrl: '/appeals/harbour-fund/privacy',
    card: {
      minPence: pence(300),
      maxPence: pence(1_000_000),
      suggestedPence: [300, 550, 125_000].map(pence),
      monthly: true,
    },
    text: {
      shortcode: '70999',
      options: [
        { keyword: 'ROOF', amountPence: pence(300), text: 'ROOF£3' },
        { keyword: 'ROOF', amountPence: pence(500), text: 'ROOF£5' },
      ],
      costNote: 'Texts cost your chosen donation amount + 1 standard message (we receive 100%).',
    },
    status: 'open',
  },
  total: { raisedPence: pence(123_456_750), donations: 2310, pendingPence: pence(1500) },
  matches: [
    {
      sponsorName: 'Quay & Sons',
      ratioPercent: 100,
      capPence: pence(500_000),
      matchedPence: pence(20_000),
      paidPence: pence(0),
      endsAt: new Date('2022-07-01T23:00:00Z'),
    },
  ],
  formToken: 'form-token-1',
};
export const widgetPage: WidgetPageProps = {
  title: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  raisedPence: pence(1000),
  appealUrl: '/appeals/harbour-fund',
};
export const thanksPage: ThanksPageProps = {
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  status: 'confirmed',
  amountPence: pence(1000),
  receiptUrl: '/donations/1/receipt?token=t',
  tryAgainUrl: '/appeals/harbour-fund',
  monthlyUrl: '/monthly/m1?token=t',
};
export const giftAidPage: GiftAidPageProps = {
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  amountPence: pence(1000),
  url: '/gift-aid/abc',
  state: 'open',
};
export const receiptPage: ReceiptPageProps = {
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  charityNumbers: [{ number: '900001', register: 'England and Wales' }],
  donationId: '0190a0a0-0000-7000-8000-000000000001',
  status: 'confirmed',
  amountPence: pence(1050),
  givenAt: new Date('2022-07-01T23:30:00Z'),
  channel: 'card',
  place: 'with_stripe',
  giftAid: false,
  giftAidUrl: '/g/abc',
  monthlyUrl: '/monthly/m1?token=t',
};
export const newPledgePage: NewPledgePageProps = {
  slug: 'harbour-fund',
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  formToken: 'form-token-1',
  entered: { amount: '7.77', dueOn: '2022-07-01', firstName: 'Ida', email: 'ida@merton.example' },
};
export const pledgePage: PledgePageProps = {
  id: 'p1',
  token: 't',
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  status: 'part_kept',
  amountPence: pence(5000),
  keptPence: pence(2000),
  proposedPence: pence(3000),
  dueOn: '2022-07-01',
  reminders: true,
  formToken: 'form-token-1',
};
export const monthlyGiftPage: MonthlyGiftPageProps = {
  id: 'm1',
  token: 't',
  appealTitle: 'The Harbour Fund',
  partnerName: 'Harbour Relief',
  status: 'active',
  amountPence: pence(1000),
  stopping: false,
};
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

export const invitationPage: InvitationPageProps = {
  role: 'finance',
  email: 'una@example.org',
  name: null,
  entered: 'Una',
  authenticator: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Every%20Penny' },
  codeRequired: true,
  errors: [{ field: 'name', message: 'Take another.' }],
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
