import { describe, expect, it } from '@jest/globals';
import { AppealPage, type AppealPageProps } from '../../src/web/pages/appeal-page.js';
import { ErrorPage } from '../../src/web/pages/error-page.js';
import { renderPage } from '../../src/web/pages/layout.js';
import { QueuePage } from '../../src/web/pages/queue-page.js';
import { ReceiptPage } from '../../src/web/pages/receipt-page.js';
import { renderFramed } from '../../src/web/staff/frames.js';
import { SignInPage } from '../../src/web/staff/sign-in-page.js';
import { TodayPage } from '../../src/web/staff/today-page.js';
import { ThanksPage } from '../../src/web/pages/thanks-page.js';
import { frame, todayPage } from './sample-console-pages.js';
import { appealPage, receiptPage, thanksPage } from './sample-pages.js';

const readable = (html: string) => html.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');
const inputs = (html: string, name: string) =>
  html.match(new RegExp(`<input[^>]* name="${name}"[^>]*>`, 'g')) ?? [];
const withStatus = (status: AppealPageProps['appeal']['status']): AppealPageProps => ({
  ...appealPage,
  appeal: { ...appealPage.appeal, status },
});

describe('the appeal page', () => {
  const html = renderPage(<AppealPage {...appealPage} />);
  const page = readable(html);

  it('words the text instructions exactly as the appeal does', () => {
    expect(page).toContain('Text to 70999 from UK mobiles:£3 text ROOF£3£5 text ROOF£5Texts cost your');
    expect(page).toContain('Texts cost your chosen donation amount + 1 standard message (we receive 100%).');
    expect(page).toContain('You must be 16 or over. Ask whoever pays the bill first.');
  });

  it('names the charity, its numbers, the surplus statement, the helpline and the promise', () => {
    expect(page).toContain(
      'Harbour Relief, registered charity 900001 (England and Wales), SC900002 (Scotland)',
    );
    expect(page).toContain('What the roofs do not need goes to other homes on the coast.');
    expect(page).toContain('Every penny you give goes to Harbour Relief. The Morning Packet pays the fees.');
    expect(html).toContain('<a href="tel:01632960123">01632 960 123</a>');
    expect(html).toContain('<a href="mailto:help@harbour.example">');
    expect(html).toContain('href="/appeals/harbour-fund/terms"');
    expect(html).toContain('href="/appeals/harbour-fund/privacy"');
  });

  it('shows the total where the live script finds it, and what is promised apart from it', () => {
    expect(html).toContain('data-events="/api/v1/appeals/harbour-fund/total/events"');
    expect(html).toContain('<dd id="total-raised">£1,234,567.50</dd>');
    expect(html).toContain('<dd id="total-donations">2,310</dd>');
    expect(html).toContain('<dd id="total-pending">£15</dd>');
  });

  it('posts a form that needs no JavaScript, with nothing chosen for the donor', () => {
    expect(html).toContain('<form method="post" action="/appeals/harbour-fund/donate"');
    expect(inputs(html, 'amount').map((input) => /value="([^"]*)"/.exec(input)?.[1])).toEqual([
      '3',
      '5.50',
      '1250',
      'other',
    ]);
    expect(inputs(html, 'amount').join('')).not.toContain(' checked');
    expect(html.match(/<input[^>]* type="checkbox"[^>]*>/g)).toHaveLength(8);
    expect(html).not.toMatch(/<input[^>]* type="checkbox"[^>]* checked/);
    expect(inputs(html, 'formToken')).toEqual([
      '<input type="hidden" name="formToken" value="form-token-1"/>',
    ]);
    expect(inputs(html, 'otherAmount')[0]).toContain('inputmode="decimal"');
    expect(inputs(html, 'firstName')[0]).toContain('autocomplete="given-name"');
    expect(inputs(html, 'lastName')[0]).toContain('autocomplete="family-name"');
    expect(inputs(html, 'email')[0]).toContain('autocomplete="email"');
    expect(html).toContain('<button type="submit">Give by card</button>');
  });

  it('lists the errors with links to their fields and keeps what was typed', () => {
    const entered = { amount: '2.99', firstName: 'Ida', lastName: 'O’Merton', email: 'ida@' };
    const errors = [
      { field: 'otherAmount', message: 'Give £3 or more.' },
      { field: 'email', message: 'That isn’t an email address.' },
      { field: '', message: 'This form was sent already.' },
    ];
    const again = renderPage(<AppealPage {...appealPage} entered={entered} errors={errors} />);
    expect(again).toContain('<title>Error: The Harbour Fund</title>');
    expect(again).toContain(
      '<li><a href="#otherAmount">Give £3 or more.</a></li><li><a href="#email">That isn’t an email address.</a></li>' +
        '<li>This form was sent already.</li>',
    );
    expect(again).toContain('<p class="error" id="email-error">That isn’t an email address.</p>');
    expect(inputs(again, 'email')[0]).toContain('aria-describedby="email-hint email-error"');
    expect(inputs(again, 'email')[0]).toContain('value="ida@"');
    expect(inputs(again, 'firstName')[0]).toContain('value="Ida"');
    expect(inputs(again, 'lastName')[0]).toContain('value="O’Merton"');
    expect(inputs(again, 'otherAmount')[0]).toContain('value="2.99"');
    expect(inputs(again, 'amount').filter((input) => input.includes(' checked'))).toEqual([
      expect.stringContaining('value="other"'),
    ]);
  });

  it('keeps the suggestion that was chosen', () => {
    const again = renderPage(<AppealPage {...appealPage} entered={{ amount: '5.50' }} />);
    expect(inputs(again, 'amount').filter((input) => input.includes(' checked'))).toEqual([
      expect.stringContaining('value="5.50"'),
    ]);
    expect(inputs(again, 'otherAmount')[0]).not.toContain('value=');
  });

  it.each([
    ['draft', 'This appeal isn’t open yet.'],
    ['stopped', 'This appeal has stopped taking donations.'],
    ['closed', 'This appeal is closed. Every penny raised has been passed on to Harbour Relief.'],
  ] as const)('offers no way to give while %s, and says so', (status, words) => {
    const shut = renderPage(<AppealPage {...withStatus(status)} />);
    expect(shut).toContain(words);
    expect(shut).not.toMatch(/<form|Text to|ROOF/);
  });

  it('offers only the ways to give that the appeal has', () => {
    const { card, text, ...rest } = appealPage.appeal;
    expect(renderPage(<AppealPage {...appealPage} appeal={{ ...rest, text }} />)).not.toContain('<form');
    expect(renderPage(<AppealPage {...appealPage} appeal={{ ...rest, card }} />)).not.toContain('Text to');
  });
});

describe('the thank-you page', () => {
  const thanks = (status: string) => renderPage(<ThanksPage {...thanksPage} status={status} />);

  it('says thank you only for a confirmed donation', () => {
    expect(thanks('confirmed')).toContain('Your £10 has arrived. Every penny of it goes to Harbour Relief.');
    for (const status of ['pending', 'failed', 'expired', 'refunded', 'lost'])
      expect(thanks(status)).not.toMatch(/Thank you|arrived/);
  });

  it('waits for word of a pending donation and looks again by itself', () => {
    expect(thanks('pending')).toContain('waiting for your bank or card company');
    expect(thanks('pending')).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect(thanks('pending')).toContain('src="/assets/ask-again.js"');
    expect(thanks('confirmed')).not.toMatch(/refresh|ask-again/);
  });

  it.each(['failed', 'expired'])('says plainly that a payment %s, and how to try again', (status) => {
    expect(thanks(status)).toContain('received no money');
    expect(thanks(status)).toContain('href="/appeals/harbour-fund">Try again</a>');
  });
});

describe('the other pages', () => {
  it('show a receipt with the London time of the gift and where the money is', () => {
    const html = renderPage(<ReceiptPage {...receiptPage} />);
    const receipt = readable(html);
    expect(receipt).toContain('2 July 2022 at 00:30');
    expect(receipt).toContain('£10.50');
    expect(receipt).toContain('Received, with thanks');
    expect(receipt).toContain('With Stripe, our card company, held for Harbour Relief.');
  });

  it('call nothing a receipt while the money isn’t ours to pass on', () => {
    const page = readable(renderPage(<ReceiptPage {...receiptPage} status="pending" />));
    expect(page).not.toContain('receipt');
    expect(page).toContain('Waiting for the bank');
  });

  it('tell a donor in the queue their place, and only what is known', () => {
    expect(renderPage(<QueuePage place={1200} />)).toContain('Your place in the queue is 1,200.');
    expect(renderPage(<QueuePage place={undefined} />)).toContain('It is your turn');
    expect(renderPage(<QueuePage place={undefined} />)).toContain('http-equiv="refresh"');
  });

  it('tell a donor what to do after an error', () => {
    const page = (status: number, backUrl?: string) =>
      renderPage(<ErrorPage status={status} title="Not found" detail="No such appeal." backUrl={backUrl} />);
    expect(page(404)).toContain('No such appeal.');
    expect(page(404)).toContain('Please check the address');
    expect(page(500)).toContain('Please try again in a few minutes.');
    expect(page(404, '/appeals/harbour-fund')).toContain('href="/appeals/harbour-fund">Go back</a>');
  });

  it('sign staff in and out by plain forms', () => {
    const signIn = renderPage(<SignInPage next="/staff" error="No such token." />);
    expect(signIn).toContain('<form method="post" action="/staff/sign-in">');
    for (const field of ['email', 'password', 'code', 'token']) expect(inputs(signIn, field)).toHaveLength(1);
    expect(signIn).toContain('No such token.');
    expect(renderFramed(frame, <TodayPage {...todayPage} />)).toContain(
      'method="post" action="/staff/sign-out"',
    );
  });

  it('give staff captioned tables, with what doesn’t agree among them', () => {
    const html = renderFramed(frame, <TodayPage {...todayPage} />);
    expect([...html.matchAll(/<caption>(.*?)<\/caption>/g)].map(([, caption]) => caption)).toContain(
      'What doesn’t agree',
    );
    expect(html).toContain('<td class="money">−£2.05</td>');
    expect(renderFramed(frame, <TodayPage {...todayPage} breaks={[]} />)).toContain(
      '<td colspan="5">None.</td>',
    );
  });

  it('let staff choose between appeals where there are several, and keep the choice', () => {
    const html = renderFramed(frame, <TodayPage {...todayPage} />);
    expect(html).toContain('<option value="harbour" selected>The Harbour Fund</option>');
    expect(html).toContain('href="/staff?appeal=harbour" aria-current="page">Today</a>');
    const one = { ...frame, appeals: frame.appeals.slice(0, 1) };
    expect(renderFramed(one, <TodayPage {...todayPage} />)).not.toContain('<select');
  });
});
