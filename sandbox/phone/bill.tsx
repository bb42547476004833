import { donatedPence, type Phone } from './phones.js';
import { clockTime, plan, pounds } from './wording.js';

/** What the network put on a phone's bill, and what of it was given. */
export function Bill({ phone }: { phone: Phone }) {
  const total = phone.bill.reduce((sum, { amountPence }) => sum + amountPence, 0);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">For</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {phone.bill.length === 0 && (
            <tr>
              <td colSpan={3}>Nothing yet.</td>
            </tr>
          )}
          {phone.bill.map((line) => (
            <tr>
              <td>{clockTime(line.at)}</td>
              <td>{line.description}</td>
              <td>{pounds(line.amountPence)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Total
            </th>
            <td>{pounds(total)}</td>
          </tr>
        </tfoot>
      </table>
      <p>
        {pounds(donatedPence(phone))} of it was given.{' '}
        {phone.creditPence !== null && `${plan(phone)} is left.`}
      </p>
    </>
  );
}
