import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { useWords } from './words.js';

export interface AppealTotal {
  raisedPence: Pence;
  donations: number;
  pendingPence: Pence;
}

/** The total as the page was served; assets/live-total.js keeps its numbers fresh by their ids. */
export function LiveTotal({ slug, total }: { slug: string; total: AppealTotal }) {
  const words = useWords().total;
  return (
    <section
      class="total"
      aria-label={words.label}
      id="total"
      data-events={`/api/v1/appeals/${slug}/total/events`}
      data-spoken={words.spoken}
    >
      <dl>
        <div class="raised">
          <dt>{words.raised}</dt>
          <dd id="total-raised">{formatPounds(total.raisedPence)}</dd>
        </div>
        <div>
          <dt>{words.donations}</dt>
          <dd id="total-donations">{total.donations.toLocaleString('en-GB')}</dd>
        </div>
        <div id="total-promised" hidden={total.pendingPence === 0}>
          <dt>{words.pending}</dt>
          <dd id="total-pending">{formatPounds(total.pendingPence)}</dd>
        </div>
      </dl>
      <p class="unseen" id="total-spoken" aria-live="polite" />
    </section>
  );
}
