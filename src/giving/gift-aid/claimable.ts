/**
 * SQL: what was retained of a donation at the end of a London date, and what of it a dispute held then, by the
 * books. Reads `donation_id` of `${of}`; `asOf` is a parameter.
 */
const retainedOf = (of: string, asOf: string): string => `
  select
    coalesce(sum(case when credit.name = any(${owed}) then amount_pence else 0 end
      - case when debit.name = any(${owed}) then amount_pence else 0 end), 0) as retained_pence,
    coalesce(sum(case when debit.name = 'dispute_suspense' then amount_pence else 0 end
      - case when credit.name = 'dispute_suspense' then amount_pence else 0 end), 0) as disputed_pence
  from ledger.transfer
  join ledger.account debit on debit.id = transfer.debit_account
  join ledger.account credit on credit.id = transfer.credit_account
  where transfer.donation_id = ${of}.donation_id and transfer.occurred_at < ${endOf(asOf)}`;

/** Where a gift is the charity's: held for it, collected by it, or, when it went back, due from it. */
const owed = `array['held', 'given_directly', 'due_from_partner']`;

const endOf = (date: string): string => `(${date}::date + 1)::timestamp at time zone 'Europe/London'`;

/**
 * SQL: the next so many gifts of an appeal that are in no claim yet and may be put in one: covered by a
 * declaration to this charity, given and retained at the end of the date, and not disputed then.
 * Parameters: appeal, charity, as of, after which donation, how many.
 */
export const claimable = `
  with covered as (
    select distinct on (donation.id) donation.id as donation_id, declaration.id as declaration_id,
      declaration.details, to_char(donation.given_at at time zone 'Europe/London', 'YYYY-MM-DD') as given_on
    from giving.declared_donation
    join giving.donation on donation.id = declared_donation.donation_id
    join giving.declaration on declaration.id = declared_donation.declaration_id
    where donation.appeal = $1 and declaration.partner = $2 and donation.charged_pence > 0
      and donation.given_at < ${endOf('$3')} and donation.id > $4
      and declaration.cancelled_at is null and declaration.details is not null
      and not exists (select from giving.claimed_donation claimed where claimed.donation_id = donation.id)
    order by donation.id, declaration.made_at, declaration.id
    limit $5)
  select covered.donation_id as "donationId", declaration_id as "declarationId", details,
    given_on as "givenOn", retained_pence::text as retained, disputed_pence <> 0 as "isDisputed"
  from covered cross join lateral (${retainedOf('covered', '$3')}) as figures
  order by covered.donation_id`;

/**
 * SQL: notes what went back of gifts since they were claimed. Parameters: the claim that tells it, appeal, as of.
 * What comes back to the charity later is not claimed again: HMRC takes a gift once.
 */
export const noteOverClaimed = `
  insert into giving.over_claimed (claim_id, donation_id, over_claimed_pence)
  select $1, claimed.donation_id, claimed.claimed_pence - told.pence - greatest(figures.retained_pence, 0)
  from giving.claimed_donation claimed
  join giving.gift_aid_claim claim on claim.id = claimed.claim_id
  cross join lateral (select coalesce(sum(over_claimed_pence), 0) as pence from giving.over_claimed
    where over_claimed.donation_id = claimed.donation_id) as told
  cross join lateral (${retainedOf('claimed', '$3')}) as figures
  where claim.appeal = $2 and claimed.claim_id <> $1
    and claimed.claimed_pence - told.pence > greatest(figures.retained_pence, 0)
  returning donation_id`;
