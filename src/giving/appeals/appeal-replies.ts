import { formatPounds, pence } from '../../vocabulary/pence.js';
import { smsLength } from '../../vocabulary/sms-length.js';
import type { AppealDefinition } from './appeal-definition.js';

/** What the words of a reply may leave open, as {amount}. */
export type ReplyPlace = 'amount' | 'text' | 'texts' | 'limit' | 'taken' | 'giftAidLink' | 'cardLink';

interface ReplyKind {
  /** Said where the appeal's file words it otherwise. {charity} and {helpline} may stand in every reply. */
  words: string;
  /** What the words must say. */
  needs: (ReplyPlace | 'charity' | 'helpline')[];
}

/** Every text that a donor can get from us. Each must fit one message. */
export const replyKinds = {
  /** Carries the charge. */
  thanks: {
    words:
      'Thank you! Your {amount} donation goes to the {charity}. Gift Aid: {giftAidLink} Help: {helpline}',
    needs: ['amount', 'charity', 'helpline', 'giftAidLink'],
  },
  refused: {
    words: 'Sorry, we could not read your text, so you were not charged. Please text {texts}.',
    needs: ['texts'],
  },
  help: { words: '{charity} appeal: to give, text {texts}. Help: {helpline}', needs: ['texts', 'helpline'] },
  notOpen: {
    words: 'This appeal is not taking donations now, so you were not charged. Help: {helpline}',
    needs: ['helpline'],
  },
  twice: { words: 'You texted {text} twice. Reply YES to give again.', needs: ['text'] },
  dropped: { words: 'OK, we dropped that: you will not be charged for it. Help: {helpline}', needs: [] },
  limit: {
    words: 'Sorry, {limit} is the most you can give by text, so you were not charged. Help: {helpline}',
    needs: ['limit'],
  },
  limitCard: {
    words: 'Sorry, {limit} is the most you can give by text, so you were not charged. By card: {cardLink}',
    needs: ['limit', 'cardLink'],
  },
  failed: {
    words: 'Sorry, your {amount} donation did not go through and you were not charged. Help: {helpline}',
    needs: ['amount'],
  },
  failedCard: {
    words: 'Sorry, your {amount} text donation did not go through: not charged. By card: {cardLink}',
    needs: ['amount', 'cardLink'],
  },
  partCharged: {
    words: 'Only {taken} of your {amount} donation went through. Thank you! Help: {helpline}',
    needs: ['taken', 'amount'],
  },
  /** Where the short code bills nobody: the gift is promised by text and kept by card. */
  payByCard: {
    words: 'Thank you! To give {amount} to the {charity}, pay here: {cardLink} Help: {helpline}',
    needs: ['amount', 'charity', 'cardLink'],
  },
} as const satisfies Record<string, ReplyKind>;

export type ReplyName = keyof typeof replyKinds;

/** A link of ours takes at most so many letters: an address of 33 and a token of 24. */
export const longestLink = 60;

/** The words of one reply of an appeal, filled in. */
export function replyWords(
  appeal: AppealDefinition,
  name: ReplyName,
  places: Partial<Record<ReplyPlace, string>>,
): string {
  const template = appeal.text?.replies?.[name] ?? replyKinds[name].words;
  return filled(template, {
    charity: appeal.partner.name,
    helpline: appeal.helpline.phone,
    texts: textsOf(appeal),
    ...places,
  });
}

/** What is wrong with the wording of a reply, if anything. */
export function replyFaults(appeal: AppealDefinition, name: ReplyName): string[] {
  const template = appeal.text?.replies?.[name] ?? replyKinds[name].words;
  const known = [...new Set(Object.values(replyKinds).flatMap(({ needs }): string[] => needs))];
  const named = [...template.matchAll(/\{([^}]*)\}/g)].map(([, place = '']) => place);
  const faults = named
    .filter((place) => !known.includes(place))
    .map((place) => `knows no {${place}}; there are ${known.map((each) => `{${each}}`).join(' ')}`);
  for (const place of replyKinds[name].needs) {
    if (!named.includes(place)) faults.push(`must say {${place}}`);
  }
  const { messages, alphabet, units } = smsLength(replyWords(appeal, name, longest(appeal)));
  if (messages > 1) faults.push(`would need ${messages} messages (${units} of ${alphabet}): shorten it`);
  return faults;
}

function filled(template: string, places: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, place: string) => places[place] ?? whole);
}

/** SUN£3 to give £3, or SUN£5 to give £5: the exact texts. */
function textsOf({ text }: AppealDefinition): string {
  return (text?.options ?? [])
    .map((option) => `${option.text} to give ${formatPounds(pence(option.amountPence))}`)
    .join(', or ');
}

/** What makes the longest text of an appeal. */
function longest({ text }: AppealDefinition): Record<ReplyPlace, string> {
  const options = text?.options ?? [];
  const most = options.toSorted((one, other) => other.text.length - one.text.length)[0];
  const amount = formatPounds(pence(most?.amountPence ?? 0));
  const link = 'x'.repeat(longestLink);
  return {
    amount,
    taken: amount,
    text: most?.text ?? '',
    texts: textsOf({ text } as AppealDefinition),
    limit: '£240 a month',
    giftAidLink: link,
    cardLink: link,
  };
}
