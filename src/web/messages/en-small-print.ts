export const terms = {
  title: 'Terms and conditions',
  paragraphs: (about: {
    operator: string;
    partner: string;
    purpose: string;
    surplus: string;
    remitWithinDays: number;
    helpline: string;
  }) => [
    `This appeal is run by ${about.operator}, which holds what you give on trust for ${about.partner}. Its purpose: ${about.purpose}`,
    about.surplus,
    `Every penny goes to ${about.partner}. ${about.operator} pays all fees of card companies, phone networks and banks. What it receives it passes on within ${about.remitWithinDays} days.`,
    `A gift is received when your card company or phone network has confirmed it; your receipt says so. If you gave by mistake, call ${about.helpline}: we refund you by the way you paid.`,
  ],
  text: 'Giving by text',
  card: 'Giving by card',
  cardWords: (min: string, max: string) =>
    `You can give from ${min} to ${max} at a time. You pay on a page of Stripe, our card company; we never see your card number.`,
};

export const privacy = {
  title: 'How we use your information',
  responsible: (operator: string) => `${operator} is responsible for it.`,
  sections: (about: { operator: string; partner: string; helpline: string }) => [
    {
      heading: 'What we keep, and why',
      text: `Your gift: its amount, its date and how you paid, because the law asks for accounts.\n\nYour name, address and e-mail address, if you tell us, for your receipt and to answer you. They are encrypted.\n\nYour Gift Aid declaration, with your name and home address, if you make one. It is for ${about.partner}, and the law asks for it for six years after the accounts that it was used in.\n\nA note or a dedication is passed on to ${about.partner}.`,
    },
    {
      heading: 'Who else sees it',
      text: `Stripe, when you pay by card; your phone network and our text gateway, when you give by text; ${about.partner}, for Gift Aid and for what you ask us to pass on. Nobody sells or swaps it. Pages of this appeal hold nothing of other companies: no trackers, no advertisements.`,
    },
    {
      heading: 'Being written to',
      text: `We write about your gift alone. ${about.operator} or ${about.partner} tells you of other things only if you ticked the box for it, and stops when you say so.`,
    },
    {
      heading: 'Your rights',
      text: `You can ask to see what we keep, to correct it or to erase it: call ${about.helpline}. What the law makes us keep stays until it lets it go. You can complain to the Information Commissioner at ico.org.uk.`,
    },
  ],
  more: 'The full notice',
};

export const finalStatement = {
  title: 'Final statement',
  see: 'See the final statement',
  arrived: (raised: string, passedOn: string, partner: string) =>
    `${raised} was given, less what went back to donors. ${passedOn} was passed on to ${partner}. Nothing is left.`,
  fees: (fees: string, operator: string) =>
    `Card companies and phone networks took ${fees} in fees. ${operator} paid all of it.`,
  surplus: (amount: string, partner: string) =>
    `${amount} was more than the purpose could use, and went where the appeal had said, by the notice of ${partner}.`,
  days: (median: number, longest: number) =>
    `Half of the gifts were on their way within ${median} days of their receipt, and the last within ${longest}.`,
  given: 'What was given',
  how: 'How',
  gifts: 'Gifts',
  wentBack: 'Went back',
  passedOn: 'What was passed on',
  on: 'On',
  to: 'To',
};
