import { describe, expect, it } from '@jest/globals';
import type { VNode } from 'preact';
import { pence } from '../../src/vocabulary/pence.js';
import type { PledgeStatus } from '../../src/giving/pledges/pledge-states.js';
import { en } from '../../src/web/messages/en.js';
import { AppealPage } from '../../src/web/pages/appeal-page.js';
import { AppealsPage } from '../../src/web/pages/appeals-page.js';
import { CardLinkPage } from '../../src/web/pages/card-link-page.js';
import { ErrorPage } from '../../src/web/pages/error-page.js';
import { GiftAidPage } from '../../src/web/pages/gift-aid-page.js';
import { renderPage } from '../../src/web/pages/layout.js';
import { MonthlyGiftPage } from '../../src/web/pages/monthly-gift-page.js';
import { NewPledgePage } from '../../src/web/pages/new-pledge-page.js';
import { PledgePage, StopRemindersPage } from '../../src/web/pages/pledge-page.js';
import { PrivacyPage } from '../../src/web/pages/privacy-page.js';
import { QueuePage } from '../../src/web/pages/queue-page.js';
import { ReceiptPage } from '../../src/web/pages/receipt-page.js';
import { TermsPage } from '../../src/web/pages/terms-page.js';
import { ThanksPage } from '../../src/web/pages/thanks-page.js';
import { WidgetPage } from '../../src/web/pages/widget-page.js';
import { BreaksPage } from '../../src/web/staff/breaks-page.js';
import { DonationPage } from '../../src/web/staff/donation-page.js';
import { DonationsPage } from '../../src/web/staff/donations-page.js';
import { FrameContext } from '../../src/web/staff/frame.js';
import { PledgesPage } from '../../src/web/staff/pledges-page.js';
import { ReportsPage } from '../../src/web/staff/reports-page.js';
import { SettlementsPage } from '../../src/web/staff/settlements-page.js';
import { SurplusPage } from '../../src/web/staff/surplus-page.js';
import { RemittancePage } from '../../src/web/staff/remittance-page.js';
import { RemittancesPage } from '../../src/web/staff/remittances-page.js';
import { SignInPage } from '../../src/web/staff/sign-in-page.js';
import { TodayPage } from '../../src/web/staff/today-page.js';
import { AccountPage } from '../../src/web/staff/account-page.js';
import { AuditPage } from '../../src/web/staff/audit-page.js';
import { PeoplePage } from '../../src/web/staff/people-page.js';
import { InvitationPage, JoinedPage } from '../../src/web/staff/invitation-page.js';
import {
  accountPage,
  auditPage,
  frame,
  todayPage,
  donationsPage,
  donationPage,
  breaksPage,
  pledgesPage,
  reportsPage,
  peoplePage,
} from './sample-console-pages.js';
import {
  remittancesPage,
  remittancePage,
  sentRemittancePage,
  settlementsPage,
  surplusPage,
} from './sample-treasury-pages.js';
import {
  appealPage,
  giftAidPage,
  invitationPage,
  monthlyGiftPage,
  newPledgePage,
  pledgePage,
  receiptPage,
  thanksPage,
  widgetPage,
} from './sample-pages.js';

type Alter = <T>(props: T) => T;
type MakePage = (alter: Alter) => VNode;

const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`;
const asIs: Alter = (props) => props;

const choosers = new Set([
  'status',
  'field',
  'channel',
  'place',
  'state',
  'dueOn',
  'receivedOn',
  'role',
  'section',
  'uri',
  'sentOn',
  'actBy',
  'at',
  'purpose',
  'noticeDate',
  'date',
  'until',
]);

/** Makes every text hostile, at any depth, but those that choose what a page shows. */
function hostile<T>(value: T, name?: string): T {
  if (typeof value === 'string') return (choosers.has(name ?? '') ? value : value + attack) as T;
  if (Array.isArray(value)) return value.map((item) => hostile(item)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hostile(item, key)])) as T;
}

/** Every text among the properties of a page, at any depth. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.values(value).flatMap(textsOf);
}

/** What a page says: between its tags, and in the attributes that are read out. */
function readIn(html: string): string[] {
  const between = html.replace(/<(?:"[^"]*"|[^">])*>/g, '\n').split('\n');
  const spoken = [...html.matchAll(/ (?:aria-label|data-spoken|title|alt)="([^"]*)"/g)].map(
    ([, text]) => text,
  );
  return [...between, ...spoken].map((text) => (text ?? '').trim()).filter((text) => text !== '');
}

/** The tags of a page, with the values of their attributes left out. */
function skeleton(html: string): string[] {
  return [...html.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
}

const entered = {
  amount: '7.77',
  firstName: 'Ida',
  lastName: 'Merton',
  email: 'ida@merton.example',
  phone: '1',
  title: 'Ms',
  house: '1',
  address: 'Quay',
  postcode: 'X',
  inMemoryOf: 'Nan',
  message: 'For Nan',
};
const errors = [...Object.keys(entered), 'interval', 'scope', 'taxpayer', 'consents', ''].map((field) => ({
  field,
  message: 'Look at this.',
}));
const privacyPage = {
  appealTitle: 'A',
  operatorName: 'B',
  partnerName: 'C',
  helpline: '1',
  text: 'D',
  moreUrl: '/more',
};
const declared = { intent: 'I want', taxpayer: 'I am' };
const stopped = { ...appealPage, appeal: { ...appealPage.appeal, status: 'stopped' as const } };
const thanks = ['confirmed', 'pending', 'failed', 'expired', 'refunded'].map((status): [string, MakePage] => [
  `${status} thanks`,
  (alter) => <ThanksPage {...alter({ ...thanksPage, status })} />,
]);

const pledges = Object.keys(en.pledge.states).map((status): [string, MakePage] => [
  `${status} pledge`,
  (alter) => <PledgePage {...alter({ ...pledgePage, status: status as PledgeStatus })} />,
]);
const monthly = Object.keys(en.monthly.states).map((status): [string, MakePage] => [
  `${status} monthly gift`,
  (alter) => (
    <MonthlyGiftPage {...alter({ ...monthlyGiftPage, status: status as keyof typeof en.monthly.states })} />
  ),
]);

const consolePages: [string, MakePage][] = [
  ['today', (alter) => <TodayPage {...alter(todayPage)} />],
  ['donations', (alter) => <DonationsPage {...alter(donationsPage)} />],
  ['donation', (alter) => <DonationPage {...alter(donationPage)} />],
  ['remittances', (alter) => <RemittancesPage {...alter(remittancesPage)} />],
  ['remittance', (alter) => <RemittancePage {...alter(remittancePage)} />],
  ['remittance that was sent', (alter) => <RemittancePage {...alter(sentRemittancePage)} />],
  ['settlements', (alter) => <SettlementsPage {...alter(settlementsPage)} />],
  ['surplus', (alter) => <SurplusPage {...alter(surplusPage)} />],
  ['reports', (alter) => <ReportsPage {...alter(reportsPage)} />],
  ['pledges', (alter) => <PledgesPage {...alter(pledgesPage)} />],
  ['breaks', (alter) => <BreaksPage {...alter(breaksPage)} />],
  ['account', (alter) => <AccountPage {...alter({ ...accountPage, errors })} />],
  ['account by token', (alter) => <AccountPage {...alter({ ...accountPage, byToken: true })} />],
  ['people', (alter) => <PeoplePage {...alter({ ...peoplePage, errors })} />],
  ['audit', (alter) => <AuditPage {...alter({ ...auditPage, errors })} />],
];

/** Staff read English. */
const staffPages = [
  ['sign-in', (alter) => <SignInPage {...alter({ next: '/staff', error: 'No such token', email: 'a@b' })} />],
  ['invitation', (alter) => <InvitationPage {...alter(invitationPage)} />],
  ['joined', (alter) => <JoinedPage {...alter({ name: 'Una Merton', codes: ['AAAA-BBBB'] })} />],
  ...consolePages.map(([name, make]): [string, MakePage] => [
    `console ${name}`,
    (alter) => <FrameContext.Provider value={alter(frame)}>{make(alter)}</FrameContext.Provider>,
  ]),
] satisfies [string, MakePage][];

const donorPages: [string, MakePage][] = [
  ['appeal', (alter) => <AppealPage {...alter({ ...appealPage, entered, errors })} />],
  ['stopped appeal', (alter) => <AppealPage {...alter(stopped)} />],
  ...thanks,
  ['receipt', (alter) => <ReceiptPage {...alter(receiptPage)} />],
  ['gift aid', (alter) => <GiftAidPage {...alter({ ...giftAidPage, entered, errors })} />],
  [
    'declared',
    (alter) => <GiftAidPage {...alter({ ...giftAidPage, state: 'declared' as const, declared })} />,
  ],
  ['terms', (alter) => <TermsPage appeal={alter(appealPage.appeal)} remitWithinDays={28} />],
  [
    'card link',
    (alter) => <CardLinkPage {...alter({ appealTitle: 'A', partnerName: 'B', amountPence: pence(300) })} />,
  ],
  ['widget', (alter) => <WidgetPage {...alter(widgetPage)} />],
  ['appeals', (alter) => <AppealsPage appeals={alter([{ slug: 'a', title: 'The Harbour Fund' }])} />],
  ['no appeals', () => <AppealsPage appeals={[]} />],
  ['new pledge', (alter) => <NewPledgePage {...alter({ ...newPledgePage, errors })} />],
  ['pledge', (alter) => <PledgePage {...alter({ ...pledgePage, errors })} />],
  ...pledges,
  ['end of reminders', (alter) => <StopRemindersPage {...alter({ id: 'p1', token: 't' })} />],
  ...monthly,
  [
    'stopping monthly gift',
    (alter) => <MonthlyGiftPage {...alter({ ...monthlyGiftPage, stopping: true })} />,
  ],
  ['queue', () => <QueuePage place={12} />],
  ...Object.keys(en.error.problems).map((code): [string, MakePage] => [
    `error ${code}`,
    () => <ErrorPage status={404} code={code} title="No" detail="Look" backUrl="/" />,
  ]),
  ['error', (alter) => <ErrorPage status={404} {...alter({ title: 'No', detail: 'Look', backUrl: '/' })} />],
  ['privacy', (alter) => <PrivacyPage {...alter(privacyPage)} />],
];

const pages = [...donorPages, ...staffPages];

describe('every page', () => {
  it.each(pages)('shows hostile text as text: %s', (_name, page) => {
    expect(skeleton(renderPage(page(hostile)))).toEqual(skeleton(renderPage(page(asIs))));
  });

  it.each(donorPages)('is in Welsh where its reader asked for that: %s', (name, page) => {
    const html = renderPage(page(asIs), { language: 'cy', address: '/appeals/x?token=a%26b' });
    expect(html).toMatch(/^<!doctype html><html lang="cy">/);
    if (name !== 'widget') expect(html).toContain('href="/appeals/x?token=a%26b&amp;lang=en" lang="en-GB"');
    // What reads the same in both languages stands in no message file: it must have come with the page.
    const given: string[] = ['Every', 'Penny'];
    const english = new Set(readIn(renderPage(page((props) => (given.push(...textsOf(props)), props)))));
    const unspoken = readIn(html).filter((text) => english.has(text) && /\p{L}/u.test(text));
    expect(unspoken.filter((text) => !given.join(' ').includes(text))).toEqual([]);
  });

  it.each(pages)('has nothing inline and asks nothing of a third party: %s', (_name, page) => {
    const html = renderPage(page(asIs));
    expect(html).toMatch(/^<!doctype html><html lang="en-GB">/);
    expect(html).not.toMatch(/<style|<[^>]* (style|on\w+)=/);
    for (const [tag] of html.matchAll(/<(?:script|link|img)[^>]*>/g))
      expect(tag).toMatch(/ (src|href)="\/assets\//);
  });
});
