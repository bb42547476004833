import { TOTP } from 'otpauth';
import { Invitations } from '../../src/platform/access/invitations.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Clock } from '../../src/vocabulary/clock.js';
import type { TestApp } from './app.js';
import { call, slug } from './donor.js';

/** A person of the staff, at the staff API. */
export class Staff {
  private constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  static async of(test: TestApp, role: Role, person?: string): Promise<Staff> {
    return new Staff(`${test.url}/api/v1/staff`, {
      Authorization: `Bearer ${await test.token(role, person)}`,
    });
  }

  async read<Answer>(path: string): Promise<Answer> {
    return (await call<Answer>(`${this.url}/${path}`, { headers: this.headers })).body;
  }

  get<Answer>(path: string) {
    return call<Answer>(`${this.url}/${path}`, { headers: this.headers });
  }

  async bytes(path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.url}/${path}`, { headers: this.headers });
    return new Uint8Array(await response.arrayBuffer());
  }

  post<Answer>(path: string, json?: unknown) {
    return call<Answer>(`${this.url}/${path}`, {
      method: 'POST',
      ...(json === undefined ? {} : { json }),
      headers: this.headers,
    });
  }

  delete<Answer>(path: string) {
    return call<Answer>(`${this.url}/${path}`, { method: 'DELETE', headers: this.headers });
  }

  postCsv<Answer>(path: string, body: string) {
    return this.postFile<Answer>(path, 'text/csv', body);
  }

  postFile<Answer>(path: string, type: string, body: string) {
    return call<Answer>(`${this.url}/${path}`, {
      method: 'POST',
      body,
      headers: { ...this.headers, 'Content-Type': type },
    });
  }

  put<Answer>(path: string, json: unknown) {
    return call<Answer>(`${this.url}/${path}`, { method: 'PUT', json, headers: this.headers });
  }

  /** The accounts of the appeal that hold something, by name. */
  async balances(): Promise<Record<string, number>> {
    const { accounts } = await this.read<{ accounts: { account: string; balancePence: number }[] }>(
      `accounts?appeal=${slug}`,
    );
    return Object.fromEntries(
      accounts
        .filter(({ balancePence }) => balancePence !== 0)
        .map(({ account, balancePence }) => [account, balancePence]),
    );
  }
}

/** A form of our own pages, sent as a browser sends it. */
export function postForm(
  { url }: TestApp,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, url), {
    method: 'POST',
    headers: { origin: url, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** A person who has accepted an invitation, at their browser and with their authenticator. */
export interface Colleague {
  name: string;
  email: string;
  password: string;
  /** Of the session that they are signed in with. */
  cookie: string;
  /** Unused so far, but for those that `code()` took. */
  recoveryCodes: string[];
  /** A code that still works: of the authenticator, or a recovery code if those of this minute are used. */
  code(): string;
  /** What the authenticator shows at a moment. */
  codeAt(moment: Date): string;
}

export const password = 'harbour lantern quilt 7';

/** Invites a person and lets them join, by the pages. Auditors too get an authenticator. */
export async function joinStaff(test: TestApp, role: Role, name: string): Promise<Colleague> {
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`;
  const invitations = test.app.get(Invitations);
  const link = invitations.linkOf(await invitations.invite({ email, role, name }, 'command line'));
  const page = await (await fetch(link)).text();
  const secret = /<code class="secret">(\w+)</.exec(page)?.[1] ?? '';
  const totp = new TOTP({ secret });
  const now = () => test.app.get(Clock).now().getTime();
  const codeAt = (moment: Date): string => totp.generate({ timestamp: moment.getTime() });
  let used = totp.counter({ timestamp: now() }) - 1;
  const joined = await postForm(test, link, { password, code: codeAt(new Date(used * 30_000)) });
  if (!joined.ok) throw new Error(`${name} could not join: ${joined.status} ${await joined.text()}`);
  const recoveryCodes = [...(await joined.text()).matchAll(/<code>([A-Z0-9-]{19})</g)].map(
    ([, code = '']) => code,
  );
  return {
    name,
    email,
    password,
    recoveryCodes,
    codeAt,
    cookie: cookiesOf(joined),
    code() {
      const step = Math.max(used + 1, totp.counter({ timestamp: now() }) - 1);
      if (step > totp.counter({ timestamp: now() }) + 1) return recoveryCodes.pop() ?? '';
      used = step;
      return codeAt(new Date(step * 3e4));
    },
  };
}
