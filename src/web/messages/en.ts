import { placesInEnglish } from '../../reports/donation-places.js';
import { faults, form } from './en-form.js';
import { letter } from './en-letters.js';
import { problems } from './en-problems.js';
import { match, monthly, newPledge, pledge } from './en-promises.js';
import { finalStatement, privacy, terms } from './en-small-print.js';

/** Every word of the donor's pages and letters, in English. Amounts come in written: £3.50. */
export const en = {
  htmlLang: 'en-GB',
  ownName: 'English',
  frame: {
    skip: 'Skip to the main text',
    published: 'Published with Every Penny, the open books of a charity appeal.',
    languages: 'Languages',
  },
  appeals: { title: 'Appeals', none: 'There is no appeal at the moment.' },
  appeal: {
    promiseLater: 'Promise a gift for later',
    error: (title: string) => `Error: ${title}`,
    kicker: (operator: string) => `${operator} appeal`,
    why: 'Why we are asking',
    promise: (partner: string, operator: string) =>
      `Every penny you give goes to ${partner}. ${operator} pays the fees.`,
    surplusNow: (partner: string) =>
      `${partner} has what it can use for this appeal’s first purpose, so what you give now goes to this:`,
    about: 'About this appeal',
    runBy: (operator: string) => `Run by ${operator} for `,
    questions: 'Questions about your donation? Call',
    orWrite: 'or write to',
    terms: 'Terms and conditions',
    privacy: 'How we use your information',
    notOpen: {
      draft: () => 'This appeal isn’t open yet. Please come back soon.',
      stopped: () => 'This appeal has stopped taking donations. Thank you to everyone who gave.',
      closed: (partner: string) =>
        `This appeal is closed. Every penny raised has been passed on to ${partner}. Thank you.`,
    },
  },
  charity: (partner: string, numbers: string) => `${partner}, registered charity ${numbers}`,
  registers: {
    'England and Wales': 'England and Wales',
    Scotland: 'Scotland',
    'Northern Ireland': 'Northern Ireland',
  } as Record<string, string>,
  total: {
    label: 'Total',
    raised: 'Raised so far',
    donations: 'Donations',
    pending: 'Promised, not yet received',
    spoken: 'raised so far',
  },
  text: {
    heading: 'Give by text',
    to: (shortcode: string) => `Text to ${shortcode} from UK mobiles:`,
    word: 'text',
    terms: 'Terms of giving by text',
  },
  form,
  faults,
  match,
  newPledge,
  pledge,
  monthly,
  cardLink: {
    title: (appeal: string) => `Give by card: ${appeal}`,
    give: (amount: string) => `Give ${amount} by card`,
    nothing: (amount: string, partner: string) =>
      `Nothing was charged to your phone. Every penny of your ${amount} goes to ${partner}.`,
  },
  queue: {
    title: 'We’re taking you to the payment page',
    turn: 'It is your turn, and the payment page is being made ready.',
    place: (place: string) => `Your place in the queue is ${place}.`,
    kept: 'We have kept your donation, and nothing has been taken from your card. Keep this page open: it takes you on by itself.',
    again: 'Look again now',
  },
  thanks: {
    confirmed: {
      heading: 'Thank you',
      arrived: (amount: string, partner: string) =>
        `Your ${amount} has arrived. Every penny of it goes to ${partner}.`,
      receipt: 'See your receipt',
      giftAid: 'Do you pay UK tax? Add Gift Aid to your gift',
    },
    pending: {
      heading: 'Nearly there',
      waiting: (amount: string) =>
        `We are waiting for your bank or card company to tell us about your ${amount}.`,
      patience:
        'This mostly takes a few seconds, and this page changes by itself. There is no need to pay again.',
      see: 'See your donation',
      anyTime: 'at any time.',
    },
    failed: {
      heading: 'Your payment didn’t go through',
      nothing: (amount: string) =>
        `The payment of ${amount} didn’t go through, and we have received no money.`,
      again: 'You can try again with the same card or another one.',
    },
    expired: {
      heading: 'You haven’t paid',
      nothing: (amount: string) =>
        `The payment page for your ${amount} closed before you paid. We have received no money.`,
    },
    changed: {
      heading: 'Your donation',
      happened: 'Something has happened to this donation since you gave.',
      see: 'See how it stands now',
    },
    tryAgain: 'Try again',
  },
  receipt: {
    receipt: 'Your receipt',
    donation: 'Your donation',
    amount: 'Amount',
    for: 'For',
    given: 'Given',
    by: { card: 'by card', text: 'by text', bank: 'by bank transfer' } as Record<string, string>,
    state: 'State',
    where: 'Where the money is now',
    giftAid: 'Gift Aid',
    giftAidYes: 'You have added Gift Aid to this gift.',
    giftAidAdd: 'Add Gift Aid to this gift',
    number: 'Donation number',
  },
  states: {
    pending: 'Waiting for the bank, card company or phone network',
    held: 'Held until we have checked it',
    confirmed: 'Received, with thanks',
    failed: 'The payment didn’t go through',
    expired: 'Not paid in time',
    part_charged: 'Received in part',
    part_refunded: 'Refunded in part',
    refunded: 'Refunded',
    disputed: 'Questioned with the card company',
    lost: 'Taken back by the card company',
    reversed: 'Taken back by the phone network',
  } as Record<string, string>,
  places: placesInEnglish,
  giftAid: {
    title: (appeal: string) => `Add Gift Aid: ${appeal}`,
    heading: 'Add Gift Aid to your gift',
    gift: (amount: string, partner: string) =>
      `You gave ${amount}. If you pay UK tax, ${partner} can reclaim tax on it, at no cost to you.`,
    firstName: 'First name',
    lastName: 'Last name',
    send: 'Add Gift Aid',
    doneTitle: 'Gift Aid is added',
    done: (amount: string, partner: string) =>
      `Thank you. ${partner} can now reclaim tax on your gift of ${amount}.`,
    declared: 'What you declared:',
    cancel: 'Cancel my declaration',
    cancelHint: 'If you don’t pay enough UK tax, or have changed your mind. Your gift stays as it is.',
    cancelled: 'Your declaration is cancelled. Your gift stays as it is.',
    nothing: 'This gift was not taken or went back to you, so there is no Gift Aid to add.',
  },
  terms,
  finalStatement,
  privacy,
  widget: {
    open: 'Give now',
    raised: (amount: string) => `${amount} raised so far`,
    opens: '(opens the appeal in a new tab)',
  },
  letter,
  error: {
    kicker: (status: number) => `Error ${status}`,
    back: 'Go back',
    later: 'Please try again in a few minutes.',
    check: 'Please check the address of this page.',
    problems,
  },
};

export type Messages = typeof en;
