import type { Language } from '../../vocabulary/language.js';

/* Every wording that a donor was ever shown. One that was is never edited: a change is another one. */

export type Scope = 'this_gift' | 'all_gifts';

/**
 * HMRC's model declarations for one gift and for several, in force since October 2015
 * (gov.uk/guidance/gift-aid-declarations-claiming-tax-back-on-donations). Welsh is our translation: HMRC asks
 * for the content, not for the language.
 */
const wordings = {
  'hmrc-2015-single-en': {
    intent: 'I want to Gift Aid this donation to {charity}.',
    taxpayer:
      'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax in the current tax year than the amount of Gift Aid claimed on all my donations it is my responsibility to pay any difference.',
  },
  'hmrc-2015-multiple-en': {
    intent:
      'I want to Gift Aid this donation and any donations I make in the future or have made in the past 4 years to {charity}.',
    taxpayer:
      'I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax than the amount of Gift Aid claimed on all my donations in that tax year it is my responsibility to pay any difference.',
  },
  'hmrc-2015-single-cy': {
    intent: 'Rwyf am ychwanegu Rhodd Cymorth at y rhodd hon i {charity}.',
    taxpayer:
      'Rwy’n drethdalwr yn y DU ac yn deall, os byddaf yn talu llai o Dreth Incwm a/neu Dreth Enillion Cyfalaf yn y flwyddyn dreth gyfredol na swm y Rhodd Cymorth a hawlir ar fy holl roddion, mai fy nghyfrifoldeb i yw talu unrhyw wahaniaeth.',
  },
  'hmrc-2015-multiple-cy': {
    intent:
      'Rwyf am ychwanegu Rhodd Cymorth at y rhodd hon ac at unrhyw roddion a wnaf yn y dyfodol neu a wneuthum yn y 4 blynedd diwethaf i {charity}.',
    taxpayer:
      'Rwy’n drethdalwr yn y DU ac yn deall, os byddaf yn talu llai o Dreth Incwm a/neu Dreth Enillion Cyfalaf na swm y Rhodd Cymorth a hawlir ar fy holl roddion yn y flwyddyn dreth honno, mai fy nghyfrifoldeb i yw talu unrhyw wahaniaeth.',
  },
} as const;

export type WordingName = keyof typeof wordings;

/** The wording that is shown now. */
export function currentWording(scope: Scope, language: Language): WordingName {
  return `hmrc-2015-${scope === 'this_gift' ? 'single' : 'multiple'}-${language}`;
}

/** What the donor declares, in their words, to this charity. */
export function declarationWords(name: WordingName, charity: string): { intent: string; taxpayer: string } {
  const { intent, taxpayer } = wordings[name];
  return { intent: intent.replace('{charity}', charity), taxpayer };
}
