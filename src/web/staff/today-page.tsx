import { LondonTime } from '../pages/london-time.js';
import type { AppealTotals } from '../../reports/totals.js';
import { ConsolePage } from './frame.js';
import { count, money, Table, words } from './table.js';

export interface TodayPageProps {
  totals: (AppealTotals & { title: string; status: string })[];
  accounts: {
    account: string;
    purpose?: string;
    gateway?: string;
    partner?: string;
    side: string;
    balancePence: number;
  }[];
  donations: { id: string; givenAt: Date; channel: string; status: string; amountPence: number }[];
  breaks: { kind: string; detail: string; createdAt: Date }[];
  csvUrl: string;
}

/** What everybody looks at first: what was raised, where it is, and what doesn't agree. */
export function TodayPage({ totals, accounts, donations, breaks, csvUrl }: TodayPageProps) {
  return (
    <ConsolePage title="Today">
      <Table
        caption="Appeals"
        head={['Appeal', 'State', 'Donations', 'Raised', 'Promised', 'Held', 'Passed on']}
        numbers={['Donations', 'Raised', 'Promised', 'Held', 'Passed on']}
        rows={totals.map((row) => [
          row.title,
          row.status,
          count(row.donations),
          money(row.raisedPence),
          money(row.pendingPence),
          money(row.heldPence),
          money(row.remittedPence),
        ])}
      />
      <Table
        caption="What doesn’t agree"
        head={['Since', 'Kind', 'What happened']}
        rows={breaks.map((row) => [<LondonTime moment={row.createdAt} />, words(row.kind), row.detail])}
      />
      <Table
        caption="Accounts"
        head={['Account', 'Of', 'Side', 'Balance']}
        numbers={['Balance']}
        rows={accounts.map((row) => [
          words(row.account),
          [row.purpose, row.gateway, row.partner].filter(Boolean).join(', '),
          row.side,
          money(row.balancePence),
        ])}
      />
      <Table
        caption="Latest donations"
        head={['Given', 'Number', 'Channel', 'State', 'Amount']}
        numbers={['Amount']}
        rows={donations.map((row) => [
          <LondonTime moment={row.givenAt} />,
          row.id,
          row.channel,
          words(row.status),
          money(row.amountPence),
        ])}
      />
      <p>
        <a href={csvUrl}>Download all donations as CSV</a>
      </p>
    </ConsolePage>
  );
}
