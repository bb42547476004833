import type { AccountName } from '../../ledger/accounts.js';
import type { ReplyName } from './appeal-replies.js';

/** Who holds the money first: `held` by the operator, or given `direct` to the partner charity. */
export type Collection = 'held' | 'direct';

export type CharityRegister = 'England and Wales' | 'Scotland' | 'Northern Ireland';

export interface CharityNumber {
  /** As the register writes it: 220949, SC037738, NIC100001. */
  number: string;
  register: CharityRegister;
}

export interface CardChannel {
  collection: Collection;
  minPence: number;
  maxPence: number;
  /** Ascending, each within the limits. */
  suggestedPence: number[];
}

export interface TextOption {
  keyword: string;
  amountPence: number;
  /** The exact words that a donor sends, e.g. SUN£3. */
  text: string;
  /** The short code that the gateway registered for exactly this amount; absent: direct billing. */
  originator?: string;
}

/** What one mobile network does otherwise. */
export interface TextNetwork {
  /** As the gateway names it: three-uk, eetmo-uk, eeora-uk, voda-uk, o2-uk, virgin-uk. */
  operator: string;
  /** The most that a number of this network gives in a London day. */
  dailyCapPence?: number;
  /** A larger gift is taken in several charges. */
  mostPerChargePence?: number;
}

export interface TextChannel {
  collection: Collection;
  gateway: 'fonix' | 'twilio' | 'vonage';
  /** `carrier`, the default, bills the phone; `link` answers with a page to pay by card. */
  billing?: 'carrier' | 'link';
  /** Five digits. */
  shortcode: string;
  options: TextOption[];
  /** The most that one number gives by text in a London day, over all appeals; £40 where absent. */
  dailyCapPence?: number;
  networks?: TextNetwork[];
  /** How long after a text its number and its words are kept; 180 days where absent. */
  retentionDays?: number;
  /** Words of the replies that this appeal says otherwise than usual. */
  replies?: Partial<Record<ReplyName, string>>;
  /** What a text costs, as printed beside the keyword. */
  costNote: string;
}

/** Who signs the charity's claims of Gift Aid: a corporate trustee, or a person by both names. */
export interface GiftAidOfficial {
  trustee?: string;
  firstName?: string;
  lastName?: string;
  postcode: string;
  phone: string;
}

/** An account at a British bank. */
export interface BankAccount {
  /** As the bank knows its holder. */
  name: string;
  /** Six digits. */
  sortCode: string;
  /** Eight digits. */
  accountNumber: string;
}

/** One of several charities that share what is passed on. */
export interface Payee {
  name: string;
  /** Of ten thousand: 2000 is a fifth. */
  basisPoints: number;
  bankAccount?: BankAccount;
}

/** What an account of the books is called in the operator's accounting program. */
export interface NominalAccount {
  account: AccountName;
  /** As Xero and Sage know it. */
  code: string;
  /** As QuickBooks knows it: `Parent:Sub` for an account below another. */
  name: string;
}

/** An appeal as its YAML file in `appeals/` words it, key for key. Dates are London dates, YYYY-MM-DD. */
export interface AppealDefinition {
  slug: string;
  title: string;
  /** Several lines; a blank line parts two paragraphs. */
  story: string;
  operator: { name: string; address?: string };
  partner: {
    name: string;
    charityNumbers: CharityNumber[];
    termsUrl: string;
    bankAccount?: BankAccount;
    giftAid?: { hmrcReference: string; official: GiftAidOfficial };
  };
  /** Who shares what the partner is to have; absent: the partner has all of it. */
  payees?: Payee[];
  /** Where the appeal's money is, and remittances come from. */
  bankAccount?: BankAccount;
  /** Those that are left out go by the standard codes of reports/chart-of-accounts.ts. */
  nominalAccounts?: NominalAccount[];
  purpose: string;
  /** What happens to money beyond what the purpose needs. */
  surplusStatement: string;
  /** When money becomes surplus; absent: when the partner gives notice. */
  surplusTriggers?: { partnerNotice?: boolean; raisedPence?: number; closingDate?: boolean };
  /** The first day on which the appeal takes donations. */
  opensOn: string;
  /** The last day on which it does, or null for no end. */
  closesOn: string | null;
  targetPence: number | null;
  /** Days from receipt within which the operator passes money on. */
  remitWithinDays: number;
  /** What one person may give back of a donation without another's word. Absent: nothing. */
  refundLimitPence?: number;
  minimumAge: number;
  permissionNote: string;
  helpline: { name?: string; phone: string; email?: string };
  privacyNotice: { url?: string; text: string };
  card?: CardChannel;
  text?: TextChannel;
}

/** Who is paid when money is passed on, and which share of it. */
export function payeesOf({ partner, payees }: AppealDefinition): Payee[] {
  return payees ?? [{ ...partner, basisPoints: 10_000 }];
}

/** How the books name the charity that an appeal is for, in `due_from_partner`. */
export function partnerAccount({ partner }: AppealDefinition): string {
  return partner.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
