import { ConsolePage, useFrame } from './frame.js';
import { InputField } from './inputs.js';
import { Table } from './table.js';

export interface ReportsPageProps {
  reports: { name: string; about: string; forms: string[] }[];
  entered: { from: string; to: string };
  done?: string | undefined;
  refused?: string | undefined;
}

/** Every report, of the chosen appeal and a period, in each of its forms; a button a file, so no script is needed. */
export function ReportsPage({ reports, entered, done, refused }: ReportsPageProps) {
  const { appeal } = useFrame();
  return (
    <ConsolePage title="Reports" done={done} refused={refused}>
      <form method="get" action="/staff/reports">
        <input type="hidden" name="appeal" value={appeal} />
        <div class="search">
          <InputField
            name="from"
            label="First day, in London; empty: from the beginning"
            type="date"
            value={entered.from}
          />
          <InputField name="to" label="Last day; empty: until now" type="date" value={entered.to} />
        </div>
        <p>A file begins to come at once, however long it is. Ask first how long it will be.</p>
        <Table
          caption="Reports"
          head={['Report', 'What it is', 'How long', 'Download']}
          rows={reports.map(({ name, about, forms }) => [
            name,
            about,
            <button
              type="submit"
              class="quiet"
              name="count"
              value={name}
              aria-label={`Count its rows: ${name}`}
            >
              Count its rows
            </button>,
            <span class="buttons">
              {forms.map((form) => (
                <button
                  type="submit"
                  name="file"
                  value={`${name}.${form}`}
                  aria-label={`${name} as ${form.toUpperCase()}`}
                >
                  {form.toUpperCase()}
                </button>
              ))}
            </span>,
          ])}
        />
      </form>
    </ConsolePage>
  );
}
