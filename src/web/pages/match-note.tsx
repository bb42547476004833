import { formatPounds, pence, type Pence } from '../../vocabulary/pence.js';
import { LondonTime } from './london-time.js';
import { useWords } from './words.js';

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
  const words = useWords().match;
  return (
    <>
      {matches.map(({ sponsorName, ratioPercent, capPence, matchedPence, paidPence, endsAt }) => (
        <p class="notice">
          {words.adds(sponsorName, formatPounds(pence(ratioPercent)), formatPounds(capPence))}{' '}
          <LondonTime moment={endsAt} />. {words.soFar(formatPounds(matchedPence), formatPounds(paidPence))}
        </p>
      ))}
    </>
  );
}
