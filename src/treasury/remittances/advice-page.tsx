import { render } from 'preact-render-to-string';
import type { Advice } from './advice-facts.js';

/** The remittance advice as a page that prints well. */
export function advicePage({ title, facts, amounts, payments }: Advice): string {
  const page = (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <table>
            <caption>What it is</caption>
            <tbody>
              {facts.map(([name, value]) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <table>
            <caption>How the amount came about</caption>
            <tbody>
              {amounts.map(([name, value]) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <table>
            <caption>What is paid</caption>
            <thead>
              <tr>
                <th scope="col">To</th>
                <th scope="col">Account</th>
                <th scope="col">Amount</th>
              </tr>
            </thead>
            <tbody>
              {payments.map(([payee, account, amount]) => (
                <tr>
                  <th scope="row">{payee}</th>
                  <td>{account}</td>
                  <td>{amount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${render(page)}`;
}
