import type { BreakDto, BreakRowDto } from '../../reports/breaks.dto.js';
import type { BreakFigure } from '../../reports/break-figures.js';
import { LondonTime, LongDate } from '../pages/london-time.js';
import { Facts } from './facts.js';
import { ConsolePage, useHere, useMay } from './frame.js';
import { InputField, SelectField } from './inputs.js';
import { count, money, words } from './table.js';

export interface BreaksPageProps {
  /** The kind that is looked at; empty: all. */
  kind: string;
  kinds: BreakFigure[];
  breaks: BreakDto[];
  nextCursor: string | null;
  done?: string | undefined;
  refused?: string | undefined;
}

/** Everything that doesn't agree, the oldest first, each with both sides and what would settle it. */
export function BreaksPage({ kind, kinds, breaks, nextCursor, done, refused }: BreaksPageProps) {
  const here = useHere();
  const options = kinds.map((each): [string, string] => [
    each.kind,
    `${words(each.kind)} (${count(each.open)})`,
  ]);
  return (
    <ConsolePage title="What doesn’t agree" done={done} refused={refused}>
      <form class="search" method="get" action="/staff/breaks">
        <SelectField name="kind" label="Kind" value={kind} none="every kind" options={options} />
        <button type="submit">Show this kind</button>
      </form>
      {breaks.length === 0 && <p>Nothing: everything agrees.</p>}
      {breaks.map((row) => (
        <OpenBreak {...row} />
      ))}
      {nextCursor && (
        <p>
          <a class="button" href={here('/staff/breaks', { kind, cursor: nextCursor })}>
            Newer ones
          </a>
        </p>
      )}
    </ConsolePage>
  );
}

function OpenBreak(row: BreakDto) {
  const here = useHere();
  return (
    <article class="panel break">
      <h2>{row.means}</h2>
      <p>{row.detail}</p>
      <p>
        <strong>{row.whatToDo}</strong>
      </p>
      <Facts
        of={[
          ['Kind', words(row.kind)],
          ['Since', <LondonTime moment={row.createdAt} />],
          ['Age in days', count(row.ageDays)],
          ['Act by', row.actBy && <LongDate date={row.actBy} />],
          ['Amount', row.amountPence !== null && money(row.amountPence)],
          ['Appeal', row.appeal],
          ['What it is about', <span class="id">{row.reference}</span>],
          [
            'Donation',
            row.donationId && (
              <a class="id" href={here(`/staff/donations/${row.donationId}`)}>
                {row.donationId}
              </a>
            ),
          ],
          ['What we have', row.ours.length > 0 && <Side rows={row.ours} />],
          ['What they say', row.theirs.length > 0 && <Side rows={row.theirs} />],
        ]}
      />
      <Settle {...row} />
    </article>
  );
}

function Side({ rows }: { rows: BreakRowDto[] }) {
  return (
    <ul class="side">
      {rows.map(({ what, id, amountPence }) => (
        <li>
          {words(what)} <span class="id">{id}</span>
          {amountPence !== undefined && `: ${money(amountPence)}`}
        </li>
      ))}
    </ul>
  );
}

function Settle({ id, actions }: BreakDto) {
  const here = useHere();
  if (!useMay('prepare') || actions.length === 0) return null;
  const options = actions.map(({ action, label }): [string, string] => [action, label]);
  return (
    <form method="post" action={here(`/staff/breaks/${id}/settle`)}>
      <SelectField name="action" id={`${id}-action`} label="What was done about it" options={options} />
      <InputField name="note" id={`${id}-note`} label="Why that settles it" required />
      <button type="submit">Settle it</button>
    </form>
  );
}
