import { intervals } from '../channels/card/card.dto.js';
import type { CurrentAppeal } from '../giving/appeals/appeals.service.js';
import { pence } from '../vocabulary/pence.js';
import type { AppealPageProps } from './pages/appeal-page.js';

/** An appeal in the shape of its page. */
export function appealProps({
  slug,
  version,
  status,
  purpose: givesTo,
  definition,
}: CurrentAppeal): AppealPageProps['appeal'] {
  const { title, story, partner, operator, purpose, surplusStatement, permissionNote, helpline, card, text } =
    definition;
  return {
    slug,
    version,
    title,
    story,
    status,
    purpose,
    isSurplus: givesTo === 'surplus',
    surplusStatement,
    permissionNote,
    helpline,
    partnerName: partner.name,
    charityNumbers: partner.charityNumbers,
    operatorName: operator.name,
    termsUrl: `/appeals/${slug}/terms`,
    textTermsUrl: partner.termsUrl,
    privacyUrl: `/appeals/${slug}/privacy`,
    ...(card && {
      card: {
        minPence: pence(card.minPence),
        maxPence: pence(card.maxPence),
        suggestedPence: card.suggestedPence.map(pence),
        monthly: intervals.includes('month'),
      },
    }),
    ...(text && {
      text: {
        shortcode: text.shortcode,
        costNote: text.costNote,
        options: text.options.map((option) => ({ ...option, amountPence: pence(option.amountPence) })),
      },
    }),
  };
}
