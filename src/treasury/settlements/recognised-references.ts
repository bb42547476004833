import { type AppealDefinition, partnerAccount } from '../../giving/appeals/appeal-definition.js';
import type { Said } from './explanations.js';

/** What a reference says plainly, of a line that waits in the appeal's book. */
export function meaningOfReference(reference: string, definition: AppealDefinition): Said | undefined {
  const words = reference.toUpperCase().replaceAll(/[^A-Z0-9]+/g, ' ');
  const none = { book: definition.slug, purpose: null, partner: null, pledgeId: null };
  if (/\bTOP ?UP\b/.test(words)) return { ...none, meaning: 'operator_top_up' };
  const isNamed = definition.partner.charityNumbers.some(({ number }) => words.split(' ').includes(number));
  if (isNamed || /\bRETURN(ED)?\b/.test(words))
    return { ...none, meaning: 'partner_returned', partner: partnerAccount(definition) };
  return undefined;
}
