import type { Tx } from '../../platform/database/transactions.js';
import { derivedIdBeside } from '../../vocabulary/ids.js';
import { penceFromText } from '../../vocabulary/pence.js';
import type { TextCharge } from './text.entities.js';

export type NewCharge = Pick<
  TextCharge,
  'id' | 'donationId' | 'messageId' | 'gateway' | 'amountPence' | 'requestedAt' | 'expiresAt'
>;

/** What became of a charge. */
export type ChargeResult = Pick<
  TextCharge,
  'id' | 'state' | 'chargedPence' | 'gatewayId' | 'statusCode' | 'reason' | 'finalAt'
>;

/** The charges of a donation count from 1. */
export function chargeIdOf(donationId: string, number: number): string {
  return derivedIdBeside(donationId, 'text charge', donationId, number);
}

/** Keeps charges that are to be asked for, each once. */
export async function insertCharges(tx: Tx, charges: NewCharge[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.query(
    `insert into text.charge (id, donation_id, message_id, gateway, amount_pence, requested_at, expires_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[],
       $7::timestamptz[]) as charge
     order by 1 on conflict (id) do nothing`,
    [
      charges.map((charge) => charge.id),
      charges.map((charge) => charge.donationId),
      charges.map((charge) => charge.messageId),
      charges.map((charge) => charge.gateway),
      charges.map((charge) => charge.amountPence),
      charges.map((charge) => charge.requestedAt),
      charges.map((charge) => charge.expiresAt),
    ],
  );
}

/** The charges with one of these ids or gateway's ids, locked in the order of their ids. */
export async function lockCharges(tx: Tx, ids: string[], gatewayIds: string[]): Promise<TextCharge[]> {
  const rows = await tx.query<Row[]>(
    `select id, donation_id as "donationId", message_id as "messageId", gateway, amount_pence as "amountPence",
       charged_pence as "chargedPence", state, gateway_id as "gatewayId", status_code as "statusCode", reason,
       requested_at as "requestedAt", expires_at as "expiresAt", final_at as "finalAt", handset
     from text.charge where id = any($1::uuid[]) or gateway_id = any($2::text[])
     order by id for no key update`,
    [ids, gatewayIds],
  );
  return rows.map((row) => ({
    ...row,
    amountPence: penceFromText(row.amountPence),
    chargedPence: penceFromText(row.chargedPence),
  }));
}

type Row = Omit<TextCharge, 'amountPence' | 'chargedPence'> & { amountPence: string; chargedPence: string };

/** Writes what became of charges that the caller has locked. */
export async function updateCharges(tx: Tx, charges: ChargeResult[]): Promise<void> {
  if (charges.length === 0) return;
  await tx.query(
    `update text.charge set state = result.state, charged_pence = result.pence, status_code = result.code,
       reason = result.reason, final_at = result.at, gateway_id = coalesce(charge.gateway_id, result.gateway_id)
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
       as result (id, state, pence, code, reason, at, gateway_id)
     where charge.id = result.id`,
    [
      charges.map(({ id }) => id),
      charges.map(({ state }) => state),
      charges.map(({ chargedPence }) => chargedPence),
      charges.map(({ statusCode }) => statusCode),
      charges.map(({ reason }) => reason),
      charges.map(({ finalAt }) => finalAt),
      charges.map(({ gatewayId }) => gatewayId),
    ],
  );
}

/** Drops charges whose call was withdrawn; resolves with the donations of which nothing is left to charge. */
export async function dropCharges(tx: Tx, ids: string[], at: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  const [rows] = await tx.query<[{ donationId: string }[], number]>(
    `update text.charge set state = 'dropped', final_at = $2
     where id = any($1::uuid[]) and state = 'requested' returning donation_id as "donationId"`,
    [ids, at],
  );
  return donationsWithoutCharge(
    tx,
    rows.map(({ donationId }) => donationId),
  );
}

/** Those of these donations, which the caller has locked, of which every charge failed or was dropped. */
export async function donationsWithoutCharge(tx: Tx, donationIds: string[]): Promise<string[]> {
  if (donationIds.length === 0) return [];
  const rows = await tx.query<{ donationId: string }[]>(
    `select donation_id as "donationId" from text.charge where donation_id = any($1::uuid[])
     group by donation_id having bool_and(state in ('failed', 'dropped'))`,
    [donationIds],
  );
  return rows.map(({ donationId }) => donationId);
}
