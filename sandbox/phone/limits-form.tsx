import { Choice, NumberField, noYes } from './choices.js';
import { operators, type Phone } from './phones.js';
import { operatorName } from './wording.js';

/** What this phone's network lets through: amounts are pence, and an empty one is no limit. */
export function LimitsForm({ phone }: { phone: Phone }) {
  const names = Object.fromEntries(operators.map((operator) => [operator, operatorName({ operator })]));
  return (
    <details class="limits">
      <summary>Change what this phone's network allows</summary>
      <form class="settings" method="post" action={`/phone/${phone.number}`}>
        <p>Amounts are pence; leave one empty for no limit.</p>
        <Choice name="operator" label="Operator" value={phone.operator} options={names} />
        <NumberField name="creditPence" label="Prepaid credit" value={phone.creditPence} />
        <Choice name="barred" label="Premium services barred" value={String(phone.barred)} options={noYes} />
        <NumberField name="dailyCapPence" label="Spend cap a day" value={phone.dailyCapPence} />
        <NumberField name="monthlyCapPence" label="Spend cap a month" value={phone.monthlyCapPence} />
        <NumberField
          name="largestPartPence"
          label="Split a charge into parts of at most"
          value={phone.largestPartPence}
        />
        <Choice
          name="lastPartFails"
          label="The last part fails"
          value={String(phone.lastPartFails)}
          options={noYes}
        />
        <button class="quiet">Change</button>
      </form>
    </details>
  );
}
