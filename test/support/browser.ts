import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from '@jest/globals';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';

const narrowScreen = { width: 320, height: 640 };
const axe = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const path = findChromium();

/** `CHROMIUM_PATH`, or `chromium` of the PATH. */
function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [process.env['CHROMIUM_PATH'], ...folders.map((folder) => join(folder, 'chromium'))];
  return candidates.find((candidate) => candidate && existsSync(candidate));
}

/** As `describe`; without a Chromium it is skipped with a notice, and fails where every check must run. */
export function describeInBrowser(name: string, stories: () => void): void {
  if (path !== undefined) return describe(name, stories);
  if (process.env['CI'] === 'true') {
    return describe(name, () => {
      it('needs Chromium', () => {
        throw new Error('no chromium in the PATH: install it, or set CHROMIUM_PATH');
      });
    });
  }
  process.stderr.write(`Skipped for want of Chromium (in the PATH, or CHROMIUM_PATH): ${name}\n`);
  describe.skip(name, stories);
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visitor {
  page: Page;
  /** Another page of the same person, watched like the first. */
  anotherPage(): Promise<Page>;
  /**
   * What nobody should meet: errors on the console (what the page's security policy blocked is among them),
   * failed and refused requests, and whatever a page asks of another site than its own.
   */
  troubles: string[];
  /** What is wrong with a page as it stands: what axe finds, with the place; being wider than the screen. */
  faults(page?: Page): Promise<string[]>;
  leave(): Promise<void>;
}

/** Somebody with a phone of 320 px, who has never been here. */
export async function visit(browser: Browser, { javaScript = true } = {}): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: narrowScreen,
    locale: 'en-GB',
    javaScriptEnabled: javaScript,
  });
  context.setDefaultTimeout(20_000);
  const troubles: string[] = [];
  context.on('page', (page) => watch(page, troubles));
  const page = await context.newPage();
  return {
    page,
    anotherPage: () => context.newPage(),
    troubles,
    faults: async (seen = page) => [
      ...(await overhang(seen)),
      ...(await (javaScript ? axeFindings(seen) : axeFindingsElsewhere(browser, seen.url()))),
    ],
    leave: () => context.close(),
  };
}

function watch(page: Page, troubles: string[]): void {
  page.on('console', (message) => {
    // A refused request is told once, below, with its method.
    const refused = message.text().startsWith('Failed to load resource: the server responded');
    if (message.type() === 'error' && !refused) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (strays(request)) troubles.push(`${request.frame().url()} asks ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    // A page that is left breaks off what it was asking for.
    if (errorText !== 'net::ERR_ABORTED') troubles.push(`${told(request)}: ${errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${told(response.request())}: ${response.status()}`);
  });
}

/** Whether a page asks another site than its own. Going on to another of this machine is no such thing. */
function strays(request: Request): boolean {
  const { origin, hostname, protocol } = new URL(request.url());
  if (protocol === 'data:') return false;
  if (request.isNavigationRequest()) return hostname !== '127.0.0.1';
  return origin !== new URL(request.frame().url()).origin;
}

function told(request: Request): string {
  return `${request.method()} ${new URL(request.url()).pathname}`;
}

async function overhang(page: Page): Promise<string[]> {
  const px = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  return px > 0 ? [`${px} px wider than the screen`] : [];
}

/** Each rule of axe that the page breaks, with the place. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { target: string[] }[] }[];
  }>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** axe is a script itself, so where none runs it looks at the same address where they do. */
async function axeFindingsElsewhere(browser: Browser, url: string): Promise<string[]> {
  const page = await browser.newPage({ viewport: narrowScreen });
  await page.goto(url);
  const findings = await axeFindings(page);
  await page.close();
  return findings;
}
