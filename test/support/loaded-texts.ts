import { Donations } from '../../src/giving/donations/donations.service.js';
import type { Entry } from '../../src/ledger/entry.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { textCharged } from '../../src/ledger/postings-text.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import type { TestApp } from './app.js';
import { slug } from './donor.js';

export const textPence = pence(300);
export const givenOn = '2022-06-15';
const at = new Date(`${givenOn}T12:00:00Z`);
const atOnce = 1_000;

/** Of a text by its number: the donation, the charge, and the gateway's id of that. */
export const donationOf = (number: number): string => derivedId('loaded', number);
export const chargeOf = (number: number): string => derivedId('loaded charge', number);
export const guidOf = (number: number): string => `guid-${number}`;

export function entryOf(number: number): Entry {
  return textCharged({
    book: slug,
    donationId: donationOf(number),
    purpose: 'restricted',
    direct: false,
    gateway: 'fonix',
    chargeId: chargeOf(number),
    reportedAt: at,
    grossPence: textPence,
  });
}

/** Gifts by text as the channel leaves them: begun, charged, posted and confirmed. What isn't charged stays pending. */
export async function loadTexts(
  { app }: TestApp,
  count: number,
  isCharged: (number: number) => boolean,
): Promise<void> {
  const donations = app.get(Donations);
  const given = { appeal: slug, appealVersion: 1, channel: 'text', collection: 'held' } as const;
  for (let from = 0; from < count; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => from + index);
    const charged = numbers.filter(isCharged);
    await app.get(Transactions).run(async (tx) => {
      await donations.start(
        tx,
        numbers.map((number) => ({
          ...given,
          id: donationOf(number),
          purpose: 'restricted',
          amountPence: textPence,
          givenAt: at,
        })),
      );
      await app.get(Ledger).post(tx, charged.map(entryOf));
      const locked = await donations.lock(tx, charged.map(donationOf));
      await donations.confirm(
        tx,
        locked.map((donation) => ({ donation, chargedPence: textPence, at })),
      );
      await tx.query(messages, [numbers.map(donationOf), at]);
      await tx.query(charges, [
        numbers.map(chargeOf),
        numbers.map(donationOf),
        numbers.map(guidOf),
        at,
        textPence,
        numbers.map(isCharged),
      ]);
    });
  }
}

const messages = `
  insert into text.message (id, gateway, external_id, shortcode, phone_match, operator, received_at, kind, reason,
    donation_id)
  select id, 'fonix', id::text, '70141', decode(replace(id::text, '-', ''), 'hex'), 'voda-uk', $2, 'donate', '', id
  from unnest($1::uuid[]) as id`;

const charges = `
  insert into text.charge (id, donation_id, message_id, gateway, amount_pence, charged_pence, state, gateway_id,
    requested_at, final_at, expires_at)
  select charge, donation, donation, 'fonix', $5::bigint, case when charged then $5::bigint else 0 end,
    case when charged then 'charged' else 'accepted' end, guid, $4::timestamptz,
    case when charged then $4::timestamptz end, $4::timestamptz
  from unnest($1::uuid[], $2::uuid[], $3::text[], $6::boolean[]) as given (charge, donation, guid, charged)`;
