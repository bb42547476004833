import { type Place, whereItIs } from '../../reports/donation-places.js';
import type { DonationStatus } from '../../giving/donations/donation-states.js';
import { Charity, type CharityNumber } from './charity.js';
import { Layout } from './layout.js';
import { LondonTime } from './london-time.js';
import { useWords } from './words.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface ReceiptPageProps {
  appealTitle: string;
  partnerName: string;
  charityNumbers: CharityNumber[];
  donationId: string;
  status: DonationStatus;
  amountPence: Pence;
  givenAt: Date;
  channel: 'card' | 'text' | 'bank';
  place: Place;
  giftAid: boolean;
  /** Where Gift Aid can be added or cancelled. */
  giftAidUrl: string;
  /** Where the donor of a monthly gift looks after it. */
  monthlyUrl?: string | undefined;
}

/** What a donor may see and print of one donation. It is called a receipt only while we have the money. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { receipt: words, states, places, monthly } = useWords();
  const received = props.status === 'confirmed';
  const heading = received ? words.receipt : words.donation;
  return (
    <Layout title={`${heading}: ${props.appealTitle}`}>
      <article class="page">
        <p class="kicker">{props.appealTitle}</p>
        <h1>{heading}</h1>
        <dl class="facts">
          <dt>{words.amount}</dt>
          <dd class="amount">{formatPounds(props.amountPence)}</dd>
          <dt>{words.for}</dt>
          <dd>
            <Charity {...props} />
          </dd>
          <dt>{words.given}</dt>
          <dd>
            <LondonTime moment={props.givenAt} />, {words.by[props.channel]}
          </dd>
          <dt>{words.state}</dt>
          <dd>{states[props.status] ?? props.status}</dd>
          <dt>{words.where}</dt>
          <dd>{whereItIs(places, props.place, props, props.partnerName)}</dd>
          {(received || props.giftAid) && (
            <>
              <dt>{words.giftAid}</dt>
              <dd>
                <a href={props.giftAidUrl}>{props.giftAid ? words.giftAidYes : words.giftAidAdd}</a>
              </dd>
            </>
          )}
          {props.monthlyUrl && (
            <>
              <dt>{monthly.heading}</dt>
              <dd>
                <a href={props.monthlyUrl}>{monthly.manage}</a>
              </dd>
            </>
          )}
          <dt>{words.number}</dt>
          <dd class="number">{props.donationId}</dd>
        </dl>
      </article>
    </Layout>
  );
}
