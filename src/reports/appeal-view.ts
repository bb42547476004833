import type { CurrentAppeal } from '../giving/appeals/appeals.service.js';
import type { AppealDto } from './appeals.dto.js';
import type { AppealPromises } from './promises.js';
import type { AppealTotals } from './totals.js';

const dayMs = 86_400_000;
const londonOffset = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  timeZoneName: 'longOffset',
});

/** An appeal as the public API shows it. */
export function appealView(appeal: CurrentAppeal, totals: AppealTotals, promises: AppealPromises): AppealDto {
  const { slug, status, definition } = appeal;
  const { title, partner, purpose, surplusStatement, opensOn, closesOn, targetPence, card, text } =
    definition;
  const { name, charityNumbers, termsUrl } = partner;
  return {
    slug,
    title,
    partner: { name, charityNumber: charityNumbers[0]?.number ?? null, charityNumbers },
    purpose,
    surplusStatement,
    status,
    opensAt: londonMidnight(opensOn),
    closesAt: closesOn && londonMidnight(dayAfter(closesOn)),
    targetPence,
    totals,
    promises,
    card: card
      ? { minPence: card.minPence, maxPence: card.maxPence, suggestedPence: card.suggestedPence }
      : null,
    text: text
      ? { shortcode: text.shortcode, options: text.options, costNote: text.costNote, termsUrl }
      : null,
  };
}

/** The first moment of a London date, for example 2022-07-01T00:00:00+01:00. */
function londonMidnight(date: string): string {
  // British clocks change at 01:00 UTC, so London's offset at midnight is the one at midnight UTC.
  const parts = londonOffset.formatToParts(new Date(`${date}T00:00:00Z`));
  const named = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return `${date}T00:00:00${named.replace('GMT', '') || '+00:00'}`;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
}
