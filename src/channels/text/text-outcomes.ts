import type { CurrentAppeal } from '../../giving/appeals/appeals.service.js';
import type { NewDonation } from '../../giving/donations/donations.service.js';
import type { NewPledge } from '../../giving/pledges/pledges.service.js';
import type { OutgoingMessage } from '../../platform/messaging/outbox.js';
import type { Secrets } from '../../platform/secrets/secrets.js';
import { addDays, londonDate } from '../../vocabulary/clock.js';
import { derivedId, derivedIdAt } from '../../vocabulary/ids.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import type { Arrival } from './arrival.js';
import { chargeIdOf, type NewCharge } from './charge-rows.js';
import { type EarlierGift, judge } from './gift-rules.js';
import { heldForMs, type NewHold, type WaitingHold } from './holds.js';
import { type FreeText, takesByCard } from './replies.js';
import type { TextMessage } from './text.entities.js';
import type { Read } from './text-reader.js';

/** As long as the gateway itself tries. */
export const chargeLivesMs = 90 * 60_000;

/** By then who gave by text and link is expected to have paid. */
const pledgedForDays = 7;

/** The payload of the outbox topic `text.charge`. */
export interface ChargeWanted {
  chargeId: string;
}

/** What is known of the numbers whose texts are worked on. */
export interface Seen {
  appeals: CurrentAppeal[];
  waiting: WaitingHold[];
  takenBack: Set<string>;
  earlier: Map<string, EarlierGift[]>;
  optedOut: Set<string>;
}

/** What one text leads to. */
export interface Outcome {
  message: TextMessage;
  /** What became of a gift, for the figures. */
  gift?: 'charged' | 'held' | 'limited' | 'by_card' | 'not_open' | 'released';
  donation?: NewDonation;
  charges: NewCharge[];
  hold?: NewHold;
  /** The donation of a held text that this one sets free. */
  releases?: string;
  says?: FreeText;
}

type Text = Read & { arrival: Arrival; answer: 'yes' | 'no' | undefined };

export function outcomeOf(text: Text, seen: Seen, secrets: Secrets): Outcome {
  const message = messageOf(text, secrets);
  if (text.answer === 'yes') {
    const released = releaseOf(text.arrival, message, seen);
    if (released) return released;
  }
  const { appeal, reading } = text;
  if (text.answer === 'no' && appeal && seen.takenBack.has(text.arrival.number)) {
    Object.assign(message, { kind: 'no', reason: 'Takes back what was not charged yet.' });
    return { message, charges: [], says: freeText(message, appeal, 'dropped') };
  }
  // Nothing is said to a STOP, nor on a short code that belongs to nobody.
  if (!appeal || reading.kind === 'stop') return { message, charges: [] };
  if (reading.kind === 'donate') {
    const { keyword, amountPence } = reading;
    return giftOf(text.arrival, message, appeal, { keyword, amountPence }, seen);
  }
  if (reading.kind === 'help') return { message, charges: [], says: freeText(message, appeal, 'help') };
  if (seen.optedOut.has(text.arrival.number) && reading.kind !== 'unknown_amount') {
    message.reason += ' Not answered: the number opted out.';
    return { message, charges: [] };
  }
  return { message, charges: [], says: freeText(message, appeal, 'refused') };
}

/** The charges' calls; each is made until the gateway would try no more. */
export function callsFor(charges: NewCharge[]): OutgoingMessage<ChargeWanted>[] {
  return charges.map(({ id, expiresAt }) => ({
    id,
    topic: 'text.charge',
    payload: { chargeId: id },
    expiresAt,
  }));
}

function giftOf(
  arrival: Arrival,
  message: TextMessage,
  appeal: CurrentAppeal,
  { keyword, amountPence }: { keyword: string; amountPence: Pence },
  seen: Seen,
): Outcome {
  const { definition } = appeal;
  const { text } = definition;
  if (appeal.status !== 'open' || !text) {
    message.reason += ' Not charged: the appeal is not open.';
    return { message, charges: [], gift: 'not_open', says: freeText(message, appeal, 'notOpen') };
  }
  const amount = formatPounds(amountPence);
  if (text.billing === 'link') {
    message.reason += ' Answered with a link to pay by card.';
    const pledge = pledgeOf(message, appeal, amountPence);
    const says = { ...freeText(message, appeal, 'payByCard', { amount }), cardPence: amountPence, pledge };
    return { message, charges: [], gift: 'by_card', says };
  }
  const { shortcode, operator, receivedAt: at } = arrival;
  const gift = { shortcode, keyword, amountPence, operator, at };
  const verdict = judge(gift, text, seen.earlier.get(arrival.number) ?? []);
  if ('limit' in verdict) return limited(message, appeal, amountPence, verdict.limit);
  const donation = donationOf(message, appeal, amountPence);
  message.donationId = donation.id;
  if ('ask' in verdict) {
    message.reason += ' Held: the same text came within a minute.';
    const { id: messageId, phoneMatch } = message;
    const sent = text.options.find((each) => each.keyword === keyword && each.amountPence === amountPence);
    return {
      message,
      gift: 'held',
      donation: { ...donation, status: 'held' },
      charges: [],
      hold: { id: donation.id, messageId, phoneMatch, shortcode, heldAt: at },
      says: freeText(message, appeal, 'twice', { text: sent?.text ?? '' }),
    };
  }
  return {
    message,
    gift: 'charged',
    donation,
    charges: chargesOf(donation.id, message.id, arrival, verdict.charges),
  };
}

function limited(message: TextMessage, appeal: CurrentAppeal, amountPence: Pence, limit: string): Outcome {
  message.reason += ` Not charged: it would be more than ${limit}.`;
  const byCard = takesByCard(appeal.definition, amountPence);
  const says = freeText(message, appeal, byCard ? 'limitCard' : 'limit', { limit });
  return {
    message,
    charges: [],
    gift: 'limited',
    says: { ...says, ...(byCard && { cardPence: amountPence }) },
  };
}

/** YES within ten minutes sets the newest held text of that number and short code free, once. */
function releaseOf(arrival: Arrival, message: TextMessage, seen: Seen): Outcome | undefined {
  const hold = seen.waiting.find(
    ({ number, shortcode, heldAt }) =>
      number === arrival.number &&
      shortcode === arrival.shortcode &&
      heldAt.getTime() > arrival.receivedAt.getTime() - heldForMs,
  );
  const appeal = seen.appeals.find(({ slug }) => slug === hold?.appeal);
  if (!hold || !appeal) return undefined;
  Object.assign(message, { kind: 'yes', appeal: appeal.slug, reason: 'Gives what was held.' });
  const { text } = appeal.definition;
  if (appeal.status !== 'open' || !text) {
    message.reason += ' Not charged: the appeal is not open.';
    return { message, charges: [], gift: 'not_open', says: freeText(message, appeal, 'notOpen') };
  }
  const { donationId, messageId, operator, amountPence, shortcode } = hold;
  const others = seen.earlier.get(arrival.number)?.filter((other) => other.donationId !== donationId) ?? [];
  // Without its keyword it is the same as none of them: it has been asked about.
  const gift = { shortcode, keyword: '', amountPence, operator, at: arrival.receivedAt };
  const verdict = judge(gift, text, others);
  if ('limit' in verdict) return limited(message, appeal, amountPence, verdict.limit);
  if (!('charges' in verdict)) return undefined;
  const charges = chargesOf(donationId, messageId, arrival, verdict.charges);
  return { message, gift: 'released', charges, releases: donationId };
}

function chargesOf(
  donationId: string,
  messageId: string,
  { gateway, receivedAt }: Arrival,
  amounts: Pence[],
): NewCharge[] {
  return amounts.map((amountPence, index) => ({
    id: chargeIdOf(donationId, index + 1),
    donationId,
    messageId,
    gateway,
    amountPence,
    requestedAt: receivedAt,
    expiresAt: new Date(receivedAt.getTime() + chargeLivesMs),
  }));
}

function donationOf(
  { id, receivedAt }: TextMessage,
  { slug, version, purpose, definition }: CurrentAppeal,
  amountPence: Pence,
): NewDonation {
  return {
    // The message makes it once; the time only lets the ids of one hour lie together in every index.
    id: derivedIdAt(receivedAt.getTime(), 'text donation', id),
    appeal: slug,
    appealVersion: version,
    channel: 'text',
    collection: definition.text?.collection ?? 'held',
    purpose,
    amountPence,
    givenAt: receivedAt,
  };
}

/** The id of the promise that a text was. */
export function textPledgeId(messageId: string): string {
  return derivedId('text pledge', messageId);
}

/** Where the short code bills nobody, the text is a promise, kept by card. */
function pledgeOf(
  { id, receivedAt }: TextMessage,
  { slug, version }: CurrentAppeal,
  amountPence: Pence,
): NewPledge {
  return {
    id: textPledgeId(id),
    appeal: slug,
    appealVersion: version,
    origin: 'text',
    amountPence,
    dueOn: addDays(londonDate(receivedAt), pledgedForDays),
    openedAt: receivedAt,
  };
}

function messageOf({ arrival, reading, appeal }: Text, secrets: Secrets): TextMessage {
  const { id, gateway, externalId, shortcode, operator, phone, phoneMatch, body, receivedAt } = arrival;
  return {
    id,
    gateway,
    externalId,
    shortcode,
    phone: secrets.seal(phone),
    phoneMatch,
    operator,
    body: secrets.seal(body),
    receivedAt,
    kind: reading.kind,
    reason: reading.reason,
    appeal: appeal?.slug ?? null,
    keyword: reading.keyword ?? null,
    amountPence: reading.kind === 'donate' ? reading.amountPence : null,
    donationId: null,
  };
}

function freeText(
  message: TextMessage,
  { definition }: CurrentAppeal,
  name: FreeText['name'],
  places: FreeText['places'] = {},
): FreeText {
  return { message, as: 'reply', appeal: definition, name, places, at: message.receivedAt };
}
