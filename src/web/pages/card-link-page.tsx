import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Layout } from './layout.js';

export interface CardLinkPageProps {
  appealTitle: string;
  partnerName: string;
  amountPence: Pence;
}

/** Where the link of a text leads: one button, and nothing is given until it is pressed. */
export function CardLinkPage({ appealTitle, partnerName, amountPence }: CardLinkPageProps) {
  return (
    <Layout title={`Give by card: ${appealTitle}`}>
      <article class="page">
        <p class="kicker">{appealTitle}</p>
        <h1>Give {formatPounds(amountPence)} by card</h1>
        <p class="standfirst">
          Nothing was charged to your phone. Every penny of your {formatPounds(amountPence)} goes to{' '}
          {partnerName}.
        </p>
        <form method="post">
          <button type="submit">Give {formatPounds(amountPence)} by card</button>
        </form>
      </article>
    </Layout>
  );
}
