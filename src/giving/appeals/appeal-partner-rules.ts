import { type AppealRule, each } from './appeal-rule.js';
import { restsOn } from './appeal-sources.js';

const registerNumbers = {
  'England and Wales': /^\d{6,7}$/,
  Scotland: /^SC\d{6}$/,
  'Northern Ireland': /^NIC\d{6}$/,
};

/** What is said of the charity must hold to. */
export const partnerRules: AppealRule[] = [
  {
    id: 'charity-number',
    severity: 'error',
    restsOn: restsOn.namedCharity,
    check: ({ partner }) =>
      each(partner?.charityNumbers, ({ number, register }, index) =>
        number && register && !registerNumbers[register].test(number)
          ? [[`partner.charityNumbers[${index}].number`, `is not a charity number of ${register}`]]
          : [],
      ),
  },
  {
    id: 'shares-are-whole',
    severity: 'error',
    restsOn: restsOn.shares,
    check: ({ payees }) => {
      const total = (payees ?? []).reduce((sum, payee) => sum + (payee?.basisPoints ?? Number.NaN), 0);
      // What could not be read is complained of already.
      return payees === undefined || Number.isNaN(total) || total === 10_000
        ? []
        : [['payees', `have ${total} basis points together, and must have 10000`]];
    },
  },
  {
    id: 'official-has-a-name',
    severity: 'error',
    restsOn: restsOn.claims,
    check: ({ partner }) => {
      const official = partner?.giftAid?.official;
      const isPerson = official?.firstName !== undefined && official.lastName !== undefined;
      return official === undefined || official.trustee !== undefined || isPerson
        ? []
        : [['partner.giftAid.official', 'must have a trustee, or a firstName and a lastName']];
    },
  },
];
