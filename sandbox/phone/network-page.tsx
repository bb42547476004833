import type { Charge } from './charges.js';
import { Choice, NumberField, noYes } from './choices.js';
import type { NetworkSettings } from './conditions.js';
import { renderPage } from './page.js';
import { clockTime, pounds, printed } from './wording.js';

interface NetworkPageView {
  settings: NetworkSettings;
  /** As it is now: an outage may be over. */
  gateway: NetworkSettings['gateway'];
  latest: Charge[];
  /** `yyyy-MM`. */
  month: string;
  problem: string | undefined;
}

const gatewayWords = {
  up: 'works',
  unreachable: 'can’t be reached',
  failing: 'answers 500 and does nothing',
  cutting: 'acts, and cuts the line',
};
const refundWords = { done: 'given back', failed: 'refused', pending: 'pending, then given back' };

/** What the whole network does, for a person to change. */
export function networkPage({ settings, gateway, latest, month, problem }: NetworkPageView): string {
  return renderPage(
    'What the network does',
    <main class="home">
      <h1>What the network does</h1>
      <p>
        To the texts, charges and reports of every <a href="/phone">phone</a>, from now on.
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <form class="card settings" method="post" action="/network">
        <h2>Conditions</h2>
        <Choice name="gateway" label="The gateway" value={gateway} options={gatewayWords} />
        <NumberField
          name="gatewayForSeconds"
          label="for so many seconds (empty: until changed)"
          value={settings.gatewayForSeconds}
        />
        <NumberField name="reportsAfterMs" label="Reports come after (ms)" value={settings.reportsAfterMs} />
        <NumberField name="duplicatedPercent" label="Come twice (%)" value={settings.duplicatedPercent} />
        <NumberField
          name="reorderedPercent"
          label="Come in another order (%)"
          value={settings.reorderedPercent}
        />
        <NumberField
          name="lostReportsPercent"
          label="Reports that never come (%)"
          value={settings.lostReportsPercent}
        />
        <Choice
          name="stopRoute"
          label="STOP has a callback of its own"
          value={String(settings.stopRoute)}
          options={noYes}
        />
        <Choice name="refunds" label="Refunds are" value={settings.refunds} options={refundWords} />
        <NumberField name="seed" label="Seed of what happens to which message" value={settings.seed} />
        <button>Change</button>
      </form>
      <StatementForm latest={latest} month={month} />
      <Json />
    </main>,
  );
}

function StatementForm({ latest, month }: Pick<NetworkPageView, 'latest' | 'month'>) {
  const rows = (value: (charge: Charge) => string) => [
    <option value="">none</option>,
    ...latest.map((charge) => (
      <option value={value(charge)}>
        {clockTime(charge.at)}, {printed(charge.number)}, {pounds(charge.amountPence)}
      </option>
    )),
  ];
  return (
    <form class="card settings" method="get" action="/network/statement.csv">
      <h2>The month's statement</h2>
      <p>What the network really charged, as CSV; with faults, if you like.</p>
      <label>
        Month
        <input name="month" value={month} autocomplete="off" />
      </label>
      <label>
        Leave out the row of
        <select name="leaveOut">{rows(({ guid }) => guid)}</select>
      </label>
      <label>
        Show £1 more in the row of
        <select name="alter">{rows(({ guid, amountPence }) => `${guid}:${amountPence + 100}`)}</select>
      </label>
      <label>
        Add a row that nobody asked for
        <select name="add">
          <option value="">no</option>
          <option value="447700900999:500">£5.00 of 07700 900999</option>
        </select>
      </label>
      <button class="quiet">Get the statement</button>
    </form>
  );
}

/** How a test sets the same. */
function Json() {
  return (
    <section class="card">
      <h2>By script</h2>
      <p>
        The same by JSON, with <code>Accept: application/json</code>. A value that can't be is answered 422
        with what is expected, and changes nothing.
      </p>
      <dl>
        <dt>
          <code>POST /network</code>, <code>GET /network.json</code>
        </dt>
        <dd>
          The conditions above, by the names of their fields; <code>gateway</code> is one of{' '}
          {Object.keys(gatewayWords).join(', ')}. <code>undelivered</code> counts posts that are still to
          come.
        </dd>
        <dt>
          <code>GET /network/phones.json</code>
        </dt>
        <dd>How much was said and given on each phone that was ever used.</dd>
        <dt>
          <code>POST /phone/NUMBER</code>, <code>GET /phone/NUMBER.json</code>
        </dt>
        <dd>
          <code>operator</code>, <code>creditPence</code>, <code>barred</code>, <code>dailyCapPence</code>,{' '}
          <code>monthlyCapPence</code>, <code>largestPartPence</code>, <code>lastPartFails</code>; with the
          messages and the bill.
        </dd>
        <dt>
          <code>POST /phone/messages</code>
        </dt>
        <dd>
          <code>number</code>, <code>shortcode</code>, <code>body</code>: a text; answered with its GUID.
        </dd>
        <dt>
          <code>GET /network/statement.csv</code>
        </dt>
        <dd>
          <code>month</code>, and any number of <code>leaveOut=GUID</code>, <code>alter=GUID:PENCE</code>,{' '}
          <code>add=NUMBER:PENCE</code>.
        </dd>
      </dl>
      <p>Premium texts (chargesms) come from 70303 for £3, 70305 for £5 and 70310 for £10.</p>
    </section>
  );
}
