import type { DataSource } from 'typeorm';
import type { Donation } from '../giving/donations/donations.service.js';
import type { RemittanceState } from '../treasury/remittances/remittance-states.js';
import { type Pence, pence, penceFromText } from '../vocabulary/pence.js';
import type { Reached } from './donation-places.js';

/** What one remittance carries of a donation. */
export interface DonationRound {
  remittanceId: string;
  number: number;
  state: RemittanceState;
  /** Below 0: what went back of it after an earlier round had carried it. */
  amountPence: Pence;
  sentOn: string | null;
}

const rounds = `
  select remittance.id as "remittanceId", number, state, (gift.amount_pence - released_pence)::text as pence,
    sent_on::text as "sentOn"
  from treasury.remittance_donation gift join treasury.remittance on remittance.id = remittance_id
  where donation_id = $1 and gift.amount_pence <> released_pence order by approved_at, remittance.id`;

/** The remittances that carry a donation, the earliest first. */
export async function roundsOf(dataSource: DataSource, donationId: string): Promise<DonationRound[]> {
  const rows = await dataSource.query<(Omit<DonationRound, 'amountPence'> & { pence: string })[]>(rounds, [
    donationId,
  ]);
  return rows.map(({ pence: text, ...round }) => ({ ...round, amountPence: penceFromText(text) }));
}

/** What of a donation has left for the charity. */
export function remittedOf(carried: DonationRound[]): Pence {
  return sumIn(carried, ['sent', 'acknowledged']);
}

/** How far all that is left of a donation has come by remittances. */
export function reachedBy(carried: DonationRound[], donation: Donation): Reached | undefined {
  if (carried.length === 0) return undefined;
  const { chargedPence, refundedPence, lostPence, reversedPence } = donation;
  const leftPence = chargedPence - refundedPence - lostPence - reversedPence;
  if (sumIn(carried, ['acknowledged']) >= leftPence) return 'with_charity';
  return remittedOf(carried) >= leftPence ? 'on_its_way' : 'in_appeal_bank';
}

function sumIn(carried: DonationRound[], states: RemittanceState[]): Pence {
  const sum = carried
    .filter(({ state }) => states.includes(state))
    .reduce((total, { amountPence }) => total + amountPence, 0);
  return pence(sum);
}
