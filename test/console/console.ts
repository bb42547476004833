import type { Role } from '../../src/platform/access/permissions.js';
import type { TestApp } from '../support/app.js';
import { type Colleague, joinStaff, postForm } from '../support/staff.js';

/** A colleague at the console, who reads its pages and sends its forms without any script. */
export class AtConsole {
  private constructor(
    private readonly test: TestApp,
    private readonly colleague: Colleague,
  ) {}

  static async of(test: TestApp, role: Role, name: string): Promise<AtConsole> {
    return new AtConsole(test, await joinStaff(test, role, name));
  }

  /** A page, as its reader has it: its status, and its text without the tags. */
  async read(path: string) {
    const { cookie } = this.colleague;
    return shown(await fetch(new URL(path, this.test.url), { headers: { cookie }, redirect: 'manual' }));
  }

  /** Sends a form and, where it leads on, reads the page that it leads to. */
  async send(path: string, fields: Record<string, string> = {}) {
    const { cookie } = this.colleague;
    const answer = await postForm(this.test, path, fields, { cookie });
    return answer.status === 303 ? this.read(answer.headers.get('location') ?? '') : shown(answer);
  }
}

async function shown(answer: Response) {
  const html = await answer.text();
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
  return { status: answer.status, leadsTo: answer.headers.get('location'), html, text };
}
