import type { Role } from '../../src/platform/access/permissions.js';
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

  postCsv<Answer>(path: string, body: string) {
    return call<Answer>(`${this.url}/${path}`, {
      method: 'POST',
      body,
      headers: { ...this.headers, 'Content-Type': 'text/csv' },
    });
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
