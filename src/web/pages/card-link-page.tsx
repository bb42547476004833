import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface CardLinkPageProps {
  appealTitle: string;
  partnerName: string;
  amountPence: Pence;
}

/** Where the link of a text leads: one button, and nothing is given until it is pressed. */
export function CardLinkPage({ appealTitle, partnerName, amountPence }: CardLinkPageProps) {
  const words = useWords().cardLink;
  const amount = formatPounds(amountPence);
  return (
    <Layout title={words.title(appealTitle)}>
      <article class="page">
        <p class="kicker">{appealTitle}</p>
        <h1>{words.give(amount)}</h1>
        <p class="standfirst">{words.nothing(amount, partnerName)}</p>
        <form method="post">
          <button type="submit">{words.give(amount)}</button>
        </form>
      </article>
    </Layout>
  );
}
