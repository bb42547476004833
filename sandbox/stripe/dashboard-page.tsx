import type Stripe from 'stripe';
import type { ComponentChildren, VNode } from 'preact';
import type { Account } from './account.js';
import { readBalance } from './balance.js';
import { document, pounds } from './page.js';

const MOST_SHOWN = 30;
const DAY = 24 * 60 * 60;

/** The Dashboard as people see it: what is in the account, with a button for everything that can become of it. */
export function renderDashboard(account: Account, problem?: string): string {
  const { records, clock, webhooks } = account;
  const { available, pending } = readBalance(account);
  const { weather } = webhooks;
  return document(
    'The card company',
    <>
      <h1>The card company</h1>
      {problem && (
        <p class="alert" role="alert">
          {problem}
        </p>
      )}
      <section>
        <h2>The account</h2>
        <p>
          {money(available[0]!.amount)} can be paid out, {money(pending[0]!.amount)} is pending. Here it is{' '}
          {new Date(clock.ms()).toUTCString()}.
        </p>
        <Act to="time" label="Let a day pass" fields={{ seconds: DAY }} />
        <Act to="time" label="Let a month pass" fields={{ seconds: 31 * DAY }} />
        <Act to="payout" label="Pay out now" />
        <Act to="fee" label="Take another fee of £1.50" fields={{ amount: 150 }} />
        <Act to="charge" label="Sell something else for £20" fields={{ amount: 2000 }} />
      </section>
      <Rows title="Payments" rows={Object.values(records.charges)} row={paymentRow} />
      <Rows title="Refunds" rows={Object.values(records.refunds)} row={refundRow} />
      <Rows title="Disputes" rows={Object.values(records.disputes)} row={disputeRow} />
      <Rows title="Monthly gifts" rows={Object.values(records.subscriptions)} row={subscriptionRow} />
      <Rows title="Payouts" rows={Object.values(records.payouts)} row={payoutRow} />
      <section>
        <h2>Webhooks</h2>
        <p>
          {webhooks.waiting} on their way, {Object.keys(records.heldEvents).length} held. Of 100 events{' '}
          {weather.lost} are lost, {weather.duplicated} come twice and {weather.reordered} out of order.
        </p>
        <Act to="webhooks" label="Lose all" fields={{ lost: 100 }} />
        <Act to="webhooks" label="Bad weather" fields={{ lost: 20, duplicated: 30, reordered: 50 }} />
        <Act
          to="webhooks"
          label="Fair weather"
          fields={{ lost: 0, duplicated: 0, reordered: 0, held: 'false' }}
        />
        <Act to="webhooks" label="Hold all" fields={{ held: 'true' }} />
        <Act to="webhooks/release" label="Release the held" />
      </section>
    </>,
    'wide',
  );
}

function paymentRow(charge: Stripe.Charge): Row {
  const open = charge.paid && !charge.refunded;
  const half = Math.floor((charge.amount - charge.amount_refunded) / 2);
  const of = { charge: charge.id };
  return [
    charge.id,
    charge.amount,
    charge.refunded ? 'refunded' : charge.amount_refunded > 0 ? 'refunded in part' : charge.status,
    open && (
      <>
        <Act to="refund" label="Refund" fields={of} about={charge.id} />
        {half > 0 && (
          <Act to="refund" label="Refund half" fields={{ ...of, amount: half }} about={charge.id} />
        )}
        <Act
          to="refund"
          label="Refund that fails"
          fields={{ ...of, course: 'fails_later' }}
          about={charge.id}
        />
        <Act to="warning" label="Warn of fraud" fields={of} about={charge.id} />
        {!charge.disputed && <Act to="dispute" label="Dispute" fields={of} about={charge.id} />}
        {!charge.disputed && (
          <Act to="dispute" label="Ask about it" fields={{ ...of, inquiry: 'true' }} about={charge.id} />
        )}
      </>
    ),
  ];
}

function refundRow({ id, amount, status }: Stripe.Refund): Row {
  const of = { refund: id };
  return [
    id,
    amount,
    status ?? '',
    <>
      {status === 'pending' && <Act to="refund/succeed" label="Let it succeed" fields={of} about={id} />}
      {status === 'pending' && <Act to="refund/cancel" label="Cancel" fields={of} about={id} />}
      {(status === 'pending' || status === 'succeeded') && (
        <Act to="refund/fail" label="Let it fail" fields={of} about={id} />
      )}
    </>,
  ];
}

function disputeRow({ id, amount, status }: Stripe.Dispute): Row {
  const of = { dispute: id };
  const isOpen = /needs_response|under_review/.test(status);
  return [
    id,
    amount,
    status,
    isOpen && (
      <>
        {status.endsWith('needs_response') && (
          <Act to="dispute/answer" label="Answer" fields={{ ...of, text: 'An answer.' }} about={id} />
        )}
        {status.startsWith('warning') && (
          <Act to="dispute/escalate" label="Escalate" fields={of} about={id} />
        )}
        <Act to="dispute/decide" label="Win" fields={{ ...of, outcome: 'won' }} about={id} />
        <Act to="dispute/decide" label="Lose" fields={{ ...of, outcome: 'lost' }} about={id} />
      </>
    ),
  ];
}

function subscriptionRow({ id, items, status }: Stripe.Subscription): Row {
  const failing = { subscription: id, card: '4000000000000341' };
  return [
    id,
    items.data[0]!.price.unit_amount!,
    status,
    status !== 'canceled' && (
      <Act to="subscription/card" label="Let its card fail" fields={failing} about={id} />
    ),
  ];
}

function payoutRow({ id, amount, status }: Stripe.Payout): Row {
  const of = { payout: id };
  return [
    id,
    amount,
    status,
    <>
      {status === 'in_transit' && <Act to="payout/pay" label="Let it arrive" fields={of} about={id} />}
      {status !== 'failed' && <Act to="payout/fail" label="Let it fail" fields={of} about={id} />}
    </>,
  ];
}

/** Its id, its amount in pence, how it stands, and what can be done with it. */
type Row = [id: string, pence: number, status: string, actions: ComponentChildren];

function Rows<Item>({
  title,
  rows,
  row,
}: {
  title: string;
  rows: Item[];
  row: (item: Item) => Row;
}): VNode | null {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {rows
          .slice(-MOST_SHOWN)
          .toReversed()
          .map(row)
          .map(([id, pence, status, actions]) => (
            <li id={id}>
              <p>
                <strong>{money(pence)}</strong> {status.replaceAll('_', ' ')} <code>{id}</code>
              </p>
              {actions}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** A button that does one thing. `about` tells several of the same name apart. */
function Act({
  to,
  label,
  fields = {},
  about,
}: {
  to: string;
  label: string;
  fields?: Record<string, string | number>;
  about?: string;
}): VNode {
  return (
    <form class="act" method="post" action={`/stripe/${to}`}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" aria-label={about && `${label}: ${about}`}>
        {label}
      </button>
    </form>
  );
}

function money(pence: number): string {
  return pence < 0 ? `−${pounds(-pence)}` : pounds(pence);
}
