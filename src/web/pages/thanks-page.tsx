import { Layout } from './layout.js';
import { useWords } from './words.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface ThanksPageProps {
  appealTitle: string;
  partnerName: string;
  /** A donation status of the contract; coming back to this page proves nothing. */
  status: string;
  amountPence: Pence;
  receiptUrl: string;
  tryAgainUrl: string;
  /** Where Gift Aid can be added; absent when it was. */
  giftAidUrl?: string;
  /** Where the donor of a monthly gift looks after it. */
  monthlyUrl?: string | undefined;
}

/** Where a donor lands after paying, or after turning back. */
export function ThanksPage(props: ThanksPageProps) {
  const words = useWords().thanks;
  const outcome = isOutcome(props.status) ? props.status : 'changed';
  const { heading } = words[outcome];
  const Words = outcomes[outcome];
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

function Confirmed({ amountPence, partnerName, receiptUrl, giftAidUrl, monthlyUrl }: ThanksPageProps) {
  const { thanks, monthly } = useWords();
  const words = thanks.confirmed;
  return (
    <>
      <p class="standfirst">{words.arrived(formatPounds(amountPence), partnerName)}</p>
      <p>
        <a href={receiptUrl}>{words.receipt}</a>
      </p>
      {giftAidUrl && (
        <p>
          <a href={giftAidUrl}>{words.giftAid}</a>
        </p>
      )}
      {monthlyUrl && (
        <p>
          <a href={monthlyUrl}>{monthly.manage}</a>
        </p>
      )}
    </>
  );
}

function Pending({ amountPence, receiptUrl }: ThanksPageProps) {
  const words = useWords().thanks.pending;
  return (
    <>
      <p class="standfirst">{words.waiting(formatPounds(amountPence))}</p>
      <p>{words.patience}</p>
      <p>
        <a href={receiptUrl}>{words.see}</a> {words.anyTime}
      </p>
    </>
  );
}

function Failed({ amountPence, tryAgainUrl }: ThanksPageProps) {
  const words = useWords().thanks.failed;
  return (
    <>
      <p class="standfirst">{words.nothing(formatPounds(amountPence))}</p>
      <p>{words.again}</p>
      <TryAgain url={tryAgainUrl} />
    </>
  );
}

function Expired({ amountPence, tryAgainUrl }: ThanksPageProps) {
  return (
    <>
      <p class="standfirst">{useWords().thanks.expired.nothing(formatPounds(amountPence))}</p>
      <TryAgain url={tryAgainUrl} />
    </>
  );
}

function TryAgain({ url }: { url: string }) {
  return (
    <p>
      <a class="button" href={url}>
        {useWords().thanks.tryAgain}
      </a>
    </p>
  );
}

function Changed({ receiptUrl }: ThanksPageProps) {
  const words = useWords().thanks.changed;
  return (
    <p class="standfirst">
      {words.happened} <a href={receiptUrl}>{words.see}</a>.
    </p>
  );
}

const outcomes = {
  confirmed: Confirmed,
  pending: Pending,
  failed: Failed,
  expired: Expired,
  changed: Changed,
};

function isOutcome(status: string): status is keyof typeof outcomes {
  return status in outcomes;
}
