import type { AuditEntryDto } from '../../reports/audit.dto.js';
import { TextField } from '../pages/fields.js';
import { LondonTime } from '../pages/london-time.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { ConsolePage } from './frame.js';
import { Table } from './table.js';

export interface AuditPageProps {
  asked: { from: string; to: string; person: string };
  entries: AuditEntryDto[];
  /** The address of the page with older ones. */
  olderUrl?: string | undefined;
  csvUrl: string;
  errors: FieldError[];
}

/** What people of the staff did, newest first. */
export function AuditPage({ asked, entries, olderUrl, csvUrl, errors }: AuditPageProps) {
  return (
    <ConsolePage title="Audit log" refused={errors.length > 0 ? 'Look at the fields again.' : undefined}>
      <form method="get" action="/staff/audit">
        <TextField
          name="person"
          label="Person"
          hint="The whole name; empty for everybody."
          autocomplete="off"
          value={asked.person}
          errors={errors}
        />
        <TextField
          name="from"
          label="From"
          type="date"
          autocomplete="off"
          value={asked.from}
          errors={errors}
        />
        <TextField name="to" label="To" type="date" autocomplete="off" value={asked.to} errors={errors} />
        <button type="submit">Show</button>
      </form>
      <Table
        caption="What was done"
        head={['When', 'Who', 'What', 'Which', 'Answer', 'Before', 'After']}
        rows={entries.map((entry) => [
          <LondonTime moment={new Date(entry.at)} />,
          [entry.person, entry.means === 'session' ? null : entry.means].filter(Boolean).join(', by '),
          entry.action,
          entry.target,
          entry.outcome === null ? 'changed' : String(entry.outcome),
          stateIn(entry.before),
          stateIn(entry.after),
        ])}
      />
      {olderUrl !== undefined && (
        <p>
          <a href={olderUrl}>Older ones</a>
        </p>
      )}
      <p>
        <a href={csvUrl}>Download as CSV</a>
      </p>
    </ConsolePage>
  );
}

/** `role: finance, status: active`. */
function stateIn(state: object | null): string {
  return Object.entries(state ?? {})
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
