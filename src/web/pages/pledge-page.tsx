import { formatPounds, type Pence, decimalPounds } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { Errors, Field } from './field.js';
import { Layout } from './layout.js';
import { LongDate } from './london-time.js';

export interface PledgePageProps {
  id: string;
  token: string;
  appealTitle: string;
  partnerName: string;
  /** A pledge status. */
  status: string;
  amountPence: Pence;
  keptPence: Pence;
  /** Of a sponsor’s match: what it comes to so far, of the most that was promised. */
  matchedPence?: Pence;
  /** What a payment now would best be. */
  proposedPence: Pence;
  /** YYYY-MM-DD. */
  dueOn: string;
  reminders: boolean;
  formToken: string;
  entered?: string;
  errors?: FieldError[];
}

/** A donor's own page of their pledge: how it stands, and all that they may do with it. */
export function PledgePage({ errors = [], ...props }: PledgePageProps) {
  const { status, amountPence, keptPence, partnerName } = props;
  const promised = status === 'open' || status === 'part_kept' || status === 'paused';
  return (
    <Layout title={`${errors.length > 0 ? 'Error: ' : ''}Your pledge: ${props.appealTitle}`}>
      <article class="page">
        <Errors errors={errors} fields={['amount']} />
        <p class="kicker">{props.appealTitle}</p>
        <h1>Your pledge</h1>
        <p class="standfirst">{words[status] ?? status}</p>
        <dl class="facts">
          <dt>You promised</dt>
          <dd class="amount">{formatPounds(amountPence)}</dd>
          {props.matchedPence !== undefined && (
            <>
              <dt>Matched so far</dt>
              <dd>{formatPounds(props.matchedPence)}</dd>
            </>
          )}
          <dt>To</dt>
          <dd>{partnerName}</dd>
          <dt>By</dt>
          <dd>
            <LongDate date={props.dueOn} />
          </dd>
          <dt>Given so far</dt>
          <dd>{formatPounds(keptPence)}</dd>
        </dl>
        {(promised || status === 'lapsed') && <Give {...props} errors={errors} />}
        {promised && <Choices {...props} />}
      </article>
    </Layout>
  );
}

function Give({ id, token, proposedPence, formToken, entered, errors = [] }: PledgePageProps) {
  return (
    <form class="panel" method="post" action={`/pledges/${id}/pay?token=${token}`} novalidate>
      <h2>Give now</h2>
      <input type="hidden" name="formToken" value={formToken} />
      <Field
        name="amount"
        label="Amount in pounds, all of it or a part"
        value={entered ?? decimalPounds(proposedPence).replace('.00', '')}
        errors={errors}
        inputmode="decimal"
        autocomplete="off"
      />
      <button type="submit">Pay by card</button>
      <p class="hint">You pay on the next page, at our card company. We never see your card number.</p>
    </form>
  );
}

function Choices({ id, token, status, reminders }: PledgePageProps) {
  const choices = [
    status === 'paused'
      ? { verb: 'resume', label: 'Go on with it', means: 'The days of the pause are added to its day.' }
      : { verb: 'pause', label: 'Pause it', means: 'We leave you in peace until you go on with it.' },
    { verb: 'withdraw', label: 'Take it back', means: 'What you gave stays given. This can’t be undone.' },
    ...(reminders ? [{ verb: 'stop-reminders', label: 'Don’t remind me', means: 'Your pledge stays.' }] : []),
  ];
  return (
    <section aria-labelledby="choices-heading">
      <h2 id="choices-heading">Or change your mind</h2>
      {choices.map(({ verb, label, means }) => (
        <form method="post" action={`/pledges/${id}/${verb}?token=${token}`}>
          <button type="submit">{label}</button>
          <p class="hint">{means}</p>
        </form>
      ))}
    </section>
  );
}

const words: Record<string, string> = {
  open: 'Thank you for your promise. Nothing was taken from you yet.',
  part_kept: 'A part of it has arrived. Thank you.',
  paused: 'It is paused: you hear nothing from us until you go on with it.',
  kept: 'All of it has arrived. Thank you.',
  lapsed: 'Its day is long past, so we no longer count on it. You can still give.',
  withdrawn: 'You took it back. You owe nothing.',
};

/** Where the link of a reminder leads: looking at it changes nothing, because mail programs look at links too. */
export function StopRemindersPage({ id, token }: { id: string; token: string }) {
  return (
    <Layout title="No more reminders?">
      <article class="page">
        <h1>No more reminders?</h1>
        <p class="standfirst">Your pledge stays as it is, and we won’t write to you about it again.</p>
        <form method="post" action={`/pledges/${id}/stop-reminders?token=${token}`}>
          <button type="submit">Don’t remind me</button>
        </form>
      </article>
    </Layout>
  );
}
