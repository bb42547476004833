import { Layout } from './layout.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface ThanksPageProps {
  appealTitle: string;
  partnerName: string;
  /** A donation status of the contract; coming back to this page proves nothing. */
  status: string;
  amountPence: Pence;
  receiptUrl: string;
  tryAgainUrl: string;
}

/** Where a donor lands after paying, or after turning back. */
export function ThanksPage(props: ThanksPageProps) {
  const { heading, Words } = outcomes[props.status] ?? changed;
  return (
    <Layout title={`${heading}: ${props.appealTitle}`} waiting={props.status === 'pending'}>
      <article class="page">
        <p class="kicker">{props.appealTitle}</p>
        <h1>{heading}</h1>
        <Words {...props} />
      </article>
    </Layout>
  );
}

function Confirmed({ amountPence, partnerName, receiptUrl }: ThanksPageProps) {
  return (
    <>
      <p class="standfirst">
        Your {formatPounds(amountPence)} has arrived. Every penny of it goes to {partnerName}.
      </p>
      <p>
        <a href={receiptUrl}>See your receipt</a>
      </p>
    </>
  );
}

function Pending({ amountPence, receiptUrl }: ThanksPageProps) {
  return (
    <>
      <p class="standfirst">
        We are waiting for your bank or card company to tell us about your {formatPounds(amountPence)}.
      </p>
      <p>This mostly takes a few seconds, and this page changes by itself. There is no need to pay again.</p>
      <p>
        <a href={receiptUrl}>See your donation</a> at any time.
      </p>
    </>
  );
}

function Failed({ amountPence, tryAgainUrl }: ThanksPageProps) {
  return (
    <>
      <p class="standfirst">
        The payment of {formatPounds(amountPence)} didn’t go through, and we have received no money.
      </p>
      <p>You can try again with the same card or another one.</p>
      <p>
        <a class="button" href={tryAgainUrl}>
          Try again
        </a>
      </p>
    </>
  );
}

function Expired({ amountPence, tryAgainUrl }: ThanksPageProps) {
  return (
    <>
      <p class="standfirst">
        The payment page for your {formatPounds(amountPence)} closed before you paid. We have received no
        money.
      </p>
      <p>
        <a class="button" href={tryAgainUrl}>
          Try again
        </a>
      </p>
    </>
  );
}

function Changed({ receiptUrl }: ThanksPageProps) {
  return (
    <p class="standfirst">
      Something has happened to this donation since you gave. <a href={receiptUrl}>See how it stands now</a>.
    </p>
  );
}

const outcomes: Record<string, { heading: string; Words: typeof Confirmed }> = {
  confirmed: { heading: 'Thank you', Words: Confirmed },
  pending: { heading: 'Nearly there', Words: Pending },
  failed: { heading: 'Your payment didn’t go through', Words: Failed },
  expired: { heading: 'You haven’t paid', Words: Expired },
};
const changed = { heading: 'Your donation', Words: Changed };
