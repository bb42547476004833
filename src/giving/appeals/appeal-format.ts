import type {
  AppealDefinition,
  BankAccount,
  CardChannel,
  CharityNumber,
  GiftAidOfficial,
  NominalAccount,
  Payee,
  TextChannel,
  TextNetwork,
  TextOption,
} from './appeal-definition.js';
import { accountKinds, type AccountName } from '../../ledger/accounts.js';
import { postcode } from '../../vocabulary/postcode.js';
import { replyKinds, type ReplyName } from './appeal-replies.js';
import {
  amountPence,
  date,
  flag,
  httpsUrl,
  line,
  list,
  map,
  oneOf,
  optional,
  orNull,
  prose,
  required,
  wholeNumber,
  written,
} from './appeal-shape.js';
import { restsOn } from './appeal-sources.js';

const yesOrNo = flag('true or false');

const collection = oneOf('held', 'direct');

const bankAccount = map<BankAccount>({
  name: required(line),
  sortCode: required(written("six digits in quotes, as '200000'", /^\d{6}$/)),
  accountNumber: required(written("eight digits in quotes, as '55779911'", /^\d{8}$/)),
});

const card = map<CardChannel>({
  collection: required(collection),
  minPence: required(amountPence),
  maxPence: required(amountPence),
  suggestedPence: required(list(amountPence)),
});

const replies = Object.fromEntries(Object.keys(replyKinds).map((name) => [name, optional(line)])) as Record<
  ReplyName,
  ReturnType<typeof optional<string>>
>;

const text = map<TextChannel>({
  collection: required(collection),
  gateway: required(oneOf('fonix', 'twilio', 'vonage')),
  billing: optional(oneOf('carrier', 'link')),
  shortcode: required(written("five digits in quotes, as '70141'", /^\d{5}$/)),
  options: required(
    list(
      map<TextOption>({
        keyword: required(
          written('capital letters A-Z and digits, beginning with a letter', /^[A-Z][A-Z0-9]{0,19}$/),
        ),
        amountPence: required(amountPence),
        text: required(line),
        originator: optional(written("a registered short code in quotes, as '70300'", /^\d{5,15}$/)),
      }),
    ),
  ),
  dailyCapPence: optional(amountPence),
  networks: optional(
    list(
      map<TextNetwork>({
        operator: required(written('a network as the gateway names it, as voda-uk', /^[a-z0-9-]{2,30}$/)),
        dailyCapPence: optional(amountPence),
        mostPerChargePence: optional(amountPence),
      }),
    ),
  ),
  retentionDays: optional(wholeNumber('a whole number of days')),
  replies: optional(map(replies)),
  costNote: required(line, restsOn.costNote),
});

/** As HMRC's R68 schema has them. */
const giftAid = map<NonNullable<AppealDefinition['partner']['giftAid']>>({
  hmrcReference: required(
    written('HMRC’s reference of the charity, as XR4010', /^[A-Z]{1,2}\d{1,5}$/),
    restsOn.claims,
  ),
  official: required(
    map<GiftAidOfficial>({
      trustee: optional(written('the name of a corporate trustee', /^[A-Za-z0-9].{0,159}$/)),
      firstName: optional(written('a name of at most 35 letters', /^\S.{0,34}$/)),
      lastName: optional(written('a name of at most 35 letters', /^\S.{0,34}$/)),
      postcode: required(
        written('a UK postcode', /^[A-Z\d ]+$/, (text) => postcode(text) === text),
        restsOn.claims,
      ),
      phone: required(written('a telephone number', /^[\d ()+-]{1,30}$/), restsOn.claims),
    }),
    restsOn.claims,
  ),
});

const accounted = (Object.keys(accountKinds) as AccountName[]).filter((name) => !accountKinds[name].memo);

const nominalAccount = map<NominalAccount>({
  account: required(oneOf(...accounted)),
  code: required(written("at most eight letters and digits in quotes, as '2310'", /^[A-Za-z0-9]{1,8}$/)),
  name: required(line),
});

/** Every key of an appeal file, what it may hold, and why it must be there. */
export const appealFormat = map<AppealDefinition>({
  slug: required(
    written(
      'lower-case words joined by hyphens, at most 60 characters',
      /^(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    ),
  ),
  title: required(line),
  story: required(prose),
  operator: required(map({ name: required(line), address: optional(prose) })),
  partner: required(
    map<AppealDefinition['partner']>({
      name: required(line, restsOn.namedCharity),
      charityNumbers: required(
        list(
          map<CharityNumber>({
            number: required(line, restsOn.namedCharity),
            register: required(oneOf('England and Wales', 'Scotland', 'Northern Ireland')),
          }),
          restsOn.namedCharity,
        ),
        restsOn.namedCharity,
      ),
      termsUrl: required(httpsUrl),
      bankAccount: optional(bankAccount),
      giftAid: optional(giftAid),
    }),
    restsOn.namedCharity,
  ),
  payees: optional(
    list(
      map<Payee>({
        name: required(line, restsOn.shares),
        basisPoints: required(wholeNumber('a whole number of basis points, as 2000 for a fifth')),
        bankAccount: optional(bankAccount),
      }),
    ),
  ),
  bankAccount: optional(bankAccount),
  nominalAccounts: optional(list(nominalAccount)),
  purpose: required(prose, restsOn.namedCharity),
  surplusStatement: required(prose, restsOn.surplus),
  surplusTriggers: optional(
    map<NonNullable<AppealDefinition['surplusTriggers']>>({
      partnerNotice: optional(yesOrNo),
      raisedPence: optional(amountPence),
      closingDate: optional(yesOrNo),
    }),
  ),
  opensOn: required(date),
  closesOn: orNull(date),
  targetPence: orNull(amountPence),
  remitWithinDays: required(wholeNumber('a whole number of days'), restsOn.passingOn),
  refundLimitPence: optional(amountPence),
  minimumAge: required(wholeNumber('a whole number of years'), restsOn.permission),
  permissionNote: required(prose, restsOn.permission),
  helpline: required(
    map<AppealDefinition['helpline']>({
      name: optional(line),
      phone: required(written("a telephone number in quotes, as '020 7946 0000'", /^\+?\d(?: ?\d){7,14}$/)),
      email: optional(written('an email address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
    }),
    restsOn.permission,
  ),
  privacyNotice: required(
    map<AppealDefinition['privacyNotice']>({
      url: optional(httpsUrl),
      text: required(prose, restsOn.privacy),
    }),
    restsOn.privacy,
  ),
  card: optional(card),
  text: optional(text),
});
