import { Charity, type CharityNumber } from './charity.js';
import { Layout } from './layout.js';
import { LondonTime } from './london-time.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface ReceiptPageProps {
  appealTitle: string;
  partnerName: string;
  charityNumbers: CharityNumber[];
  donationId: string;
  /** A donation status of the contract. */
  status: string;
  amountPence: Pence;
  givenAt: Date;
  channel: string;
  /** A sentence for the donor. */
  whereTheMoneyIs: string;
}

/** What a donor may see and print of one donation. It is called a receipt only while we have the money. */
export function ReceiptPage(props: ReceiptPageProps) {
  const heading = props.status === 'confirmed' ? 'Your receipt' : 'Your donation';
  return (
    <Layout title={`${heading}: ${props.appealTitle}`}>
      <article class="page">
        <p class="kicker">{props.appealTitle}</p>
        <h1>{heading}</h1>
        <dl class="facts">
          <dt>Amount</dt>
          <dd class="amount">{formatPounds(props.amountPence)}</dd>
          <dt>For</dt>
          <dd>
            <Charity {...props} />
          </dd>
          <dt>Given</dt>
          <dd>
            <LondonTime moment={props.givenAt} />, by {props.channel}
          </dd>
          <dt>State</dt>
          <dd>{stateWords[props.status] ?? props.status}</dd>
          <dt>Where the money is now</dt>
          <dd>{props.whereTheMoneyIs}</dd>
          <dt>Donation number</dt>
          <dd class="number">{props.donationId}</dd>
        </dl>
      </article>
    </Layout>
  );
}

const stateWords: Record<string, string> = {
  pending: 'Waiting for the bank, card company or phone network',
  held: 'Held until we have checked it',
  confirmed: 'Received, with thanks',
  failed: 'The payment didn’t go through',
  expired: 'Not paid in time',
  part_charged: 'Received in part',
  part_refunded: 'Refunded in part',
  refunded: 'Refunded',
  disputed: 'Questioned with the card company',
  lost: 'Taken back by the card company',
  reversed: 'Taken back by the phone network',
};
