import { donationStates } from '../../giving/donations/donation-states.js';
import { refundStates } from '../../giving/refunds/refund-states.js';
import type { RefundDto } from '../../giving/refunds/refunds.dto.js';
import type { DonationHistoryDto } from '../../reports/staff.dto.js';
import { LondonTime, LongDate } from '../pages/london-time.js';
import { Facts } from './facts.js';
import { ConsolePage, useFrame, useHere, useMay } from './frame.js';
import { InputField } from './inputs.js';
import { money, Table, words } from './table.js';

export interface DonationPageProps {
  donation: DonationHistoryDto;
  refunds: RefundDto[];
  /** Of the refund that the form would ask for: sent twice it is asked for once. */
  newRefundId: string;
  entered: { amount: string; reason: string };
  done?: string | undefined;
  refused?: string | undefined;
}

/** All that is known of one donation but its donor: what happened, where the money is, what went back. */
export function DonationPage({ donation, refunds, done, refused, ...form }: DonationPageProps) {
  return (
    <ConsolePage title={`Donation of ${money(donation.amountPence)}`} done={done} refused={refused}>
      <Summary {...donation} />
      <Happened happened={donation.happened} />
      <Refunds refunds={refunds} />
      {donation.chargedPence > 0 && <NewRefund id={donation.id} {...form} />}
      <Rounds remittances={donation.remittances} />
      <Transfers transfers={donation.transfers} />
    </ConsolePage>
  );
}

function Summary(donation: DonationHistoryDto) {
  const { status, givenAt, confirmedAt, refundedPence, lostPence, reversedPence } = donation;
  return (
    <Facts
      of={[
        ['Where the money is', donation.whereTheMoneyIs],
        ['State', `${words(status)}: ${donationStates[status].means}`],
        ['Number', <span class="id">{donation.id}</span>],
        ['Appeal', `${donation.appeal}, wording ${donation.appealVersion}`],
        ['Channel', donation.channel],
        ['Purpose', donation.purpose],
        ['Given', <LondonTime moment={givenAt} />],
        ['In the books', confirmedAt && <LondonTime moment={confirmedAt} />],
        ['Charged', money(donation.chargedPence)],
        ['Refunded', refundedPence > 0 && money(refundedPence)],
        ['Lost in disputes', lostPence > 0 && money(lostPence)],
        ['Taken back by the network', reversedPence > 0 && money(reversedPence)],
      ]}
    />
  );
}

function Happened({ happened }: Pick<DonationHistoryDto, 'happened'>) {
  return (
    <Table
      caption="What happened"
      head={['When', 'What', 'Why or by whom', 'Number', 'Amount']}
      numbers={['Amount']}
      rows={happened.map(({ at, what, detail, reference, amountPence }) => [
        <LondonTime moment={at} />,
        words(what),
        detail,
        <span class="id">{reference}</span>,
        amountPence === null ? '' : money(amountPence),
      ])}
    />
  );
}

function Refunds({ refunds }: { refunds: RefundDto[] }) {
  if (refunds.length === 0) return null;
  return (
    <section>
      <h2>Refunds</h2>
      {refunds.map((refund) => (
        <article class="panel">
          <Facts
            of={[
              ['Amount', money(refund.amountPence)],
              ['State', `${words(refund.state)}: ${refundStates[refund.state].means}`],
              ['Reason', refund.reason],
              ['Asked for by', refund.requestedBy],
              ['Approved by', refund.approvedBy],
              ['What the company said', refund.failure],
              ['Bank’s reference', refund.bankReference],
            ]}
          />
          <RefundForms {...refund} />
        </article>
      ))}
    </section>
  );
}

/** What may be done about it next, by whom. */
function RefundForms({ id, donationId, state, requestedBy }: RefundDto) {
  const here = useHere();
  const { person } = useFrame();
  const [mayPrepare, mayApprove] = [useMay('prepare'), useMay('approve')];
  const action = (verb: string): string => here(`/staff/donations/${donationId}/refunds/${id}/${verb}`);
  return (
    <>
      {state === 'requested' && requestedBy === person && <p>Another person must approve it.</p>}
      {state === 'requested' && mayApprove && requestedBy !== person && (
        <form method="post" action={action('approve')}>
          <button type="submit">Approve this refund</button>
        </form>
      )}
      {(state === 'requested' || state === 'failed') && mayPrepare && (
        <form method="post" action={action('cancel')}>
          <button type="submit" class="quiet">
            Cancel this refund
          </button>
        </form>
      )}
      {state === 'failed' && mayPrepare && (
        <form method="post" action={action('paid-by-bank')}>
          <InputField name="bankReference" id={`${id}-reference`} label="Bank’s reference" required />
          <InputField name="paidOn" id={`${id}-paid`} label="Left the bank on" type="date" required />
          <button type="submit">It was paid by bank</button>
        </form>
      )}
    </>
  );
}

interface NewRefundProps {
  id: string;
  newRefundId: string;
  entered: { amount: string; reason: string };
}

function NewRefund({ id, newRefundId, entered }: NewRefundProps) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here(`/staff/donations/${id}/refunds`)} class="panel">
      <h2>Give money back</h2>
      <input type="hidden" name="id" value={newRefundId} />
      <InputField
        name="amount"
        label="Amount in pounds"
        hint="Above the appeal’s limit another person must approve it."
        inputmode="decimal"
        value={entered.amount}
        required
      />
      <InputField name="reason" label="Reason" value={entered.reason} required />
      <button type="submit">Ask for this refund</button>
    </form>
  );
}

function Rounds({ remittances }: Pick<DonationHistoryDto, 'remittances'>) {
  const here = useHere();
  return (
    <Table
      caption="Remittances that carry it"
      head={['Remittance', 'State', 'Sent on', 'Carries']}
      numbers={['Carries']}
      none="None yet."
      rows={remittances.map(({ remittanceId, number, state, sentOn, amountPence }) => [
        <a href={here(`/staff/remittances/${remittanceId}`)}>Number {number}</a>,
        words(state),
        sentOn && <LongDate date={sentOn} />,
        money(amountPence),
      ])}
    />
  );
}

function Transfers({ transfers }: Pick<DonationHistoryDto, 'transfers'>) {
  return (
    <Table
      caption="In the books"
      head={['Happened', 'What', 'Debit', 'Credit', 'From', 'Amount']}
      numbers={['Amount']}
      none="Nothing: it was not charged."
      rows={transfers.map((row) => [
        <LondonTime moment={row.occurredAt} />,
        words(row.happening),
        row.debit,
        row.credit,
        <span class="id">
          {row.source} {row.sourceId}
        </span>,
        money(row.amountPence),
      ])}
    />
  );
}
