import type { Tx } from '../../../platform/database/transactions.js';
import { type Pence, penceFromText } from '../../../vocabulary/pence.js';
import type { StatedRow } from './statement-file.js';
import type { Statement, StatementRow, Verdict } from './statement.entities.js';

export async function insertRows(tx: Tx, rows: StatementRow[]): Promise<void> {
  await tx.query(
    `insert into text.statement_row (statement_id, line, dated, gateway_id, amount_pence, status, verdict,
       charge_id, donation_id)
     select * from unnest($1::uuid[], $2::integer[], $3::date[], $4::text[], $5::bigint[], $6::text[], $7::text[],
       $8::uuid[], $9::uuid[]) as stated
     order by 1, 2 on conflict (statement_id, line) do nothing`,
    [
      rows.map(({ statementId }) => statementId),
      rows.map(({ line }) => line),
      rows.map(({ dated }) => dated),
      rows.map(({ gatewayId }) => gatewayId),
      rows.map(({ amountPence }) => amountPence),
      rows.map(({ status }) => status),
      rows.map(({ verdict }) => verdict),
      rows.map(({ chargeId }) => chargeId),
      rows.map(({ donationId }) => donationId),
    ],
  );
}

/** Which of these rows are known: as `line` of this statement, or as `gatewayId status` of any row before. */
export async function knownRows(tx: Tx, statementId: string, rows: StatedRow[]) {
  const found = await tx.query<{ statementId: string; line: number; key: string }[]>(
    `select statement_id as "statementId", line, gateway_id || ' ' || status as key from text.statement_row
     where gateway_id = any($1::text[])`,
    [rows.map(({ gatewayId }) => gatewayId)],
  );
  return {
    lines: new Set(found.filter((row) => row.statementId === statementId).map(({ line }) => line)),
    keys: new Set(found.map(({ key }) => key)),
  };
}

/** Whether one of these rows is of a charge of ours. */
export async function anyOfOurs(tx: Tx, gateway: string, rows: StatedRow[]): Promise<boolean> {
  const [found] = await tx.query<unknown[]>(
    `select from text.charge where gateway = $1 and (id = any($2::uuid[]) or gateway_id = any($3::text[])) limit 1`,
    [gateway, rows.flatMap(({ chargeId }) => chargeId ?? []), rows.map(({ gatewayId }) => gatewayId)],
  );
  return found !== undefined;
}

export interface Missing {
  chargeId: string;
  donationId: string;
  missingPence: Pence;
}

/** What networks reported charged in the month and no statement has, or not all of it. */
export async function missingCharges(tx: Tx, { gateway, month, shortcode }: Statement): Promise<Missing[]> {
  const rows = await tx.query<(Omit<Missing, 'missingPence'> & { missing: string })[]>(
    `select charge.id as "chargeId", charge.donation_id as "donationId",
       (charge.charged_pence - coalesce(sum(stated.amount_pence), 0))::text as missing
     from text.charge join text.message on message.id = charge.message_id
     left join text.statement_row stated on stated.charge_id = charge.id and stated.status = 'charged'
       and stated.verdict <> 'repeated'
     where charge.gateway = $1 and charge.charged_pence > 0 and ($3::text is null or message.shortcode = $3)
       and charge.final_at >= ($2 || '-01')::date::timestamp at time zone 'Europe/London'
       and charge.final_at < (($2 || '-01')::date + interval '1 month')::timestamp at time zone 'Europe/London'
     group by charge.id
     having coalesce(sum(stated.amount_pence), 0) < charge.charged_pence
       and coalesce(bool_or(stated.verdict = 'differs'), false) = false
     order by charge.id`,
    [gateway, month, shortcode],
  );
  return rows.map(({ missing, ...row }) => ({ ...row, missingPence: penceFromText(missing) }));
}

export interface FundSum {
  book: string;
  purpose: 'restricted' | 'surplus';
  amountPence: Pence;
}

/** What the gateway will pay of each fund by this statement: what it charged less what it gave back. */
export async function fundSums(tx: Tx, statementId: string): Promise<FundSum[]> {
  const rows = await tx.query<(Omit<FundSum, 'amountPence'> & { amount: string })[]>(
    `select donation.appeal as book, donation.purpose,
       sum(case stated.status when 'charged' then stated.amount_pence when 'refunded' then -stated.amount_pence
         else 0 end)::text as amount
     from text.statement_row stated join giving.donation on donation.id = stated.donation_id
     where stated.statement_id = $1 and stated.verdict <> 'repeated' and donation.collection = 'held'
     group by 1, 2 order by 1, 2`,
    [statementId],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountPence: penceFromText(amount) }));
}

export type VerdictCounts = Record<Verdict, number> & {
  rows: number;
  chargedPence: Pence;
  refundedPence: Pence;
};

export async function countRows(tx: Tx, statementId: string): Promise<VerdictCounts> {
  const [row] = await tx.query<[Record<Verdict | 'rows', number> & { charged: string; refunded: string }]>(
    `select count(*)::integer as rows,
       count(*) filter (where verdict = 'agrees')::integer as agrees,
       count(*) filter (where verdict = 'confirmed')::integer as confirmed,
       count(*) filter (where verdict = 'differs')::integer as differs,
       count(*) filter (where verdict = 'extra')::integer as extra,
       count(*) filter (where verdict = 'repeated')::integer as repeated,
       coalesce(sum(amount_pence) filter (where status = 'charged'), 0)::text as charged,
       coalesce(sum(amount_pence) filter (where status = 'refunded'), 0)::text as refunded
     from text.statement_row where statement_id = $1`,
    [statementId],
  );
  const { charged, refunded, ...counts } = row;
  return { ...counts, chargedPence: penceFromText(charged), refundedPence: penceFromText(refunded) };
}
