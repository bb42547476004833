import { formatPounds, pence, type Pence } from '../../vocabulary/pence.js';
import { LondonTime } from './london-time.js';

export interface MatchOffer {
  sponsorName: string;
  /** What the sponsor adds to each pound, in percent. */
  ratioPercent: number;
  capPence: Pence;
  matchedPence: Pence;
  paidPence: Pence;
  endsAt: Date;
}

/** What sponsors add to what donors give: promised until they pay, and said so. */
export function MatchNote({ matches }: { matches: MatchOffer[] }) {
  return (
    <>
      {matches.map(({ sponsorName, ratioPercent, capPence, matchedPence, paidPence, endsAt }) => (
        <p class="notice">
          {sponsorName} adds {formatPounds(pence(ratioPercent))} to each £1 you give, up to{' '}
          {formatPounds(capPence)} in all, until <LondonTime moment={endsAt} />. So far that is{' '}
          {formatPounds(matchedPence)} promised, of which {formatPounds(paidPence)} has been paid.
        </p>
      ))}
    </>
  );
}
