import { formatPounds, type Pence } from '../../vocabulary/pence.js';
import { Layout } from './layout.js';

export interface MonthlyGiftPageProps {
  id: string;
  token: string;
  appealTitle: string;
  partnerName: string;
  /** The status of a monthly gift. */
  status: string;
  amountPence: Pence;
  /** The donor has just asked us to stop it, and Stripe is being told. */
  stopping: boolean;
}

/** A donor's own page of their monthly gift: how it stands, another card, and a way to stop it. */
export function MonthlyGiftPage(props: MonthlyGiftPageProps) {
  const { id, token, status, stopping } = props;
  const goesOn = (status === 'active' || status === 'failing') && !stopping;
  return (
    <Layout title={`Your monthly gift: ${props.appealTitle}`} waiting={stopping && status !== 'stopped'}>
      <article class="page">
        <p class="kicker">{props.appealTitle}</p>
        <h1>Your monthly gift</h1>
        <p class="standfirst">
          {formatPounds(props.amountPence)} a month to {props.partnerName}.
        </p>
        <p>{stopping && status !== 'stopped' ? 'It is being stopped.' : (words[status] ?? status)}</p>
        {goesOn && (
          <>
            <form method="post" action={`/monthly/${id}/card?token=${token}`}>
              <button type="submit">Use another card</button>
              <p class="hint">You type it in at our card company. We never see its number.</p>
            </form>
            <form method="post" action={`/monthly/${id}/stop?token=${token}`}>
              <button type="submit">Stop it</button>
              <p class="hint">Nothing more will be taken. What you gave stays given.</p>
            </form>
          </>
        )}
      </article>
    </Layout>
  );
}

const words: Record<string, string> = {
  pending: 'We have not heard yet that your first payment was made. Nothing repeats until then.',
  active: 'It is taken every month until you stop it. Thank you.',
  failing: 'The last payment didn’t go through. We will try again; or use another card.',
  stopped: 'It has stopped. Nothing more will be taken. Thank you for what you gave.',
};
