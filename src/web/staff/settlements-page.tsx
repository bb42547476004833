import type { ExpectedDto, OpenLineDto, SettlementsDto } from '../../treasury/settlements/settlements.dto.js';
import { LongDate } from '../pages/london-time.js';
import { Facts } from './facts.js';
import { ConsolePage, useFrame, useHere, useMay } from './frame.js';
import { InputField, SelectField } from './inputs.js';
import { money, Table, words } from './table.js';

export interface SettlementsPageProps {
  waiting: SettlementsDto;
  accounts: string[];
  gateways: string[];
  meanings: string[];
  done?: string | undefined;
  refused?: string | undefined;
}

/** What the bank shows beside what it is to show: statements to bring, lines to confirm or to explain. */
export function SettlementsPage(props: SettlementsPageProps) {
  const { waiting, accounts, gateways, meanings, done, refused } = props;
  const { items, expected } = waiting;
  return (
    <ConsolePage title="Settlements" done={done} refused={refused}>
      <BankStatement accounts={accounts} />
      <GatewayStatement gateways={gateways} />
      <section>
        <h2>Lines of the bank that wait for a person</h2>
        {items.length === 0 && <p>None.</p>}
        {items.map((line) => (
          <OpenLine line={line} expected={expected} meanings={meanings} />
        ))}
      </section>
      <Table
        caption="What the bank is still to show"
        head={['Overdue from', 'What', 'Of', 'Reference', 'Amount', 'Shown of it']}
        numbers={['Amount', 'Shown of it']}
        rows={expected.map((row) => [
          <LongDate date={row.dueOn} />,
          words(row.kind),
          row.party,
          <span class="id">{row.reference}</span>,
          money(row.amountPence),
          money(row.metPence),
        ])}
      />
    </ConsolePage>
  );
}

function BankStatement({ accounts }: { accounts: string[] }) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here('/staff/settlements/bank-lines')} class="panel">
      <h2>Bring a bank statement</h2>
      <SelectField
        name="account"
        label="Which account"
        options={accounts.map((account) => [account, account])}
      />
      <Pasted
        id="bank-csv"
        hint="With a first line date,amountPence,reference,id, or laid out as the account’s own. The same line twice is one."
      />
      <button type="submit">Take these lines</button>
    </form>
  );
}

function GatewayStatement({ gateways }: { gateways: string[] }) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here('/staff/settlements/gateway-statements')} class="panel">
      <h2>Bring a gateway’s statement</h2>
      <SelectField
        name="gateway"
        label="Which gateway"
        options={gateways.map((gateway) => [gateway, gateway])}
      />
      <InputField name="fee" label="What the gateway keeps of the month, in pounds" inputmode="decimal" />
      <Pasted id="gateway-csv" hint="With a first line date,msisdn,operator,requestid,guid,amount,status." />
      <button type="submit">Match this statement</button>
    </form>
  );
}

function Pasted({ id, hint }: { id: string; hint: string }) {
  return (
    <div class="field">
      <label for={id}>The statement as CSV</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <textarea id={id} name="csv" rows={4} required aria-describedby={`${id}-hint`} />
    </div>
  );
}

interface OpenLineProps {
  line: OpenLineDto;
  expected: ExpectedDto[];
  meanings: string[];
}

function OpenLine({ line, expected, meanings }: OpenLineProps) {
  return (
    <article class="panel">
      <Facts
        of={[
          ['Booked on', <LongDate date={line.date} />],
          ['Amount', money(line.amountPence)],
          ['Reference', line.reference],
          ['The bank’s id', <span class="id">{line.bankId}</span>],
        ]}
      />
      {line.matches.map((match) => (
        <Proposal id={match.id} expected={expected.find(({ id }) => id === match.expectationId)} />
      ))}
      {line.explanation ? <Explained {...line.explanation} /> : <Explain id={line.id} meanings={meanings} />}
    </article>
  );
}

function Proposal({ id, expected }: { id: string; expected: ExpectedDto | undefined }) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <form method="post" action={here(`/staff/settlements/matches/${id}/confirm`)}>
      <p>
        It may be{' '}
        {expected
          ? `the ${words(expected.kind)} ${expected.reference} of ${money(expected.amountPence)}`
          : 'what was expected'}
        .
      </p>
      <button type="submit">It is that</button>
    </form>
  );
}

function Explained({ id, as, appeal, explainedBy }: NonNullable<OpenLineDto['explanation']>) {
  const here = useHere();
  const { person } = useFrame();
  const [mayPrepare, mayApprove] = [useMay('prepare'), useMay('approve')];
  return (
    <>
      <p>
        {explainedBy} says: {words(as)}, for {appeal}.
      </p>
      {explainedBy === person && <p>Another person must confirm it.</p>}
      {explainedBy !== person && mayApprove && (
        <form method="post" action={here(`/staff/settlements/explanations/${id}/confirm`)}>
          <button type="submit">Confirm this explanation</button>
        </form>
      )}
      {mayPrepare && (
        <form method="post" action={here(`/staff/settlements/explanations/${id}/withdraw`)}>
          <button type="submit" class="quiet">
            Withdraw this explanation
          </button>
        </form>
      )}
    </>
  );
}

function Explain({ id, meanings }: { id: string; meanings: string[] }) {
  const here = useHere();
  if (!useMay('prepare')) return null;
  return (
    <details class="optional">
      <summary>Say what it is</summary>
      <form method="post" action={here(`/staff/settlements/bank-lines/${id}/explain`)}>
        <SelectField
          name="as"
          id={`${id}-as`}
          label="It is"
          options={meanings.map((meaning) => [meaning, words(meaning)])}
        />
        <SelectField
          name="purpose"
          id={`${id}-purpose`}
          label="Of a bank donation: its purpose"
          none="not a donation"
          options={[
            ['restricted', 'the appeal’s purpose'],
            ['surplus', 'surplus'],
          ]}
        />
        <InputField name="partner" id={`${id}-partner`} label="Of what a partner returned: the partner" />
        <InputField
          name="pledgeId"
          id={`${id}-pledge`}
          label="Of a bank donation: the pledge that it keeps"
        />
        <button type="submit">Say so</button>
      </form>
    </details>
  );
}
