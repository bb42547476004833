import type { DataSource } from 'typeorm';
import { penceFromText } from '../vocabulary/pence.js';
import type { HappenedDto } from './staff.dto.js';

/** Each table that knows something of one donation, by an index of its own. The donor is in none of it. */
const happened = `
  select at, what, detail, reference, amount_pence::text as "amountPence" from (
    select given_at as at, 'asked for' as what, channel as detail, null as reference, amount_pence
    from giving.donation where id = $1
    union all
    select confirmed_at, 'confirmed', null, null, charged_pence from giving.donation
    where id = $1 and confirmed_at is not null
    union all
    select received_at, 'text came in', message.kind || ': ' || message.reason, external_id, message.amount_pence
    from text.charge join text.message on message.id = message_id where charge.donation_id = $1
    union all
    select requested_at, 'charge asked for', gateway, replace(id::text, '-', ''), amount_pence
    from text.charge where donation_id = $1
    union all
    select final_at, 'charge ' || state, status_code, gateway_id, amount_pence
    from text.charge where donation_id = $1 and final_at is not null
    union all
    select asked_at, 'reversal asked for', null, gateway_id, amount_pence
    from text.reversal where donation_id = $1
    union all
    select final_at, 'reversal ' || state, status_code, gateway_id, amount_pence
    from text.reversal where donation_id = $1 and final_at is not null
    union all
    select created_at, 'Stripe: ' || category, source_id, id, amount_pence
    from card.balance_transaction where donation_id = $1
    union all
    select created_at, 'Stripe: refund ' || status, failure, id, amount_pence
    from card.refund where donation_id = $1
    union all
    select created_at, 'Stripe: dispute ' || status, reason, id, amount_pence
    from card.dispute where donation_id = $1
    union all
    select requested_at, 'refund asked for', requested_by || ': ' || reason, id::text, amount_pence
    from giving.refund where donation_id = $1
    union all
    select approved_at, 'refund approved', approved_by, id::text, amount_pence
    from giving.refund where donation_id = $1 and approved_at is not null
    union all
    select paid_on::timestamp at time zone 'Europe/London', 'refund paid by bank', bank_reference, id::text, amount_pence
    from giving.refund where donation_id = $1 and paid_on is not null
    union all
    select approved_at, 'carried by remittance ' || number, approved_by, remittance.id::text, gift.amount_pence
    from treasury.remittance_donation gift join treasury.remittance on remittance.id = remittance_id
    where donation_id = $1
    union all
    select sent_on::timestamp at time zone 'Europe/London', 'remittance ' || number || ' sent', bank_reference,
      remittance.id::text, gift.amount_pence
    from treasury.remittance_donation gift join treasury.remittance on remittance.id = remittance_id
    where donation_id = $1 and sent_on is not null
    union all
    select created_at, 'break: ' || kind, detail, reference, amount_pence
    from breaks.break where donation_id = $1
    union all
    select settled_at, 'break settled: ' || kind, settled_by || ': ' || note, reference, null
    from breaks.break where donation_id = $1 and settled_at is not null
  ) event order by at, what`;

type Row = Omit<HappenedDto, 'amountPence'> & { amountPence: string | null };

/** Messages, states, decisions and breaks of one donation, in the order of time. */
export async function happenedTo(dataSource: DataSource, donationId: string): Promise<HappenedDto[]> {
  const rows = await dataSource.query<Row[]>(happened, [donationId]);
  return rows.map(({ amountPence, ...row }) => ({
    ...row,
    amountPence: amountPence === null ? null : penceFromText(amountPence),
  }));
}

/**
 * By any number that people may have: the donation's, a charge's, or what Stripe or a gateway calls its part of it. A
 * REQUESTID is a charge's id without hyphens, which reads as a uuid too.
 */
const withReference = `
  select id from giving.donation where id = $1::uuid
  union select donation_id from text.charge where id = $1::uuid
  union select donation_id from giving.refund where id = $1::uuid
  union select donation_id from text.charge where gateway_id = $2
  union select donation_id from text.reversal where gateway_id = $2
  union select donation_id from card.balance_transaction where id = $2 or source_id = $2
  union select donation_id from card.refund where id = $2
  union select donation_id from card.dispute where id = $2`;

/** The ids of the donations that such a number belongs to: none, or one, as a rule. */
export async function donationsWith(dataSource: DataSource, reference: string): Promise<string[]> {
  const uuid = /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/i.test(reference) ? reference : null;
  const rows = await dataSource.query<{ id: string | null }[]>(withReference, [uuid, reference]);
  return rows.flatMap(({ id }) => id ?? []);
}
