import type { MonthlyGiftDto } from '../../channels/card/monthly-gifts.dto.js';
import type { PledgeStatus } from '../../giving/pledges/pledge-states.js';

/** What a sponsor adds; the end of the match is written between the two. */
export const match = {
  adds: (sponsor: string, perPound: string, cap: string) =>
    `${sponsor} adds ${perPound} to each £1 you give, up to ${cap} in all, until`,
  soFar: (matched: string, paid: string) =>
    `So far that is ${matched} promised, of which ${paid} has been paid.`,
};

export const newPledge = {
  title: (appeal: string) => `Promise a gift: ${appeal}`,
  heading: 'Promise a gift',
  why: (partner: string) =>
    `Say how much you will give to ${partner}, and by when. Nothing is taken until you pay, and you can pause your promise or take it back.`,
  amount: 'Amount in pounds',
  dueOn: 'By which day',
  email: 'Email, so that we can remind you (optional)',
  send: 'Promise it',
};

export const pledge = {
  title: (appeal: string) => `Your pledge: ${appeal}`,
  heading: 'Your pledge',
  promised: 'You promised',
  matched: 'Matched so far',
  to: 'To',
  by: 'By',
  given: 'Given so far',
  states: {
    open: 'Thank you for your promise. Nothing was taken from you yet.',
    part_kept: 'A part of it has arrived. Thank you.',
    paused: 'It is paused: you hear nothing from us until you go on with it.',
    kept: 'All of it has arrived. Thank you.',
    lapsed: 'Its day is long past, so we no longer count on it. You can still give.',
    withdrawn: 'You took it back. You owe nothing.',
  } satisfies Record<PledgeStatus, string>,
  give: 'Give now',
  amount: 'Amount in pounds, all of it or a part',
  pay: 'Pay by card',
  choices: 'Or change your mind',
  resume: { label: 'Go on with it', means: 'The days of the pause are added to its day.' },
  pause: { label: 'Pause it', means: 'We leave you in peace until you go on with it.' },
  withdraw: { label: 'Take it back', means: 'What you gave stays given. This can’t be undone.' },
  'stop-reminders': { label: 'Don’t remind me', means: 'Your pledge stays.' },
  noReminders: 'No more reminders?',
  noRemindersMeans: 'Your pledge stays as it is, and we won’t write to you about it again.',
};

export const monthly = {
  title: (appeal: string) => `Your monthly gift: ${appeal}`,
  heading: 'Your monthly gift',
  gift: (amount: string, partner: string) => `${amount} a month to ${partner}.`,
  states: {
    pending: 'We have not heard yet that your first payment was made. Nothing repeats until then.',
    active: 'It is taken every month until you stop it. Thank you.',
    failing: 'The last payment didn’t go through. We will try again; or use another card.',
    stopped: 'It has stopped. Nothing more will be taken. Thank you for what you gave.',
  } satisfies Record<MonthlyGiftDto['status'], string>,
  stopping: 'It is being stopped.',
  card: 'Use another card',
  cardHint: 'You type it in at our card company. We never see its number.',
  stop: 'Stop it',
  stopHint: 'Nothing more will be taken. What you gave stays given.',
  manage: 'This gift repeats every month: change the card or stop it',
};
