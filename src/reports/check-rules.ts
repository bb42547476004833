import { charges, remittances } from '../ledger/entry.js';
import { remittanceRules } from './check-remittances.js';

/** What must hold for every single row; where it doesn't, the row is named. */
export interface RowRule {
  identity: string;
  /** What a row at fault means, for a person. */
  detail: string;
  /** Selects each row at fault as (book, id): the id of an entry or of a donation. */
  faults: string;
}

const among = (happenings: readonly string[]): string => `('${happenings.join("', '")}')`;

/** The happenings of a donation that charge nothing: they give back, or are on the way to it. */
const later = [
  'card_refunded',
  'refund_failed',
  'refund_cancelled',
  'refund_paid_by_bank',
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'text_reversed',
  'text_refunded',
];

/** Where the money of donations stands: what it moves there is what the donations say. */
const funds = `(select id from ledger.account where name in ('held', 'due_from_partner', 'given_directly'))`;

/** What each donation says of itself beside what the books say of it, where either says anything. */
const donations = `
  select donation.id, donation.appeal, donation.charged_pence, booked.donation_id is not null as is_booked,
    donation.refunded_pence + donation.lost_pence + donation.reversed_pence as undone_pence,
    coalesce(booked.charged_pence, 0) as booked_charged_pence,
    coalesce(booked.undone_pence, 0) as booked_undone_pence
  from giving.donation
  left join (
    select donation_id,
      coalesce(sum(into_funds_pence) filter (where is_charge), 0) as charged_pence,
      coalesce(-sum(into_funds_pence) filter (where not is_charge), 0) as undone_pence
    from (
      select donation_id, happening in ${among(charges)} as is_charge,
        amount_pence * ((credit_account in ${funds})::integer - (debit_account in ${funds})::integer) as into_funds_pence
      from ledger.transfer
      where donation_id is not null and (credit_account in ${funds} or debit_account in ${funds})
    ) moved group by donation_id
  ) booked on booked.donation_id = donation.id`;

export const rowRules: RowRule[] = [
  {
    identity: 'transfer_stays_in_one_book',
    detail: 'A transfer must move between two known accounts of one book, memo accounts among themselves.',
    faults: `
      select side.book, transfer.entry as id
      from ledger.transfer
      left join ledger.account debit on debit.id = transfer.debit_account
      left join ledger.account credit on credit.id = transfer.credit_account
      cross join lateral (values (coalesce(debit.book, credit.book)), (coalesce(credit.book, debit.book)))
        as side (book)
      where (debit.book = credit.book and debit.memo = credit.memo) is not true`,
  },
  {
    identity: 'entry_is_whole',
    detail: 'The legs of an entry must count from 1 without a gap.',
    faults: `
      select account.book, transfer.entry as id
      from ledger.transfer
      left join ledger.transfer previous on previous.entry = transfer.entry and previous.leg = transfer.leg - 1
      left join ledger.account on account.id = transfer.debit_account
      where transfer.leg > 1 and previous.entry is null`,
  },
  {
    identity: 'entry_is_one_happening',
    detail: 'The legs of an entry must tell of the same outside fact and the same donation.',
    faults: `
      select account.book, transfer.entry as id
      from ledger.transfer
      join ledger.transfer previous on previous.entry = transfer.entry and previous.leg = transfer.leg - 1
      left join ledger.account on account.id = transfer.debit_account
      where (transfer.happening, transfer.body_hash, transfer.donation_id, transfer.source, transfer.source_id,
          transfer.reverses)
        is distinct from
        (previous.happening, previous.body_hash, previous.donation_id, previous.source, previous.source_id,
          previous.reverses)`,
  },
  {
    identity: 'entry_has_a_donation',
    detail: 'What was charged to a donor or given back must lead to a donation that is there.',
    faults: `
      select account.book, transfer.entry as id
      from ledger.transfer
      left join giving.donation on donation.id = transfer.donation_id
      left join ledger.account on account.id = transfer.debit_account
      where donation.id is null
        and (transfer.donation_id is not null or transfer.happening in ${among([...charges, ...later])})`,
  },
  {
    identity: 'reversal_mirrors_its_entry',
    detail:
      'A reversal must name an entry that is no reversal, mirror each of its legs, and be its only one.',
    faults: `
      select account.book, reversal.entry as id
      from ledger.transfer reversal
      left join ledger.transfer original on original.entry = reversal.reverses and original.leg = reversal.leg
      left join ledger.account on account.id = reversal.debit_account
      where reversal.reverses is not null
        and (original.reverses is not null
          or (reversal.debit_account, reversal.credit_account, reversal.amount_pence, reversal.happening,
            reversal.donation_id) is distinct from (original.credit_account, original.debit_account,
            original.amount_pence, original.happening, original.donation_id))
      union all
      select account.book, named.entry
      from (select distinct entry, reverses from ledger.transfer where reverses is not null) named
      join ledger.transfer original on original.entry = named.reverses
      left join ledger.transfer mirror on mirror.entry = named.entry and mirror.leg = original.leg
      left join ledger.account on account.id = original.debit_account
      where mirror.entry is null
      union all
      select account.book, reversal.entry
      from ledger.transfer reversal
      join ledger.transfer other on other.reverses = reversal.reverses and other.entry <> reversal.entry
      left join ledger.account on account.id = reversal.debit_account`,
  },
  {
    identity: 'entry_fits_its_donation',
    detail: 'An entry must stand in the book of its donation’s appeal, held or direct, and of its purpose.',
    faults: `
      select side.book, transfer.entry as id
      from ledger.transfer
      join giving.donation on donation.id = transfer.donation_id
      left join ledger.account debit on debit.id = transfer.debit_account
      left join ledger.account credit on credit.id = transfer.credit_account
      cross join lateral (values (debit.book), (credit.book), (donation.appeal)) as side (book)
      where donation.appeal <> debit.book or donation.appeal <> credit.book
        or (donation.collection = 'direct') <> debit.memo or (donation.collection = 'direct') <> credit.memo
        or donation.purpose <> debit.purpose or donation.purpose <> credit.purpose`,
  },
  {
    identity: 'charged_donation_is_booked',
    detail: 'A donation that was charged must be in the books.',
    faults: `select appeal as book, id from (${donations}) compared where charged_pence > 0 and not is_booked`,
  },
  {
    identity: 'donation_agrees_with_its_entries',
    detail: 'What a donation was charged and given back must be what its entries moved.',
    faults: `
      select appeal as book, id from (${donations}) compared
      where (is_booked or undone_pence > 0)
        and (charged_pence <> booked_charged_pence or undone_pence <> booked_undone_pence)`,
  },
  ...remittanceRules,
];

/**
 * Per book: by how much the assets exceed the liabilities (identity 1); raised_net of the donations and
 * held(all) + remitted_net − due_from_partner of the books (identity 2), where a remittance drops out: what it
 * takes from `held` it adds to remitted_net; the same for what the charity collected itself; and what everybody is
 * shown, which adds up snapshots and remittances.
 */
export const bookSums = `
  select coalesce(books.book, raised.book) as book, coalesce(books.excess, 0)::text as excess,
    coalesce(raised.held, 0)::text as raised_held, coalesce(books.held, 0)::text as booked_held,
    coalesce(raised.direct, 0)::text as raised_direct, coalesce(books.direct, 0)::text as booked_direct,
    coalesce(held_pence + remitted_pence - due_from_partner_pence, 0)::text as shown_held
  from (
    select account.book, sum(posting.amount_pence) filter (where not account.memo) as excess,
      -sum(posting.amount_pence) filter (where account.name in ('held', 'due_from_partner')
        and posting.happening not in ${among(remittances)}) as held,
      -sum(posting.amount_pence) filter (where account.name = 'given_directly') as direct
    from ledger.account join ledger.posting on posting.account = account.id group by account.book
  ) books
  full join (
    select appeal as book, sum(net) filter (where collection = 'held') as held,
      sum(net) filter (where collection = 'direct') as direct
    from giving.donation cross join lateral (
      select charged_pence - refunded_pence - lost_pence - reversed_pence as net) as undone
    group by appeal
  ) raised on raised.book = books.book
  left join ledger.book_total on book_total.book = books.book
  order by 1`;

export const counts = `
  select (select count(*) from giving.donation)::integer as donations,
    (select count(distinct book) from ledger.account)::integer as books,
    (select count(*) from ledger.account)::integer as accounts,
    count(*) filter (where leg = 1)::integer as entries, count(*)::integer as transfers
  from ledger.transfer`;
