import type { PledgeStatus } from '../../giving/pledges/pledge-states.js';
import { formatPounds, type Pence, decimalPounds } from '../../vocabulary/pence.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { ErrorSummary, TextField } from './fields.js';
import { Layout } from './layout.js';
import { LongDate } from './london-time.js';
import { useWords } from './words.js';

export interface PledgePageProps {
  id: string;
  token: string;
  appealTitle: string;
  partnerName: string;
  status: PledgeStatus;
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
  const { pledge: words, appeal } = useWords();
  const promised = status === 'open' || status === 'part_kept' || status === 'paused';
  const title = words.title(props.appealTitle);
  return (
    <Layout title={errors.length > 0 ? appeal.error(title) : title}>
      <article class="page">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <p class="kicker">{props.appealTitle}</p>
        <h1>{words.heading}</h1>
        <p class="standfirst">{words.states[status]}</p>
        <dl class="facts">
          <dt>{words.promised}</dt>
          <dd class="amount">{formatPounds(amountPence)}</dd>
          {props.matchedPence !== undefined && (
            <>
              <dt>{words.matched}</dt>
              <dd>{formatPounds(props.matchedPence)}</dd>
            </>
          )}
          <dt>{words.to}</dt>
          <dd>{partnerName}</dd>
          <dt>{words.by}</dt>
          <dd>
            <LongDate date={props.dueOn} />
          </dd>
          <dt>{words.given}</dt>
          <dd>{formatPounds(keptPence)}</dd>
        </dl>
        {(promised || status === 'lapsed') && <Give {...props} errors={errors} />}
        {promised && <Choices {...props} />}
      </article>
    </Layout>
  );
}

function Give({ id, token, proposedPence, formToken, entered, errors = [] }: PledgePageProps) {
  const { pledge: words, form } = useWords();
  return (
    <form class="panel" method="post" action={`/pledges/${id}/pay?token=${token}`} novalidate>
      <h2>{words.give}</h2>
      <input type="hidden" name="formToken" value={formToken} />
      <TextField
        name="amount"
        label={words.amount}
        value={entered ?? decimalPounds(proposedPence).replace('.00', '')}
        inputmode="decimal"
        autocomplete="off"
        errors={errors}
      />
      <button type="submit">{words.pay}</button>
      <p class="hint">{form.hint}</p>
    </form>
  );
}

function Choices({ id, token, status, reminders }: PledgePageProps) {
  const words = useWords().pledge;
  const verbs = [
    status === 'paused' ? 'resume' : 'pause',
    'withdraw',
    ...(reminders ? ['stop-reminders' as const] : []),
  ] as const;
  return (
    <section aria-labelledby="choices-heading">
      <h2 id="choices-heading">{words.choices}</h2>
      {verbs.map((verb) => (
        <form method="post" action={`/pledges/${id}/${verb}?token=${token}`}>
          <button class="quiet" type="submit">
            {words[verb].label}
          </button>
          <p class="hint">{words[verb].means}</p>
        </form>
      ))}
    </section>
  );
}

/** Where the link of a reminder leads: looking at it changes nothing, because mail programs look at links too. */
export function StopRemindersPage({ id, token }: { id: string; token: string }) {
  const words = useWords().pledge;
  return (
    <Layout title={words.noReminders}>
      <article class="page">
        <h1>{words.noReminders}</h1>
        <p class="standfirst">{words.noRemindersMeans}</p>
        <form method="post" action={`/pledges/${id}/stop-reminders?token=${token}`}>
          <button type="submit">{words['stop-reminders'].label}</button>
        </form>
      </article>
    </Layout>
  );
}
