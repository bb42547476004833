import type { Tx } from '../../platform/database/transactions.js';
import type { TextMessage } from './text.entities.js';

/** Which of these messages were worked on before. */
export async function knownMessages(tx: Tx, ids: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }[]>('select id from text.message where id = any($1::uuid[])', [
    ids,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** Keeps texts, each once; one statement for any number of them. */
export async function insertMessages(tx: Tx, messages: TextMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `insert into text.message (id, gateway, external_id, shortcode, phone, phone_match, operator, body,
       received_at, kind, reason, appeal, keyword, amount_pence, donation_id)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::text[],
       $8::bytea[], $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[],
       $15::uuid[]) as message
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
      messages.map((message) => message.appeal),
      messages.map((message) => message.keyword),
      messages.map((message) => message.amountPence),
      messages.map((message) => message.donationId),
    ],
  );
}
