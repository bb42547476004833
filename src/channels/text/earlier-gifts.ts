import type { Tx } from '../../platform/database/transactions.js';
import { penceFromText } from '../../vocabulary/pence.js';
import type { Arrival } from './arrival.js';
import type { EarlierGift } from './gift-rules.js';

const lookBackMs = 32 * 24 * 60 * 60_000;

/**
 * What may have been charged counts in full: only a failed or dropped charge, and a held text that was not
 * released, count for nothing. One number at a time, by its index, however large the tables are.
 */
const earlier = `
  select encode(asked.phone_match, 'hex') as number, gift.shortcode, gift.keyword,
    gift.donation_id as "donationId", gift.amount_pence as "amountPence", gift.received_at as at,
    case when hold.state = 'released' then hold.ended_at else gift.received_at end as "countsAt",
    coalesce(billed.pence, case when hold.state = 'waiting' then gift.amount_pence else 0 end)::text as "countsPence"
  from unnest($1::bytea[]) as asked (phone_match)
  cross join lateral (
    select shortcode, keyword, amount_pence, received_at, donation_id from text.message
    where message.phone_match = asked.phone_match and received_at >= $2 and donation_id is not null
    offset 0
  ) as gift
  left join lateral (
    select sum(amount_pence) filter (where state not in ('failed', 'dropped')) as pence
    from text.charge where charge.donation_id = gift.donation_id
  ) as billed on true
  left join lateral (select state, ended_at from text.hold where hold.id = gift.donation_id) as hold on true`;

/** What each number asked for in the last month, by number. */
export async function earlierGifts(tx: Tx, arrivals: Arrival[]): Promise<Map<string, EarlierGift[]>> {
  const found = new Map<string, EarlierGift[]>();
  if (arrivals.length === 0) return found;
  const oldest = Math.min(...arrivals.map(({ receivedAt }) => receivedAt.getTime()));
  const rows = await tx.query<Row[]>(earlier, [
    arrivals.map(({ phoneMatch }) => phoneMatch),
    new Date(oldest - lookBackMs),
  ]);
  for (const { number, amountPence, countsPence, ...rest } of rows) {
    const gift = {
      ...rest,
      amountPence: penceFromText(amountPence),
      countsPence: penceFromText(countsPence),
    };
    const known = found.get(number);
    if (known) known.push(gift);
    else found.set(number, [gift]);
  }
  return found;
}

type Row = Omit<EarlierGift, 'amountPence' | 'countsPence'> & {
  number: string;
  amountPence: string;
  countsPence: string;
};
