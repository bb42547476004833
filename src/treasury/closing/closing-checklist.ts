import { Injectable } from '@nestjs/common';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type AccountBalance, Balances } from '../../ledger/balances.js';
import type { Tx } from '../../platform/database/transactions.js';
import { addDays, Clock, londonDate } from '../../vocabulary/clock.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import type { ClosingDto, OpenItemDto } from './closing.dto.js';

/** A gateway pays within so many days of the month's end (facts of donr.com, since 2023). */
const gatewayPaysInDays = 80;
/** The longest that a donor's bank may take to dispute a card payment. */
const disputableDays = 120;

const figures = `
  select
    (select (max(occurred_at) at time zone 'Europe/London')::date::text from ledger.account
      join ledger.transfer on credit_account = account.id where book = $1 and happening = 'card_charged') as "lastCard",
    (select (date_trunc('month', max(occurred_at) at time zone 'Europe/London') + interval '1 month - 1 day')::date::text
      from ledger.account join ledger.transfer on credit_account = account.id
      where book = $1 and happening = 'text_charged') as "lastTextMonth",
    (select count(*)::integer from treasury.remittance where appeal = $1 and state in ('draft', 'approved')) as remittances,
    (select count(*)::integer from treasury.surplus_notice where appeal = $1 and state = 'prepared') as notices,
    (select count(*)::integer from giving.refund join giving.donation on donation.id = donation_id
      where appeal = $1 and state in ('requested', 'approved', 'sent', 'failed')) as refunds,
    (select count(*)::integer from giving.donation
      where appeal = $1 and status in ('pending', 'held')) as pending,
    (select count(*)::integer from breaks.break
      where settled_at is null and (appeal = $1 or donation_id in
        (select id from giving.donation where donation.id = break.donation_id and donation.appeal = $1))) as breaks`;

interface Figures {
  lastCard: string | null;
  lastTextMonth: string | null;
  remittances: number;
  notices: number;
  refunds: number;
  pending: number;
  breaks: number;
}

/** What is still open of an appeal, and with whom. It reads and never closes. */
@Injectable()
export class ClosingChecklist {
  constructor(
    private readonly appeals: Appeals,
    private readonly balances: Balances,
    private readonly clock: Clock,
  ) {}

  /** Throws AppealNotFound. */
  async of(tx: Pick<Tx, 'query'>, slug: string): Promise<ClosingDto> {
    const { status, definition } = await this.appeals.get(slug, tx);
    const [row] = await tx.query<[Figures]>(figures, [slug]);
    const names = { operator: definition.operator.name, partner: definition.partner.name };
    const accounts = (await this.balances.of(slug, {}, tx)).filter(({ balancePence }) => balancePence !== 0);
    const isOpen = status === 'open' || status === 'draft';
    const items = [
      ...(isOpen ? [item('status', names.operator, 'The appeal still takes donations: stop it first.')] : []),
      ...accounts.filter(({ account }) => !memo.has(account)).map((each) => ofAccount(each, names, row)),
      ...counted(row),
      ...this.mayYetCome(row),
    ];
    return {
      appeal: slug,
      status,
      mayClose: status === 'stopped' && !items.some(({ blocks }) => blocks),
      items,
    };
  }

  private mayYetCome({ lastCard }: Figures): OpenItemDto[] {
    const until = lastCard && addDays(lastCard, disputableDays);
    return until !== null && until >= londonDate(this.clock.now())
      ? [
          {
            ...item('disputes', 'donors’ banks', `Card gifts can still be disputed until ${until}.`),
            until,
            blocks: false,
          },
        ]
      : [];
  }
}

/** Outside the identities: the charity has it. */
const memo = new Set(['given_directly', 'collected_by_partner']);

function item(what: string, withWhom: string, detail: string): OpenItemDto {
  return { what, withWhom, detail, amountPence: null, until: null, blocks: true };
}

function ofAccount(
  { account, gateway, purpose, partner, balancePence }: AccountBalance,
  names: { operator: string; partner: string },
  { lastTextMonth }: Figures,
): OpenItemDto {
  const amount = formatPounds(pence(Math.abs(balancePence)));
  const [withWhom, meaning] = {
    stripe_balance: ['Stripe', `${amount} is with Stripe and has not been paid out.`],
    payouts_in_transit: ['the bank', `${amount} of payouts is not on the bank’s statement yet.`],
    appeal_bank: ['the bank', `${amount} is in the bank account.`],
    text_receivable: [gateway ?? 'the gateway', `${amount} of text money is not in yet.`],
    dispute_suspense: ['donors’ banks', `${amount} is disputed, and nobody has decided yet.`],
    due_from_operator: [
      names.operator,
      balancePence > 0
        ? `The operator owes ${amount} of fees.`
        : `The operator has paid ${amount} more than the fees.`,
    ],
    due_from_partner: [partner ?? names.partner, `The charity owes ${amount} for refunds of money it has.`],
    held: [names.partner, `${amount} is held for the charity and not passed on.`],
    refund_payable: ['a donor', `${amount} of refunds failed and is still owed.`],
    unidentified: ['the bank', `${amount} came in that nobody has explained.`],
    given_directly: [names.partner, amount],
    collected_by_partner: [names.partner, amount],
  }[account] as [string, string];
  const isText = account === 'text_receivable' && lastTextMonth !== null;
  return {
    ...item([account, gateway, purpose, partner].filter(Boolean).join(':'), withWhom, meaning),
    amountPence: balancePence,
    until: isText ? addDays(lastTextMonth, gatewayPaysInDays) : null,
  };
}

function counted({ remittances, notices, refunds, pending, breaks }: Figures): OpenItemDto[] {
  const items: [number, string, string, string, boolean][] = [
    [remittances, 'remittances', 'finance and approvers', 'drafted or approved and not sent.', true],
    [notices, 'surplus notices', 'approvers', 'prepared and not approved.', true],
    [refunds, 'refunds', 'finance', 'asked for and not with the donor yet.', true],
    [pending, 'donations', 'donors', 'begun and not paid; each ends by itself.', true],
    [breaks, 'breaks', 'finance', 'that do not agree and nobody has settled.', false],
  ];
  return items
    .filter(([count]) => count > 0)
    .map(([count, what, withWhom, rest, blocks]) => ({
      ...item(what, withWhom, `${count} ${what} ${rest}`),
      blocks,
    }));
}
