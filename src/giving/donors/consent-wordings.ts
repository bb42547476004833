import type { Language } from '../../vocabulary/language.js';

/* Every wording of a consent that a donor was ever shown. One that was is never edited: a change is another one. */

/** The organisation's name stands where {organisation} does. */
export const consentWordings = {
  '2026-en': {
    ask: 'I am happy for {organisation} to tell me about its work and appeals:',
    email: 'by e-mail',
    text: 'by text message',
    phone: 'by telephone',
  },
  '2026-cy': {
    ask: 'Rwy’n fodlon i {organisation} ddweud wrthyf am ei waith a’i apeliadau:',
    email: 'drwy e-bost',
    text: 'drwy neges destun',
    phone: 'dros y ffôn',
  },
} as const;

export type ConsentWording = keyof typeof consentWordings;

export function currentConsentWording(language: Language): ConsentWording {
  return `2026-${language}`;
}
