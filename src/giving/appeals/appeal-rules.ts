import type { AppealDefinition } from './appeal-definition.js';
import { keywordRules } from './appeal-keywords.js';
import { partnerRules } from './appeal-partner-rules.js';
import { type AppealRule, type Complaint, type Draft, each } from './appeal-rule.js';
import { restsOn } from './appeal-sources.js';
import { textRules } from './appeal-text-rules.js';

/** What a well-formed file must also hold to. A rule is one entry; what is absent is the format's affair. */
export const appealRules: AppealRule[] = [
  {
    id: 'closes-after-it-opens',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ opensOn, closesOn }) =>
      opensOn && closesOn && closesOn < opensOn ? [['closesOn', `is before opensOn (${opensOn})`]] : [],
  },
  {
    id: 'thing-said-once',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ partner, payees, nominalAccounts, card, text }) => [
      ...repeated(each(payees, ({ name }, index) => [[`payees[${index}].name`, name]])),
      ...repeated(
        each(nominalAccounts, ({ account }, index) => [[`nominalAccounts[${index}].account`, account]]),
      ),
      ...repeated(
        each(partner?.charityNumbers, ({ number }, index) => [
          [`partner.charityNumbers[${index}].number`, number],
        ]),
      ),
      ...repeated(each(card?.suggestedPence, (amount, index) => [[`card.suggestedPence[${index}]`, amount]])),
      // A text says its keyword and its amount, so this finds an amount that is offered twice too.
      ...repeated(each(text?.options, ({ text }, index) => [[`text.options[${index}].text`, text]])),
    ],
  },
  {
    id: 'minimum-age',
    severity: 'error',
    restsOn: restsOn.permission,
    check: ({ minimumAge }) => (minimumAge && minimumAge < 16 ? [['minimumAge', 'must be 16 or over']] : []),
  },
  {
    id: 'permission-wording',
    severity: 'error',
    restsOn: restsOn.permission,
    check: ({ permissionNote, minimumAge }) =>
      permissionNote
        ? lacks(permissionNote, 'permissionNote', [
            [/permission/i, 'permission'],
            [/bill[ -]?payer/i, 'the bill payer'],
            [
              new RegExp(`\\b${minimumAge ?? '\\d+'}\\b`),
              `the minimum age${minimumAge ? ` (${minimumAge})` : ''}`,
            ],
          ])
        : [],
  },
  {
    id: 'passing-on',
    severity: 'warning',
    restsOn: restsOn.passingOn,
    check: ({ remitWithinDays }) =>
      remitWithinDays && remitWithinDays > 28
        ? [
            [
              'remitWithinDays',
              `${remitWithinDays} days need the charity's agreement: 28 is the limit without one`,
            ],
          ]
        : [],
  },
  {
    id: 'card-limits',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ card }) =>
      card?.minPence && card.maxPence && card.minPence > card.maxPence
        ? [['card.minPence', `is more than maxPence (${card.maxPence})`]]
        : [],
  },
  {
    id: 'card-minimum',
    severity: 'error',
    restsOn: restsOn.cardMinimum,
    check: ({ card }) =>
      card?.minPence && card.minPence < 30 ? [['card.minPence', 'is below what a card can pay']] : [],
  },
  {
    id: 'suggestion-within-limits',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ card: { minPence = 0, maxPence = Infinity, suggestedPence } = {} }) =>
      each(suggestedPence, (amount, index) =>
        minPence <= maxPence && (amount < minPence || amount > maxPence)
          ? [[`card.suggestedPence[${index}]`, `${amount} is outside minPence and maxPence`]]
          : [],
      ),
  },
  {
    id: 'suggestions-ascend',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ card }) =>
      each(card?.suggestedPence, (amount, index, all) =>
        amount < (all[index - 1] ?? 0)
          ? [
              [
                `card.suggestedPence[${index}]`,
                `${amount} must come before ${all[index - 1]}: smallest first`,
              ],
            ]
          : [],
      ),
  },
  {
    id: 'cost-wording',
    severity: 'error',
    restsOn: restsOn.costNote,
    check: ({ text }) =>
      text?.costNote
        ? lacks(text.costNote, 'text.costNote', [
            [/donation/i, 'the donation'],
            [/standard.*(?:message|text)/i, 'the standard message'],
          ])
        : [],
  },
  {
    id: 'hundred-percent',
    severity: 'warning',
    restsOn: restsOn.wholeGift,
    check: ({ text }) =>
      text?.collection === 'direct' && /\b100 ?(?:%|per ?cent)/i.test(text.costNote ?? '')
        ? [
            [
              'text.costNote',
              "says 100%, which direct collection keeps out of the operator's books: have proof of it",
            ],
          ]
        : [],
  },
  {
    id: 'whole-pounds-by-text',
    severity: 'error',
    restsOn: restsOn.textRule,
    check: ({ text }) =>
      each(text?.options, ({ amountPence = 0 }, index) =>
        amountPence % 100 === 0 ? [] : [[`text.options[${index}].amountPence`, 'must be whole pounds']],
      ),
  },
  {
    id: 'payment-cap',
    severity: 'error',
    restsOn: restsOn.paymentCap,
    check: ({ text }) =>
      each(text?.options, ({ amountPence = 0 }, index) =>
        amountPence > 4000
          ? [[`text.options[${index}].amountPence`, 'is more than £40, the cap by text']]
          : [],
      ),
  },
  {
    id: 'text-says-keyword-and-amount',
    severity: 'error',
    restsOn: restsOn.textRule,
    check: ({ text }) =>
      each(text?.options, ({ keyword, amountPence, text: sent }, index) => {
        if (!keyword || !amountPence || !sent || amountPence % 100 !== 0) return [];
        const expected = `${keyword}£${amountPence / 100}`;
        return sent === expected ? [] : [[`text.options[${index}].text`, `must be ${expected}`]];
      }),
  },
  {
    id: 'reserved-keyword',
    severity: 'error',
    restsOn: restsOn.stopWords,
    check: (appeal) =>
      keywordsOf(appeal).flatMap(([path, keyword]): Complaint[] =>
        /^(?:STOP|HELP|INFO)/.test(keyword)
          ? [
              [
                path,
                `${keyword} begins with STOP, HELP or INFO: a text that does so must never cost a donation`,
              ],
            ]
          : [],
      ),
  },
  ...partnerRules,
  ...textRules,
  ...keywordRules.map(({ id, severity, restsOn, clashes, message }): AppealRule => ({
    id,
    severity,
    restsOn,
    check: (appeal) =>
      keywordsOf(appeal).flatMap(([path, keyword], _, all) =>
        all
          .filter(([, other]) => other !== keyword && clashes(keyword, other))
          .map(([, other]): Complaint => [path, message(keyword, other)]),
      ),
  })),
];

/** The different keywords of an appeal, each with the path where it first stands. */
export function keywordsOf(appeal: Draft<AppealDefinition>): [path: string, keyword: string][] {
  const paths = new Map<string, string>();
  for (const [index, option] of appeal.text?.options?.entries() ?? []) {
    if (option?.keyword && !paths.has(option.keyword))
      paths.set(option.keyword, `text.options[${index}].keyword`);
  }
  return [...paths].map(([keyword, path]) => [path, keyword]);
}

function repeated(values: [path: string, value: string | number | undefined][]): Complaint[] {
  return values.flatMap(([path, value], index): Complaint[] =>
    value !== undefined && values.slice(0, index).some(([, earlier]) => earlier === value)
      ? [[path, `${value} is there twice`]]
      : [],
  );
}

function lacks(wording: string, path: string, needed: [RegExp, string][]): Complaint[] {
  const absent = needed.filter(([pattern]) => !pattern.test(wording)).map(([, what]) => what);
  return absent.length === 0 ? [] : [[path, `must name ${absent.join(' and ')}`]];
}
