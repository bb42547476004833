import type { ClosingDto } from '../../treasury/closing/closing.dto.js';
import type { FundStatementDto, SurplusNoticeDto } from '../../treasury/surplus/surplus.dto.js';
import { LongDate } from '../pages/london-time.js';
import { Facts } from './facts.js';
import { ConsolePage, useFrame, useHere, useMay } from './frame.js';
import { InputField } from './inputs.js';
import { money, Table, words } from './table.js';

export interface SurplusPageProps {
  statement: FundStatementDto;
  notices: SurplusNoticeDto[];
  closing: ClosingDto;
  entered: Record<'noticeDate' | 'held' | 'passedOn' | 'newDonationsPurpose', string>;
  done?: string | undefined;
  refused?: string | undefined;
}

/** What became of each fund, what the charity re-designates, and what still keeps the appeal from its end. */
export function SurplusPage({ statement, notices, closing, entered, done, refused }: SurplusPageProps) {
  return (
    <ConsolePage title="Surplus and closing" done={done} refused={refused}>
      <Funds {...statement} />
      <section>
        <h2>The charity’s notices</h2>
        {notices.length === 0 && <p>None.</p>}
        {notices.map((notice) => (
          <Notice {...notice} />
        ))}
        <NewNotice entered={entered} />
      </section>
      <Closing {...closing} />
    </ConsolePage>
  );
}

function Funds({ funds, redesignatedAfterPassingOnPence }: FundStatementDto) {
  return (
    <>
      <Table
        caption="Fund statement"
        head={['Purpose', 'Received', 'Gone back', 'Re-designated', 'Passed on', 'Set off', 'Held']}
        numbers={['Received', 'Gone back', 'Re-designated', 'Passed on', 'Set off', 'Held']}
        rows={funds.map((fund) => [
          fund.purpose,
          money(fund.receivedPence),
          money(fund.refundedPence),
          money(fund.redesignatedPence),
          money(fund.passedOnPence),
          money(fund.setOffPence),
          money(fund.heldPence),
        ])}
      />
      {redesignatedAfterPassingOnPence > 0 && (
        <p>
          {money(redesignatedAfterPassingOnPence)} of what was passed on was re-designated by the charity
          itself.
        </p>
      )}
    </>
  );
}

function Notice(notice: SurplusNoticeDto) {
  const here = useHere();
  const { person } = useFrame();
  const [mayPrepare, mayApprove] = [useMay('prepare'), useMay('approve')];
  const action = (verb: string): string => here(`/staff/surplus/notices/${notice.id}/${verb}`);
  const waits = notice.state === 'prepared';
  return (
    <article class="panel">
      <Facts
        of={[
          ['Date', <LongDate date={notice.noticeDate} />],
          ['State', notice.state],
          ['Re-designated of what is held', money(notice.heldPence)],
          ['Re-designated of what was passed on', money(notice.passedOnPence)],
          ['Gifts from then on are for', notice.purposeWords ?? notice.newDonationsPurpose],
          ['Prepared by', notice.preparedBy],
          ['Decided by', notice.decidedBy],
        ]}
      />
      {waits && notice.preparedBy === person && <p>Another person must approve it.</p>}
      {waits && notice.preparedBy !== person && mayApprove && (
        <form method="post" action={action('approve')}>
          <button type="submit">Approve this notice</button>
        </form>
      )}
      {waits && mayPrepare && (
        <form method="post" action={action('cancel')}>
          <button type="submit" class="quiet">
            Cancel this notice
          </button>
        </form>
      )}
    </article>
  );
}

function NewNotice({ entered }: Pick<SurplusPageProps, 'entered'>) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here('/staff/surplus/notices')} class="panel">
      <h3>Prepare a notice</h3>
      <InputField
        name="noticeDate"
        label="Date of the charity’s notice"
        type="date"
        value={entered.noticeDate}
        required
      />
      <InputField
        name="held"
        label="Re-designated of what is held, in pounds"
        inputmode="decimal"
        value={entered.held}
        required
      />
      <InputField
        name="passedOn"
        label="Re-designated of what was passed on, in pounds"
        hint="The charity’s own affair: nothing is posted. Empty: nothing."
        inputmode="decimal"
        value={entered.passedOn}
      />
      <InputField
        name="newDonationsPurpose"
        label="What gifts from now on are for"
        hint="surplus, restricted, or surplus in the charity’s own words, which donors then read."
        value={entered.newDonationsPurpose}
        required
      />
      <button type="submit">Prepare this notice</button>
    </form>
  );
}

function Closing({ status, mayClose, items }: ClosingDto) {
  const here = useHere();
  const mayPrepare = useMay('prepare');
  return (
    <section>
      <h2>Closing: the appeal is {status}</h2>
      <Table
        caption="What is still open"
        head={['What', 'With whom', 'Why', 'Until', 'Amount', 'In the way?']}
        numbers={['Amount']}
        rows={items.map((item) => [
          words(item.what),
          item.withWhom,
          item.detail,
          item.until && <LongDate date={item.until} />,
          item.amountPence === null ? '' : money(item.amountPence),
          item.blocks ? 'yes' : 'no',
        ])}
      />
      {mayPrepare && (status === 'open' || status === 'draft') && (
        <form method="post" action={here('/staff/surplus/stop')} class="panel">
          <p>A stopped appeal takes no more donations.</p>
          <button type="submit">Stop the appeal</button>
        </form>
      )}
      {mayPrepare && status === 'stopped' && (
        <form method="post" action={here('/staff/surplus/close')} class="panel">
          <p>
            {mayClose ? 'Every account is at zero.' : 'It can’t be closed before what is in the way is gone.'}
          </p>
          <button type="submit">Close the appeal</button>
        </form>
      )}
    </section>
  );
}
