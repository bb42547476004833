import type { Purpose } from '../../ledger/accounts.js';
import { fundBalances } from '../../ledger/fund-balance.js';
import { yetToCome } from '../../ledger/fund-rules.js';
import { NotEnoughHeld } from '../../ledger/ledger.problems.js';
import type { Tx } from '../../platform/database/transactions.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';

/**
 * Which gifts a round carries: the oldest receipts first, the last one in part, until they come to what is paid. What
 * went back of gifts that earlier rounds had carried is taken off, so as many more are carried.
 *
 * A card gift is received when its balance transaction says, one by bank when the bank says; when a dispute was won, then. Gateways pay for the
 * oldest texts first: what they still owe is for the newest. A surplus round carries gifts to the surplus purpose and,
 * for what was re-designated, the oldest of the others after them.
 */
const carry = `
  with carried as (
    select donation_id, sum(remittance_donation.amount_pence - released_pence) as pence
    from treasury.remittance_donation join treasury.remittance on remittance.id = remittance_id
    where remittance.appeal = $1 group by donation_id
  ), gift as (
    select donation.id, donation.purpose, donation.channel, donation.confirmed_at, donation.status = 'disputed' as disputed,
      charged_pence - refunded_pence - lost_pence - reversed_pence as net, coalesce(carried.pence, 0) as carried
    from giving.donation left join carried on carried.donation_id = donation.id
    where donation.appeal = $1 and donation.purpose = any($3) and collection = 'held' and confirmed_txid is not null
  ), paid as (
    select purpose, day, sum(pence) over (partition by purpose order by day) as until
    from (
      select account.purpose, (occurred_at at time zone 'Europe/London')::date as day, sum(amount_pence) as pence
      from ledger.account join ledger.transfer on credit_account = account.id and happening = 'gateway_paid'
      where account.book = $1 and account.name = 'text_receivable' group by 1, 2
    ) payment
  ), text_gift as (
    select id, purpose, carried, sum(net) over (partition by purpose) - from_newest + net as until,
      least(net, greatest(0, from_newest - case purpose when 'restricted' then $4::bigint else $5::bigint end)) as received
    from (
      select *, sum(net) over (partition by purpose order by confirmed_at desc, id desc) as from_newest
      from gift where channel = 'text'
    ) gift
  ), won as (
    select donation_id, max(occurred_at) as at from ledger.transfer where happening = 'dispute_won' group by donation_id
  ), received as (
    select id, purpose, received - carried as pence,
      coalesce((select min(day) from paid where paid.purpose = text_gift.purpose and paid.until >= text_gift.until),
        (select max(day) from paid where paid.purpose = text_gift.purpose)) as day
    from text_gift where received > carried
    union all
    select gift.id, gift.purpose, net - carried,
      (coalesce(max(won.at), max(charge.occurred_at)) at time zone 'Europe/London')::date
    from gift join ledger.transfer charge on charge.donation_id = gift.id and charge.leg = 1
      and charge.happening in ('card_charged', 'given_by_bank') and charge.reverses is null
    left join won on won.donation_id = gift.id
    where channel <> 'text' and net > carried and not disputed group by gift.id, gift.purpose, net, carried
  ), back as (
    select id, carried - net as pence, sum(carried - net) over (order by id) as until
    from gift where carried > net and purpose = $3[1]
  ), wanted as (
    select $6::bigint + least((select coalesce(sum(pence), 0) from back),
      greatest(0, (select coalesce(sum(pence), 0) from received) - $6::bigint)) as pence
  ), queue as (
    select id, pence, day, sum(pence) over (order by purpose <> $3[1], day, id) as until from received
  ), chosen as (
    select id, least(queue.pence, wanted.pence - (until - queue.pence)) as pence, day
    from queue cross join wanted where until - queue.pence < wanted.pence
    union all
    select id, -least(back.pence, wanted.pence - $6::bigint - (until - back.pence)), null
    from back cross join wanted where until - back.pence < wanted.pence - $6::bigint
  ), inserted as (
    insert into treasury.remittance_donation (donation_id, remittance_id, amount_pence, received_on)
    select id, $2, pence, day from chosen order by id
    returning amount_pence, received_on
  )
  select coalesce(sum(amount_pence), 0)::text as pence, count(received_on)::integer as donations,
    min(received_on)::text as "firstReceivedOn", max(received_on)::text as "lastReceivedOn"
  from inserted`;

/** What a round carries, by its receipts. */
export interface Carried {
  donations: number;
  /** London dates; none where nothing is paid. */
  firstReceivedOn: string | null;
  lastReceivedOn: string | null;
}

/** Fixes what a round carries that pays so much. Under the fund's lock. Throws NotEnoughHeld. */
export async function carryGifts(
  tx: Tx,
  { id, appeal, purpose }: { id: string; appeal: string; purpose: Purpose },
  paidPence: Pence,
): Promise<Carried> {
  const owed = await fundBalances(tx, appeal, ['text_receivable']);
  const purposes: Purpose[] = purpose === 'surplus' ? ['surplus', 'restricted'] : ['restricted'];
  // Seldom, and over all gifts at once: sorted in memory, it takes half the time.
  await tx.query(`set local work_mem = '128MB'`);
  const [row] = await tx.query<[Carried & { pence: string }]>(carry, [
    appeal,
    id,
    purposes,
    yetToCome(owed, 'restricted'),
    yetToCome(owed, 'surplus'),
    paidPence,
  ]);
  const { pence, ...carried } = row;
  if (penceFromText(pence) !== paidPence) throw new NotEnoughHeld(penceFromText(pence));
  return carried;
}

/** What a round does not carry after all, newest receipts first; all of it where `amountPence` is left out. */
export async function releaseGifts(tx: Tx, remittanceId: string, amountPence?: Pence): Promise<void> {
  if (amountPence === undefined)
    return void (await tx.query(
      'update treasury.remittance_donation set released_pence = amount_pence where remittance_id = $1',
      [remittanceId],
    ));
  await tx.query(
    `update treasury.remittance_donation gift
     set released_pence = released_pence + least(newest.pence, $2 - (newest.until - newest.pence))
     from (
       select donation_id, amount_pence - released_pence as pence,
         sum(amount_pence - released_pence) over (order by received_on desc, donation_id desc) as until
       from treasury.remittance_donation where remittance_id = $1 and amount_pence > released_pence
     ) newest
     where gift.remittance_id = $1 and gift.donation_id = newest.donation_id and newest.until - newest.pence < $2`,
    [remittanceId, amountPence],
  );
}
