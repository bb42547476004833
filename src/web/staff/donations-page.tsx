import { donationStates } from '../../giving/donations/donation-states.js';
import type { DonationDto } from '../../reports/staff.dto.js';
import { LondonTime } from '../pages/london-time.js';
import { ConsolePage, useFrame, useHere } from './frame.js';
import { money, Table, words } from './table.js';
import { InputField, SelectField } from './inputs.js';

export const channels = ['text', 'card', 'bank'];

/** What was searched for, as it was typed. */
export type DonationSearch = Record<'from' | 'to' | 'status' | 'channel' | 'amount' | 'find', string>;

export interface DonationsPageProps {
  search: DonationSearch;
  donations: DonationDto[];
  nextCursor: string | null;
  refused?: string | undefined;
}

/** Gifts, the newest first. Staff never look for them by the donor's name. */
export function DonationsPage({ search, donations, nextCursor, refused }: DonationsPageProps) {
  const here = useHere();
  return (
    <ConsolePage title="Donations" refused={refused}>
      <Search search={search} />
      <Table
        caption="Donations, newest first"
        head={['Given', 'Number', 'Channel', 'State', 'Asked for', 'Charged', 'Gone back']}
        numbers={['Asked for', 'Charged', 'Gone back']}
        rows={donations.map((gift) => [
          <LondonTime moment={gift.givenAt} />,
          <a class="id" href={here(`/staff/donations/${gift.id}`)}>
            {gift.id}
          </a>,
          gift.channel,
          words(gift.status),
          money(gift.amountPence),
          money(gift.chargedPence),
          money(gift.refundedPence + gift.lostPence + gift.reversedPence),
        ])}
      />
      {nextCursor && (
        <p>
          <a class="button" href={here('/staff/donations', { ...search, cursor: nextCursor })}>
            Older ones
          </a>
        </p>
      )}
    </ConsolePage>
  );
}

function Search({ search }: { search: DonationSearch }) {
  const { appeal } = useFrame();
  return (
    <form class="search" method="get" action="/staff/donations">
      <input type="hidden" name="appeal" value={appeal} />
      <InputField name="find" label="Any number of it: ours, Stripe’s or the gateway’s" value={search.find} />
      <InputField name="from" label="Given from" type="date" value={search.from} />
      <InputField name="to" label="to" type="date" value={search.to} />
      <InputField name="amount" label="Amount in pounds" inputmode="decimal" value={search.amount} />
      <SelectField name="status" label="State" value={search.status} none="any" options={stateOptions} />
      <SelectField
        name="channel"
        label="Channel"
        value={search.channel}
        none="any"
        options={channelOptions}
      />
      <button type="submit">Search</button>
    </form>
  );
}

const stateOptions = Object.keys(donationStates).map((state): [string, string] => [state, words(state)]);
const channelOptions = channels.map((channel): [string, string] => [channel, channel]);
