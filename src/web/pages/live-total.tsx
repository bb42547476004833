import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface AppealTotal {
  raisedPence: Pence;
  donations: number;
  pendingPence: Pence;
}

/** The total as the page was served; assets/live-total.js keeps its numbers fresh by their ids. */
export function LiveTotal({ slug, total }: { slug: string; total: AppealTotal }) {
  return (
    <section class="total" aria-label="Total" id="total" data-events={`/api/v1/appeals/${slug}/total/events`}>
      <dl>
        <div class="raised">
          <dt>Raised so far</dt>
          <dd id="total-raised">{formatPounds(total.raisedPence)}</dd>
        </div>
        <div>
          <dt>Donations</dt>
          <dd id="total-donations">{total.donations.toLocaleString('en-GB')}</dd>
        </div>
        <div id="total-promised" hidden={total.pendingPence === 0}>
          <dt>Promised, not yet received</dt>
          <dd id="total-pending">{formatPounds(total.pendingPence)}</dd>
        </div>
      </dl>
      <p class="unseen" id="total-spoken" aria-live="polite" />
    </section>
  );
}
