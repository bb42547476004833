import type { FieldError } from '../../vocabulary/problem.js';
import { ErrorSummary, NameFields, TextField } from './fields.js';
import { Layout } from './layout.js';
import { useWords } from './words.js';

export const newPledgeFields = ['amount', 'dueOn', 'firstName', 'lastName', 'email'] as const;

export type EnteredPledge = Partial<Record<(typeof newPledgeFields)[number], string>>;

export interface NewPledgePageProps {
  slug: string;
  appealTitle: string;
  partnerName: string;
  /** What the form goes back with: the same one twice is the same pledge. */
  formToken: string;
  entered?: EnteredPledge;
  errors?: FieldError[];
}

/** Where somebody promises to give later. */
export function NewPledgePage({ entered = {}, errors = [], ...props }: NewPledgePageProps) {
  const { newPledge: words, appeal, form } = useWords();
  const title = words.title(props.appealTitle);
  return (
    <Layout title={errors.length > 0 ? appeal.error(title) : title}>
      <article class="page">
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <p class="kicker">{props.appealTitle}</p>
        <h1>{words.heading}</h1>
        <p class="standfirst">{words.why(props.partnerName)}</p>
        <form class="panel" method="post" action={`/appeals/${props.slug}/pledge`} novalidate>
          <input type="hidden" name="formToken" value={props.formToken} />
          <TextField
            name="amount"
            label={words.amount}
            value={entered.amount}
            inputmode="decimal"
            autocomplete="off"
            errors={errors}
          />
          <TextField
            name="dueOn"
            type="date"
            label={words.dueOn}
            value={entered.dueOn}
            autocomplete="off"
            errors={errors}
          />
          <NameFields first={form.firstName} last={form.lastName} entered={entered} errors={errors} />
          <TextField
            name="email"
            label={words.email}
            value={entered.email}
            inputmode="email"
            autocomplete="email"
            errors={errors}
          />
          <button type="submit">{words.send}</button>
        </form>
      </article>
    </Layout>
  );
}
