import type { InvitationPageProps } from '../../src/web/staff/invitation-page.js';
import { pence } from '../../src/vocabulary/pence.js';
import type { AppealPageProps } from '../../src/web/pages/appeal-page.js';
import type { GiftAidPageProps } from '../../src/web/pages/gift-aid-page.js';
import type { MonthlyGiftPageProps } from '../../src/web/pages/monthly-gift-page.js';
import type { NewPledgePageProps } from '../../src/web/pages/new-pledge-page.js';
import type { PledgePageProps } from '../../src/web/pages/pledge-page.js';
import type { ReceiptPageProps } from '../../src/web/pages/receipt-page.js';
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

export const invitationPage: InvitationPageProps = {
  role: 'finance',
  email: 'una@example.org',
  name: null,
  entered: 'Una',
  authenticator: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Every%20Penny' },
  codeRequired: true,
  errors: [{ field: 'name', message: 'Take another.' }],
};
