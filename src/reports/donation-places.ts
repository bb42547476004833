import type { DonationStatus } from '../giving/donations/donation-states.js';
import type { Donation } from '../giving/donations/donations.service.js';

/** Where the money of a donation is. */
export type Place =
  | 'with_you'
  | 'asked'
  | 'held'
  | 'paid'
  | 'with_stripe'
  | 'with_network'
  | 'in_appeal_bank'
  | 'on_its_way'
  | 'with_charity'
  | 'collected_by_charity'
  | 'refunded'
  | 'with_your_bank'
  | 'lost'
  | 'reversed';

/** A sentence for each place, and two that may follow one. */
export type PlaceWords = Record<Place, (partner: string, channel: Donation['channel']) => string> &
  Record<'part_back' | 'part_not_taken', string>;

/** How far what is in the books has come on its way to the charity. */
export type Reached = Extract<Place, 'in_appeal_bank' | 'on_its_way' | 'with_charity'>;

const still: Partial<Record<DonationStatus, Place>> = {
  held: 'held',
  failed: 'with_you',
  expired: 'with_you',
  refunded: 'refunded',
  disputed: 'with_your_bank',
  lost: 'lost',
  reversed: 'reversed',
};

/** Who has it first. */
const takenTo: Record<Donation['channel'], Place> = {
  card: 'with_stripe',
  text: 'with_network',
  bank: 'in_appeal_bank',
};

/** Where it is; `reached` says how far it came after it was taken, if that far. */
export function placeOf(donation: Donation, reached: Reached | undefined): Place {
  const { status, paid, channel, collection } = donation;
  const known = still[status];
  if (known) return known;
  if (status === 'pending') return paid ? 'paid' : 'asked';
  if (collection === 'direct') return 'collected_by_charity';
  return reached ?? takenTo[channel];
}

/** The sentences about a donation's money, in the given words. */
export function whereItIs(
  words: PlaceWords,
  place: Place,
  { status, channel }: Pick<Donation, 'status' | 'channel'>,
  partner: string,
): string {
  const sentences = [words[place](partner, channel)];
  if (status === 'part_charged') sentences.push(words.part_not_taken);
  if (status === 'part_refunded') sentences.push(words.part_back);
  return sentences.join(' ');
}

export const placesInEnglish: PlaceWords = {
  with_you: () => 'Nothing was taken: the money is still with you.',
  asked: (_partner, channel) =>
    channel === 'text'
      ? 'Still with you: your phone network has not told us yet that it was charged.'
      : 'Still with you: Stripe, our card company, has not told us yet that you paid.',
  held: () => 'Still with you: we asked whether you meant to give twice.',
  paid: () => 'With Stripe, our card company: you have paid, and it is on its way into our books.',
  with_stripe: (partner) => `With Stripe, our card company, held for ${partner}.`,
  with_network: (partner) =>
    `Charged to your phone: your network pays it to us, and it is held for ${partner}.`,
  in_appeal_bank: (partner) => `In the appeal's bank account, held for ${partner}.`,
  on_its_way: (partner) => `On its way to ${partner}.`,
  with_charity: (partner) => `With ${partner}.`,
  collected_by_charity: (partner) => `With ${partner}, which collects it itself.`,
  refunded: () => 'With you again: all of it was refunded.',
  with_your_bank: () => 'With your bank, until your dispute is decided.',
  lost: () => 'With you again: your bank took it back.',
  reversed: () => 'With you again: your phone network took it back.',
  part_back: 'A part of it went back to you.',
  part_not_taken: 'Your network did not take the rest: it is still with you.',
};
