import type { AppealDefinition } from './appeal-definition.js';
import { replyFaults, replyKinds, type ReplyName } from './appeal-replies.js';
import type { AppealRule, Complaint } from './appeal-rule.js';
import { restsOn } from './appeal-sources.js';

const replyNames = Object.keys(replyKinds) as ReplyName[];
/** A gateway pays, and sends its statement, up to 80 days after the month of the gift. */
const leastRetentionDays = 120;

/** What the billing of texts must hold to. */
export const textRules: AppealRule[] = [
  {
    id: 'link-needs-card',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ text, card }) =>
      text?.billing === 'link' && !card
        ? [['text.billing', 'link sends donors to pay by card, and this appeal has no card channel']]
        : [],
  },
  {
    id: 'link-within-card-limits',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ text, card: { minPence = 0, maxPence = Infinity } = {} }) =>
      (text?.billing === 'link' ? (text.options ?? []) : []).flatMap((option, index): Complaint[] =>
        option?.amountPence && (option.amountPence < minPence || option.amountPence > maxPence)
          ? [[`text.options[${index}].amountPence`, 'is outside minPence and maxPence of the card channel']]
          : [],
      ),
  },
  {
    id: 'only-fonix-bills',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ text }) =>
      text?.gateway && text.gateway !== 'fonix' && text.billing !== 'link'
        ? [['text.gateway', `${text.gateway} bills no phones: it needs billing: link`]]
        : [],
  },
  {
    id: 'daily-cap',
    severity: 'error',
    restsOn: restsOn.paymentCap,
    check: ({ text }) =>
      [
        ['text.dailyCapPence', text?.dailyCapPence] as const,
        ...(text?.networks ?? []).map(
          (network, index) => [`text.networks[${index}].dailyCapPence`, network?.dailyCapPence] as const,
        ),
      ].flatMap(([path, cap]): Complaint[] =>
        cap !== undefined && cap > 24_000 ? [[path, 'is more than £240, the cap of a whole month']] : [],
      ),
  },
  {
    id: 'network-once',
    severity: 'error',
    restsOn: restsOn.format,
    check: ({ text }) =>
      (text?.networks ?? []).flatMap((network, index, all): Complaint[] =>
        all.slice(0, index).some((earlier) => earlier?.operator === network?.operator)
          ? [[`text.networks[${index}].operator`, `${network?.operator} is there twice`]]
          : [],
      ),
  },
  {
    id: 'originator-per-amount',
    severity: 'error',
    restsOn: restsOn.originator,
    check: ({ text }) =>
      (text?.options ?? []).flatMap((option, index, all): Complaint[] => {
        const path = `text.options[${index}].originator`;
        if (option?.originator === undefined) return [];
        if (
          all.some(
            (other) => other?.originator === option.originator && other?.amountPence !== option.amountPence,
          )
        )
          return [[path, `${option.originator} is registered for one amount alone`]];
        const less = text?.networks?.find(
          (network) => network?.mostPerChargePence && network.mostPerChargePence < (option.amountPence ?? 0),
        );
        return less ? [[path, `${less.operator} takes less than this amount in one charge`]] : [];
      }),
  },
  {
    id: 'retention',
    severity: 'warning',
    restsOn: restsOn.privacy,
    check: ({ text }) =>
      text?.retentionDays && text.retentionDays < leastRetentionDays
        ? [
            [
              'text.retentionDays',
              `the gateway's statement may come up to ${leastRetentionDays} days after a gift`,
            ],
          ]
        : [],
  },
  {
    id: 'own-replies',
    severity: 'error',
    restsOn: restsOn.oneMessage,
    check: (appeal) => {
      if (!isWhole(appeal)) return [];
      return replyNames
        .filter((name) => appeal.text?.replies?.[name] !== undefined)
        .flatMap((name) =>
          replyFaults(appeal, name).map((fault): Complaint => [`text.replies.${name}`, fault]),
        );
    },
  },
  {
    id: 'usual-replies',
    severity: 'warning',
    restsOn: restsOn.oneMessage,
    check: (appeal) => {
      if (!isWhole(appeal)) return [];
      return replyNames
        .filter((name) => appeal.text?.replies?.[name] === undefined)
        .flatMap((name) =>
          replyFaults(appeal, name).map((fault): Complaint => [
            'text',
            `the usual reply ${name} ${fault}, as text.replies.${name}`,
          ]),
        );
    },
  },
];

/** Whether what replies are made of is there. */
function isWhole(appeal: unknown): appeal is AppealDefinition {
  const { text, partner, helpline } = appeal as Partial<AppealDefinition>;
  const options = text?.options ?? [];
  return Boolean(
    partner?.name &&
    helpline?.phone &&
    options.length > 0 &&
    options.every((option) => option?.text && option.amountPence),
  );
}
