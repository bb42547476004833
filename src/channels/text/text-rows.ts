import type { Tx } from '../../platform/database/transactions.js';
import { penceFromText } from '../../vocabulary/pence.js';
import type { TextCharge, TextMessage } from './text.entities.js';

export type NewCharge = Pick<
  TextCharge,
  'id' | 'donationId' | 'messageId' | 'gateway' | 'amountPence' | 'requestedAt'
>;

/** What the gateway told of a charge. */
export type ChargeResult = Pick<TextCharge, 'id' | 'state' | 'gatewayId' | 'statusCode' | 'finalAt'>;

/** Keeps texts, each once; one statement for any number of them. */
export async function insertMessages(tx: Tx, messages: TextMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `insert into text.message (id, gateway, external_id, shortcode, phone, phone_match, operator, body,
       received_at, kind, reason, donation_id)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::text[],
       $8::bytea[], $9::timestamptz[], $10::text[], $11::text[], $12::uuid[]) as message
     order by 1 on conflict (id) do nothing`,
    [
      messages.map((message) => message.id),
      messages.map((message) => message.gateway),
      messages.map((message) => message.externalId),
      messages.map((message) => message.shortcode),
      messages.map((message) => message.phone),
      messages.map((message) => message.phoneMatch),
      messages.map((message) => message.operator),
      messages.map((message) => message.body),
      messages.map((message) => message.receivedAt),
      messages.map((message) => message.kind),
      messages.map((message) => message.reason),
      messages.map((message) => message.donationId),
    ],
  );
}

/** Keeps charges that are to be asked for, each once. */
export async function insertCharges(tx: Tx, charges: NewCharge[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.query(
    `insert into text.charge (id, donation_id, message_id, gateway, amount_pence, requested_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[]) as charge
     order by 1 on conflict (id) do nothing`,
    [
      charges.map((charge) => charge.id),
      charges.map((charge) => charge.donationId),
      charges.map((charge) => charge.messageId),
      charges.map((charge) => charge.gateway),
      charges.map((charge) => charge.amountPence),
      charges.map((charge) => charge.requestedAt),
    ],
  );
}

/** The charges with one of these ids or gateway's ids, locked in the order of their ids. */
export async function lockCharges(tx: Tx, ids: string[], gatewayIds: string[]): Promise<TextCharge[]> {
  const rows = await tx.query<(Omit<TextCharge, 'amountPence'> & { amountPence: string })[]>(
    `select id, donation_id as "donationId", message_id as "messageId", gateway, amount_pence as "amountPence",
       state, gateway_id as "gatewayId", status_code as "statusCode", requested_at as "requestedAt",
       final_at as "finalAt"
     from text.charge where id = any($1::uuid[]) or gateway_id = any($2::text[])
     order by id for no key update`,
    [ids, gatewayIds],
  );
  return rows.map((row) => ({ ...row, amountPence: penceFromText(row.amountPence) }));
}

/** Writes what became of charges that the caller has locked. */
export async function updateCharges(tx: Tx, charges: ChargeResult[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.query(
    `update text.charge set state = result.state, status_code = result.code, final_at = result.at,
       gateway_id = coalesce(charge.gateway_id, result.gateway_id)
     from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
       as result (id, state, code, at, gateway_id)
     where charge.id = result.id`,
    [
      charges.map(({ id }) => id),
      charges.map(({ state }) => state),
      charges.map(({ statusCode }) => statusCode),
      charges.map(({ finalAt }) => finalAt),
      charges.map(({ gatewayId }) => gatewayId),
    ],
  );
}

/**
 * Writes what the gateway answered to our calls. A report may have been faster than the answer: a charge that
 * is no longer `requested` is left as it is. Resolves with the donations whose charge failed by this.
 */
export async function keepResults(tx: Tx, charges: ChargeResult[]): Promise<string[]> {
  const locked = await lockCharges(
    tx,
    charges.map(({ id }) => id),
    [],
  );
  const waiting = new Map(
    locked.filter(({ state }) => state === 'requested').map((charge) => [charge.id, charge]),
  );
  const kept = charges.filter(({ id }) => waiting.has(id));
  await updateCharges(tx, kept);
  return kept
    .filter(({ state }) => state === 'failed')
    .flatMap(({ id }) => waiting.get(id)?.donationId ?? []);
}
