import type { ComponentChildren } from 'preact';
import { Layout } from './layout.js';
import { LondonTime } from './london-time.js';
import { formatPounds, type Pence } from '../../vocabulary/pence.js';

export interface SignInPageProps {
  error?: string;
}

export function SignInPage({ error }: SignInPageProps) {
  return (
    <Layout title={error ? 'Error: staff sign-in' : 'Staff sign-in'}>
      <article class="page">
        <h1>Staff sign-in</h1>
        <form method="post" action="/staff/sign-in">
          <div class="field">
            <label for="token">Your token</label>
            {error && (
              <p class="error" id="token-error" role="alert">
                {error}
              </p>
            )}
            <input
              id="token"
              name="token"
              type="password"
              autocomplete="current-password"
              required
              aria-invalid={error ? 'true' : undefined}
              aria-describedby={error && 'token-error'}
            />
          </div>
          <button type="submit">Sign in</button>
        </form>
      </article>
    </Layout>
  );
}

export interface StaffHomePageProps {
  personName: string;
  roles: string[];
  accounts: {
    account: string;
    purpose?: string;
    gateway?: string;
    partner?: string;
    side: string;
    balancePence: Pence;
  }[];
  donations: { id: string; givenAt: Date; channel: string; status: string; amountPence: Pence }[];
  breaks: { kind: string; detail: string; createdAt: Date }[];
  csvUrl: string;
}

/** The books at a glance: what doesn't agree comes first. */
export function StaffHomePage({
  personName,
  roles,
  accounts,
  donations,
  breaks,
  csvUrl,
}: StaffHomePageProps) {
  return (
    <Layout title="Staff: the books at a glance">
      <article class="staff">
        <h1>The books at a glance</h1>
        <form class="signed-in" method="post" action="/staff/sign-out">
          <p>
            Signed in as {personName} ({roles.join(', ')}).
          </p>
          <button type="submit">Sign out</button>
        </form>
        <Table
          caption="What doesn’t agree"
          head={['Since', 'Kind', 'What to do']}
          rows={breaks.map((row) => [<LondonTime moment={row.createdAt} />, row.kind, row.detail])}
        />
        <Table
          caption="Accounts"
          head={['Account', 'Of', 'Side', 'Balance']}
          rows={accounts.map((row) => [
            row.account,
            [row.purpose, row.gateway, row.partner].filter(Boolean).join(', '),
            row.side,
            formatPounds(row.balancePence),
          ])}
        />
        <Table
          caption="Latest donations"
          head={['Given', 'Number', 'Channel', 'State', 'Amount']}
          rows={donations.map((row) => [
            <LondonTime moment={row.givenAt} />,
            row.id,
            row.channel,
            row.status,
            formatPounds(row.amountPence),
          ])}
        />
        <p>
          <a href={csvUrl}>Download all donations as CSV</a>
        </p>
      </article>
    </Layout>
  );
}

interface TableProps {
  caption: string;
  head: string[];
  rows: ComponentChildren[][];
}

/** A narrow screen scrolls the table, so it takes the keyboard's focus. */
function Table({ caption, head, rows }: TableProps) {
  return (
    <div class="scroll" role="region" aria-label={caption} tabindex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title) => (
              <th scope="col" class={columnClass(title)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell, column) => (
                <td class={columnClass(head[column])}>{cell}</td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colspan={head.length}>None.</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function columnClass(title: string | undefined): string | undefined {
  return title === 'Balance' || title === 'Amount' ? 'money' : undefined;
}
