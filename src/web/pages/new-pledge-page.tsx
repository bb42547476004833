import type { FieldError } from '../../vocabulary/problem.js';
import { Errors, Field } from './field.js';
import { Layout } from './layout.js';

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
  const title = `Promise a gift: ${props.appealTitle}`;
  return (
    <Layout title={errors.length > 0 ? `Error: ${title}` : title}>
      <article class="page">
        <Errors errors={errors} fields={newPledgeFields} />
        <p class="kicker">{props.appealTitle}</p>
        <h1>Promise a gift</h1>
        <p class="standfirst">
          Say how much you will give to {props.partnerName}, and by when. Nothing is taken until you pay, and
          you can pause your promise or take it back.
        </p>
        <form class="panel" method="post" action={`/appeals/${props.slug}/pledge`} novalidate>
          <input type="hidden" name="formToken" value={props.formToken} />
          <Field
            name="amount"
            label="Amount in pounds"
            value={entered.amount}
            errors={errors}
            inputmode="decimal"
          />
          <Field name="dueOn" label="By which day" value={entered.dueOn} errors={errors} type="date" />
          <Field
            name="firstName"
            label="First name (optional)"
            value={entered.firstName}
            errors={errors}
            autocomplete="given-name"
          />
          <Field
            name="lastName"
            label="Last name (optional)"
            value={entered.lastName}
            errors={errors}
            autocomplete="family-name"
          />
          <Field
            name="email"
            label="Email, so that we can remind you (optional)"
            value={entered.email}
            errors={errors}
            autocomplete="email"
            inputmode="email"
          />
          <button type="submit">Promise it</button>
        </form>
      </article>
    </Layout>
  );
}
