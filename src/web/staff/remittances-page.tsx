import type { MaySendDto, MaySendOfPurposeDto } from '../../treasury/remittances/may-send.dto.js';
import type { RemittanceDto } from '../../treasury/remittances/remittances.dto.js';
import { LondonTime, LongDate } from '../pages/london-time.js';
import { ConsolePage, useHere, useMay } from './frame.js';
import { InputField } from './inputs.js';
import { count, money, Table, words } from './table.js';

export interface RemittancesPageProps {
  /** Undefined where there is no appeal yet. */
  maySend: MaySendDto | undefined;
  rounds: RemittanceDto[];
  /** What was typed into a form that was refused. */
  entered: { purpose: string; amount: string; lateReason: string };
  refused?: string | undefined;
}

/** What may be passed on now and why not more, by when it must be, and the rounds so far. */
export function RemittancesPage({ maySend, rounds, entered, refused }: RemittancesPageProps) {
  const here = useHere();
  return (
    <ConsolePage title="Remittances" refused={refused}>
      {maySend?.purposes.map((of) => (
        <Purpose of={of} entered={entered} remitWithinDays={maySend.remitWithinDays} />
      ))}
      <Table
        caption="Remittances, newest first"
        head={['Remittance', 'State', 'Purpose', 'Prepared', 'Gifts', 'Paid', 'Set off']}
        numbers={['Gifts', 'Paid', 'Set off']}
        rows={rounds.map((round) => [
          <a href={here(`/staff/remittances/${round.id}`)}>Number {round.number}</a>,
          words(round.state),
          round.purpose,
          <LondonTime moment={round.preparedAt} />,
          count(round.donations),
          money(round.paidPence),
          money(round.setOffPence),
        ])}
      />
    </ConsolePage>
  );
}

interface PurposeProps {
  of: MaySendOfPurposeDto;
  entered: RemittancesPageProps['entered'];
  remitWithinDays: number;
}

/** A purpose for which nothing was ever held is left out. */
function Purpose({ of, entered, remitWithinDays }: PurposeProps) {
  if (of.purpose !== 'restricted' && of.heldPence === 0) return null;
  return (
    <section>
      <h2>{of.purpose === 'restricted' ? 'For the appeal’s purpose' : 'Surplus'}</h2>
      <p class="large">{money(of.maySendPence)} may be sent now</p>
      <ul>
        {of.why.map(({ sentence }) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <Draft of={of} entered={entered} />
      <Table
        caption={`To be passed on within ${remitWithinDays} days of receipt: ${of.purpose}`}
        head={['Due on', 'Received on', 'To pass on', 'Late?']}
        numbers={['To pass on']}
        none="Nothing: all that was received has been passed on."
        rows={of.due.map(({ dueOn, receivedOn, openPence, overdue }) => [
          <LongDate date={dueOn} />,
          <LongDate date={receivedOn} />,
          money(openPence),
          overdue ? <strong class="overdue">overdue</strong> : 'no',
        ])}
      />
    </section>
  );
}

function Draft({ of, entered }: Omit<PurposeProps, 'remitWithinDays'>) {
  const here = useHere();
  if (!useMay('prepare') || of.maySendPence === 0) return null;
  const { purpose } = of;
  const typed = entered.purpose === purpose ? entered : { amount: '', lateReason: '' };
  return (
    <form method="post" action={here('/staff/remittances')} class="panel">
      <h3>Prepare a remittance</h3>
      <input type="hidden" name="purpose" value={purpose} />
      <InputField
        name="amount"
        id={`${purpose}-amount`}
        label="Amount in pounds"
        hint="Empty: all that may be sent."
        inputmode="decimal"
        value={typed.amount}
      />
      {of.overduePence > 0 && (
        <InputField
          name="lateReason"
          id={`${purpose}-reason`}
          label="Why some of it is late"
          value={typed.lateReason}
        />
      )}
      <button type="submit">Prepare a draft</button>
    </form>
  );
}
