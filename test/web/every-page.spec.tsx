import { describe, expect, it } from '@jest/globals';
import type { VNode } from 'preact';
import { pence } from '../../src/vocabulary/pence.js';
import { AppealPage } from '../../src/web/pages/appeal-page.js';
import { CardLinkPage } from '../../src/web/pages/card-link-page.js';
import { ErrorPage } from '../../src/web/pages/error-page.js';
import { renderPage } from '../../src/web/pages/layout.js';
import { PrivacyPage } from '../../src/web/pages/privacy-page.js';
import { QueuePage } from '../../src/web/pages/queue-page.js';
import { ReceiptPage } from '../../src/web/pages/receipt-page.js';
import { SignInPage, StaffHomePage } from '../../src/web/pages/staff-pages.js';
import { ThanksPage } from '../../src/web/pages/thanks-page.js';
import { appealPage, receiptPage, staffHomePage, thanksPage } from './sample-pages.js';

type Alter = <T>(props: T) => T;
type MakePage = (alter: Alter) => VNode;

const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`;
const asIs: Alter = (props) => props;

/** Makes every text hostile, at any depth, but those that choose what a page shows. */
function hostile<T>(value: T, name?: string): T {
  if (typeof value === 'string') return (name === 'status' || name === 'field' ? value : value + attack) as T;
  if (Array.isArray(value)) return value.map((item) => hostile(item)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hostile(item, key)])) as T;
}

/** The tags of a page, with the values of their attributes left out. */
function skeleton(html: string): string[] {
  return [...html.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
}

const entered = { amount: '7.77', firstName: 'Ida', lastName: 'Merton', email: 'ida@merton.example' };
const errors = ['amount', 'otherAmount', 'firstName', 'lastName', 'email', 'formToken'].map((field) => ({
  field,
  message: 'Look at this.',
}));
const stopped = { ...appealPage, appeal: { ...appealPage.appeal, status: 'stopped' as const } };
const thanks = ['confirmed', 'pending', 'failed', 'expired', 'refunded'].map((status): [string, MakePage] => [
  `${status} thanks`,
  (alter) => <ThanksPage {...alter({ ...thanksPage, status })} />,
]);

const pages: [string, MakePage][] = [
  ['appeal', (alter) => <AppealPage {...alter({ ...appealPage, entered, errors })} />],
  ['stopped appeal', (alter) => <AppealPage {...alter(stopped)} />],
  ...thanks,
  ['receipt', (alter) => <ReceiptPage {...alter(receiptPage)} />],
  ['receipt of an unknown status', (alter) => <ReceiptPage {...receiptPage} status={alter('new')} />],
  [
    'card link',
    (alter) => <CardLinkPage {...alter({ appealTitle: 'A', partnerName: 'B', amountPence: pence(300) })} />,
  ],
  ['queue', () => <QueuePage place={12} />],
  ['error', (alter) => <ErrorPage status={404} {...alter({ title: 'No', detail: 'Look', backUrl: '/' })} />],
  ['privacy', (alter) => <PrivacyPage {...alter({ appealTitle: 'A', operatorName: 'B', text: 'C' })} />],
  ['sign-in', (alter) => <SignInPage {...alter({ error: 'No such token' })} />],
  ['staff home', (alter) => <StaffHomePage {...alter(staffHomePage)} />],
];

describe('every page', () => {
  it.each(pages)('shows hostile text as text: %s', (_name, page) => {
    expect(skeleton(renderPage(page(hostile)))).toEqual(skeleton(renderPage(page(asIs))));
  });

  it.each(pages)('has nothing inline and asks nothing of a third party: %s', (_name, page) => {
    const html = renderPage(page(asIs));
    expect(html).toMatch(/^<!doctype html><html lang="en-GB">/);
    expect(html).not.toMatch(/<style|<[^>]* (style|on\w+)=/);
    for (const [tag] of html.matchAll(/<(?:script|link|img)[^>]*>/g))
      expect(tag).toMatch(/ (src|href)="\/assets\//);
  });
});
