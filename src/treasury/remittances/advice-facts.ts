import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import type { Tx } from '../../platform/database/transactions.js';
import { formatPounds, pence, penceFromText } from '../../vocabulary/pence.js';
import { referenceOf } from './payment-file.js';
import { remittanceStates } from './remittance-states.js';
import type { RemittanceDto } from './remittances.dto.js';

/** What a remittance advice says, line by line, on paper and on screen alike. */
export interface Advice {
  title: string;
  facts: [name: string, value: string][];
  /** How the amount came about. */
  amounts: [name: string, value: string][];
  payments: [payee: string, account: string, amount: string][];
}

const sums = `
  select coalesce(sum(amount_pence) filter (where amount_pence > 0), 0)::text as given,
    coalesce(-sum(amount_pence) filter (where amount_pence < 0), 0)::text as back
  from treasury.remittance_donation where remittance_id = $1`;

/** Of a round that was approved. */
export async function adviceOf(tx: Tx, round: RemittanceDto, appeal: AppealDefinition): Promise<Advice> {
  const [row] = await tx.query<[{ given: string; back: string }]>(sums, [round.id]);
  const pounds = (amount: number): string => formatPounds(pence(amount));
  return {
    title: `Remittance advice ${round.number}`,
    facts: [
      ['From', [appeal.operator.name, appeal.operator.address].filter(Boolean).join(', ')],
      ['To', charityOf(appeal)],
      ['Appeal', appeal.title],
      ['For', round.purpose === 'restricted' ? appeal.purpose : appeal.surplusStatement],
      ['Gifts received', `${round.firstReceivedOn} to ${round.lastReceivedOn}`],
      ['Number of gifts', String(round.donations)],
      ['State', remittanceStates[round.state].means],
      ['Payment reference', referenceOf(round)],
      ['The bank’s reference', round.bankReference ?? 'not sent yet'],
      ['Sent on', round.sentOn ?? 'not sent yet'],
      ...(round.lateReason === null ? [] : [['Why it is late', round.lateReason] satisfies [string, string]]),
    ],
    amounts: [
      ['Gifts', pounds(penceFromText(row.given))],
      ['Less refunds of gifts that were passed on before', pounds(-penceFromText(row.back))],
      ['Paid', pounds(round.paidPence)],
    ],
    payments: round.payments.map(({ payee, account, amountPence, returnedOn }) => [
      returnedOn === null ? payee : `${payee} (returned by the bank on ${returnedOn})`,
      account ? `${account.sortCode} ••••${account.accountNumber.slice(-4)}` : 'not known',
      pounds(amountPence),
    ]),
  };
}

function charityOf({ partner: { name, charityNumbers } }: AppealDefinition): string {
  return `${name} (${charityNumbers.map(({ number, register }) => `${number}, ${register}`).join('; ')})`;
}
