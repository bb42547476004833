import type { MonthlyGiftDto } from '../../channels/card/monthly-gifts.dto.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Layout } from './layout.js';
import { useWords } from './words.js';

export interface MonthlyGiftPageProps {
  id: string;
  token: string;
  appealTitle: string;
  partnerName: string;
  status: MonthlyGiftDto['status'];
  amountPence: Pence;
  /** The donor has just asked us to stop it, and Stripe is being told. */
  stopping: boolean;
}

/** A donor's own page of their monthly gift: how it stands, another card, and a way to stop it. */
export function MonthlyGiftPage(props: MonthlyGiftPageProps) {
  const { id, token, status, partnerName } = props;
  const words = useWords().monthly;
  const stopping = props.stopping && status !== 'stopped';
  const goesOn = (status === 'active' || status === 'failing') && !stopping;
  return (
    <Layout title={words.title(props.appealTitle)} waiting={stopping || status === 'pending'}>
      <article class="page">
        <p class="kicker">{props.appealTitle}</p>
        <h1>{words.heading}</h1>
        <p class="standfirst">{words.gift(formatPounds(props.amountPence), partnerName)}</p>
        <p>{stopping ? words.stopping : words.states[status]}</p>
        {goesOn && (
          <>
            <form method="post" action={`/monthly/${id}/card?token=${token}`}>
              <button type="submit">{words.card}</button>
              <p class="hint">{words.cardHint}</p>
            </form>
            <form method="post" action={`/monthly/${id}/stop?token=${token}`}>
              <button class="quiet" type="submit">
                {words.stop}
              </button>
              <p class="hint">{words.stopHint}</p>
            </form>
          </>
        )}
      </article>
    </Layout>
  );
}
