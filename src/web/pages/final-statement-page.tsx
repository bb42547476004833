import type { FinalStatementDto } from '../../reports/final-statement.dto.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import { Layout } from './layout.js';
import { LongDate } from './london-time.js';
import { useWords } from './words.js';

/** The end of an appeal: what was given, what went back, and that the rest arrived. */
export function FinalStatementPage({ statement }: { statement: FinalStatementDto }) {
  const { title, partner, operator, raisedPence, passedOnPence, feesPence } = statement;
  const all = useWords();
  const words = all.finalStatement;
  const pounds = (amountPence: number): string => formatPounds(pence(amountPence));
  return (
    <Layout title={`${words.title}: ${title}`}>
      <article class="page">
        <p class="kicker">{title}</p>
        <h1>{words.title}</h1>
        <p>{words.arrived(pounds(raisedPence), pounds(passedOnPence), partner)}</p>
        <p>{words.fees(pounds(feesPence), operator)}</p>
        {statement.redesignatedPence > 0 && (
          <p>{words.surplus(pounds(statement.redesignatedPence), partner)}</p>
        )}
        {statement.medianDays !== null && statement.longestDays !== null && (
          <p>{words.days(statement.medianDays, statement.longestDays)}</p>
        )}
        <div class="scroll" role="region" aria-label={words.given} tabindex={0}>
          <table>
            <caption>{words.given}</caption>
            <thead>
              <tr>
                <th scope="col">{words.how}</th>
                <th scope="col" class="money">
                  {words.gifts}
                </th>
                <th scope="col" class="money">
                  {all.receipt.amount}
                </th>
                <th scope="col" class="money">
                  {words.wentBack}
                </th>
              </tr>
            </thead>
            <tbody>
              {statement.given.map(({ channel, donations, chargedPence, wentBackPence }) => (
                <tr>
                  <th scope="row">{all.receipt.by[channel]}</th>
                  <td class="money">{donations.toLocaleString('en-GB')}</td>
                  <td class="money">{pounds(chargedPence)}</td>
                  <td class="money">{pounds(wentBackPence)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div class="scroll" role="region" aria-label={words.passedOn} tabindex={0}>
          <table>
            <caption>{words.passedOn}</caption>
            <thead>
              <tr>
                <th scope="col">{words.on}</th>
                <th scope="col">{words.to}</th>
                <th scope="col" class="money">
                  {all.receipt.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {statement.payments.map(({ sentOn, payee, amountPence }) => (
                <tr>
                  <td>
                    <LongDate date={sentOn} />
                  </td>
                  <td>{payee}</td>
                  <td class="money">{pounds(amountPence)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </article>
    </Layout>
  );
}
