import { pledgeStates } from '../../giving/pledges/pledge-states.js';
import type { PledgeSeenDto } from '../../giving/pledges/pledges.dto.js';
import { LongDate } from '../pages/london-time.js';
import { ConsolePage, useHere, useMay } from './frame.js';
import { InputField } from './inputs.js';
import { money, Table, words } from './table.js';

export interface PledgesPageProps {
  pledges: PledgeSeenDto[];
  /** Of the form: sent twice it makes one promise. */
  newKey: string;
  entered: Record<'amount' | 'dueOn' | 'firstName' | 'lastName' | 'email', string>;
  done?: string | undefined;
  refused?: string | undefined;
}

/** What is promised, and a form for promises that come by telephone. */
export function PledgesPage({ pledges, newKey, entered, done, refused }: PledgesPageProps) {
  return (
    <ConsolePage title="Pledges" done={done} refused={refused}>
      <Telephone newKey={newKey} entered={entered} />
      <Table
        caption="Pledges, newest first"
        head={['Number', 'State', 'Due on', 'Promised', 'Kept']}
        numbers={['Promised', 'Kept']}
        rows={pledges.map((pledge) => [
          <span class="id">{pledge.id}</span>,
          `${words(pledge.status)}: ${pledgeStates[pledge.status].means}`,
          <LongDate date={pledge.dueOn} />,
          money(pledge.amountPence),
          money(pledge.keptPence),
        ])}
      />
    </ConsolePage>
  );
}

function Telephone({ newKey, entered }: Pick<PledgesPageProps, 'newKey' | 'entered'>) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here('/staff/pledges')} class="panel">
      <h2>Take a promise by telephone</h2>
      <input type="hidden" name="key" value={newKey} />
      <InputField
        name="amount"
        label="Amount in pounds"
        inputmode="decimal"
        value={entered.amount}
        required
      />
      <InputField name="dueOn" label="They will give it by" type="date" value={entered.dueOn} required />
      <InputField name="firstName" label="First name" value={entered.firstName} required />
      <InputField name="lastName" label="Last name" value={entered.lastName} required />
      <InputField
        name="email"
        label="E-mail address"
        hint="Where they get the page to give it by, and are reminded."
        value={entered.email}
        required
      />
      <button type="submit">Take down this promise</button>
    </form>
  );
}
