import type { MonthlyLetter } from '../../channels/card/monthly-gifts.events.js';

/** What a monthly letter is about. */
export interface MonthlyAbout {
  amount: string;
  partner: string;
  title: string;
  manageUrl: string;
}

/** The words of the letters, in English. */
export const letter = {
  dear: (name: string) => `Dear ${name},`,
  hello: 'Thank you.',
  receiptSubject: (amount: string, title: string) => `Your receipt: ${amount} for ${title}`,
  receiptLink: 'Your receipt, and where the money is now:',
  giftAidAdded: 'You have added Gift Aid to it.',
  giftAidLink: 'If you pay UK tax, add Gift Aid at no cost to you:',
  questions: (phone: string, email?: string) =>
    `Questions? Call ${phone}${email ? ` or write to ${email}` : ''}.`,
  reminder: {
    subject: (amount: string, title: string) => `Your pledge of ${amount} to ${title}`,
    promised: (amount: string, partner: string, day: string) =>
      `You promised ${amount} to ${partner} by ${day}.`,
    arrived: (amount: string) => `Of that, ${amount} has arrived.`,
    give: (amount: string) => `Give ${amount} now, or pause or withdraw your pledge:`,
    stop: 'No more reminders:',
  },
  /** By kind: the subject, and the text by paragraphs. */
  monthly: {
    'monthly-begun': ({ amount, partner, title, manageUrl }) => [
      `Your monthly gift to ${title}`,
      `You are giving ${amount} every month. Every penny of it goes to ${partner}. Thank you.`,
      `Change the card or stop it whenever you like:\n${manageUrl}`,
    ],
    'monthly-failing': ({ amount, title, manageUrl }) => [
      `Your monthly gift to ${title} didn’t go through`,
      `Your bank didn’t let us take this month’s ${amount}. We will try again in the next days.`,
      `Give it another card, or stop it:\n${manageUrl}`,
    ],
    'monthly-stopped': ({ amount, partner, title }) => [
      `Your monthly gift to ${title} has stopped`,
      `Nothing more will be taken. Every ${amount} that you gave goes to ${partner}. Thank you.`,
    ],
  } as Record<MonthlyLetter, (about: MonthlyAbout) => [subject: string, ...paragraphs: string[]]>,
};
