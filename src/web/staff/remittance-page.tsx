import { remittanceStates } from '../../treasury/remittances/remittance-states.js';
import type { CarriedDonationDto, RemittanceDto } from '../../treasury/remittances/remittances.dto.js';
import { LondonTime, LongDate } from '../pages/london-time.js';
import { Facts } from './facts.js';
import { ConsolePage, useFrame, useHere, useMay } from './frame.js';
import { InputField, SelectField } from './inputs.js';
import { count, money, Table, words } from './table.js';

export interface RemittancePageProps {
  round: RemittanceDto;
  carried: CarriedDonationDto[];
  nextCursor: string | null;
  /** Some of it should have been passed on by now, and the draft does not say why it was not. */
  needsReason: boolean;
  done?: string | undefined;
  refused?: string | undefined;
}

/** One round: whose work it is, what it pays and carries, and what may be done next. */
export function RemittancePage({
  round,
  carried,
  nextCursor,
  needsReason,
  done,
  refused,
}: RemittancePageProps) {
  const here = useHere();
  return (
    <ConsolePage title={`Remittance ${round.number}`} done={done} refused={refused}>
      <Summary {...round} />
      <Papers {...round} />
      <NextSteps round={round} needsReason={needsReason} />
      <Table
        caption="Payments"
        head={['Payee', 'Account', 'Came back', 'Amount']}
        numbers={['Amount']}
        none="Fixed when it is approved."
        rows={round.payments.map(({ payee, account, returnedOn, amountPence }) => [
          payee,
          account && `${account.name}, ${account.sortCode} ${account.accountNumber}`,
          returnedOn && <LongDate date={returnedOn} />,
          money(amountPence),
        ])}
      />
      <Table
        caption="The gifts that it carries"
        head={['Donation', 'Received on', 'Carried', 'Released']}
        numbers={['Carried', 'Released']}
        none={round.approvedAt ? 'None.' : 'Fixed when it is approved, the oldest receipts first.'}
        rows={carried.map(({ donationId, receivedOn, amountPence, releasedPence }) => [
          <a class="id" href={here(`/staff/donations/${donationId}`)}>
            {donationId}
          </a>,
          receivedOn && <LongDate date={receivedOn} />,
          money(amountPence),
          money(releasedPence),
        ])}
      />
      {nextCursor && (
        <p>
          <a class="button" href={here(`/staff/remittances/${round.id}`, { cursor: nextCursor })}>
            More of them
          </a>
        </p>
      )}
    </ConsolePage>
  );
}

function Summary(round: RemittanceDto) {
  return (
    <Facts
      of={[
        ['State', `${words(round.state)}: ${remittanceStates[round.state].means}`],
        ['Appeal', round.appeal],
        ['Purpose', round.purpose],
        ['Taken from the fund', money(round.amountPence)],
        ['Set off against what the charity owes', round.setOffPence > 0 && money(round.setOffPence)],
        ['Paid', money(round.paidPence)],
        ['Gifts', round.approvedAt && count(round.donations)],
        ['Oldest receipt', round.firstReceivedOn && <LongDate date={round.firstReceivedOn} />],
        ['Newest receipt', round.lastReceivedOn && <LongDate date={round.lastReceivedOn} />],
        ['The oldest was due on', round.dueOn && <LongDate date={round.dueOn} />],
        ['Why it is late', round.lateReason],
        ['Prepared by', [round.preparedBy, ', ', <LondonTime moment={round.preparedAt} />]],
        [
          'Approved by',
          round.approvedAt && [round.approvedBy, ', ', <LondonTime moment={round.approvedAt} />],
        ],
        ['Sent on', round.sentOn && [<LongDate date={round.sentOn} />, `, noted by ${round.sentBy}`]],
        ['Bank’s reference', round.bankReference],
        [
          'Acknowledged',
          round.acknowledgedAt && [
            <LondonTime moment={round.acknowledgedAt} />,
            `, noted by ${round.acknowledgedBy}`,
          ],
        ],
      ]}
    />
  );
}

function Papers({ id, state }: RemittanceDto) {
  const mayExport = useMay('export');
  if (!['approved', 'sent', 'acknowledged', 'returned'].includes(state)) return null;
  const paper = (name: string): string => `/api/v1/staff/remittances/${id}/${name}`;
  return (
    <ul class="links">
      {state === 'approved' && mayExport && (
        <li>
          <a href={paper('payment-file')}>Download the payment file</a>
        </li>
      )}
      <li>
        <a href={paper('advice')}>Advice for the charity</a>
      </li>
      <li>
        <a href={paper('advice.pdf')}>The advice as PDF</a>
      </li>
    </ul>
  );
}

function NextSteps({ round, needsReason }: Pick<RemittancePageProps, 'round' | 'needsReason'>) {
  const here = useHere();
  const { person } = useFrame();
  const [mayPrepare, mayApprove] = [useMay('prepare'), useMay('approve')];
  const action = (verb: string): string => here(`/staff/remittances/${round.id}/${verb}`);
  const { state, preparedBy } = round;
  return (
    <>
      {state === 'draft' && preparedBy === person && <p>Another person must approve it.</p>}
      {state === 'draft' && preparedBy !== person && mayApprove && (
        <form method="post" action={action('approve')} class="panel">
          {needsReason && <InputField name="lateReason" label="Why some of it is late" required />}
          <button type="submit">Approve this remittance</button>
        </form>
      )}
      {state === 'approved' && mayPrepare && (
        <form method="post" action={action('sent')} class="panel">
          <h2>It has left the bank</h2>
          <InputField name="bankReference" label="Bank’s reference" required />
          <InputField name="sentOn" label="Left the bank on" type="date" required />
          <button type="submit">Note that it was sent</button>
        </form>
      )}
      {state === 'sent' && mayPrepare && (
        <form method="post" action={action('acknowledged')} class="panel">
          <button type="submit">The charity says that it has it</button>
        </form>
      )}
      {(state === 'sent' || state === 'acknowledged') && mayPrepare && (
        <Returned round={round} action={action('returned')} />
      )}
      {(state === 'draft' || state === 'approved') && mayPrepare && (
        <form method="post" action={action('cancel')} class="panel">
          <button type="submit" class="quiet">
            Cancel this remittance
          </button>
        </form>
      )}
    </>
  );
}

function Returned({ round, action }: { round: RemittanceDto; action: string }) {
  const payees = round.payments.map(({ payee }): [string, string] => [payee, payee]);
  return (
    <details class="optional">
      <summary>The bank sent it back</summary>
      <form method="post" action={action}>
        {payees.length > 1 && (
          <SelectField name="payee" label="Whose payment" none="all of them" options={payees} />
        )}
        <InputField name="bankReference" label="Bank’s reference" required />
        <InputField name="returnedOn" label="Came back on" type="date" required />
        <button type="submit">Note that it came back</button>
      </form>
    </details>
  );
}
