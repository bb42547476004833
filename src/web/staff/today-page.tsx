import type { BreakFigure } from '../../reports/break-figures.js';
import type { GivenHour } from '../../reports/given-by-hour.js';
import type { AppealTotals } from '../../reports/totals.js';
import { LongDate } from '../pages/london-time.js';
import { FlowChart, type MoneyByPlace } from './flow-chart.js';
import { ConsolePage, useHere, useMay } from './frame.js';
import { ChannelChart, HourChart } from './given-charts.js';
import { count, money, Table, words } from './table.js';

/** What of one day's receipts is to be passed on by when. */
export interface Due {
  purpose: string;
  receivedOn: string;
  dueOn: string;
  openPence: number;
  overdue: boolean;
}

/** What the page says of the appeal that is chosen. */
export interface AppealToday {
  title: string;
  hours: Date[];
  given: GivenHour[];
  byChannel: Omit<GivenHour, 'hour'>[];
  places: MoneyByPlace;
  remitWithinDays: number;
  due: Due[];
  accounts: {
    account: string;
    purpose?: string;
    gateway?: string;
    partner?: string;
    side: string;
    balancePence: number;
  }[];
}

export interface TodayPageProps {
  totals: (AppealTotals & { title: string; status: string })[];
  breaks: BreakFigure[];
  /** Undefined where there is no appeal yet. */
  chosen: AppealToday | undefined;
}

/** What everybody looks at first: what was raised, where it is, what is due, and what doesn't agree. */
export function TodayPage({ totals, breaks, chosen }: TodayPageProps) {
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
      <OpenBreaks breaks={breaks} />
      {chosen && <Chosen {...chosen} />}
    </ConsolePage>
  );
}

function OpenBreaks({ breaks }: Pick<TodayPageProps, 'breaks'>) {
  const here = useHere();
  return (
    <Table
      caption="What doesn’t agree"
      head={['Kind', 'What it means', 'Open', 'Over a week', 'Oldest, days']}
      numbers={['Open', 'Over a week', 'Oldest, days']}
      rows={breaks.map(({ kind, means, open, old, oldestDays }) => [
        <a href={here('/staff/breaks', { kind })}>{words(kind)}</a>,
        means,
        count(open),
        count(old),
        count(oldestDays),
      ])}
    />
  );
}

function Chosen({ title, hours, given, byChannel, places, accounts, ...clock }: AppealToday) {
  const here = useHere();
  const mayExport = useMay('export');
  return (
    <>
      <h2>{title}</h2>
      <FlowChart {...places} />
      <DueTable {...clock} />
      <HourChart hours={hours} given={given} />
      <ChannelChart given={byChannel} />
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
      {mayExport && (
        <p>
          <a href={here('/api/v1/staff/reports/donations.csv')}>Download its donations as CSV</a>
        </p>
      )}
    </>
  );
}

/** The clock of the law, or of the agreement with the charity. */
function DueTable({ due, remitWithinDays }: Pick<AppealToday, 'due' | 'remitWithinDays'>) {
  return (
    <Table
      caption={`To be passed on, within ${remitWithinDays} days of receipt`}
      head={['Due on', 'Received on', 'Purpose', 'To pass on', 'Late?']}
      numbers={['To pass on']}
      rows={due.map(({ dueOn, receivedOn, purpose, openPence, overdue }) => [
        <LongDate date={dueOn} />,
        <LongDate date={receivedOn} />,
        purpose,
        money(openPence),
        overdue ? <strong class="overdue">overdue</strong> : 'no',
      ])}
      none="Nothing: all that was received has been passed on."
    />
  );
}
