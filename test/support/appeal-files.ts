import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real appeal's file with some of its words replaced, in a folder of its own that the caller removes. */
export function appealFile(changes: [from: string, to: string][]): string {
  const real = readFileSync('appeals/sun-ukraine-fund.yaml', 'utf8');
  const changed = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the appeal does not say ${from}`);
    return text.replaceAll(from, to);
  }, real);
  const file = join(mkdtempSync(join(tmpdir(), 'everypenny-appeal-')), 'appeal.yaml');
  writeFileSync(file, changed);
  return file;
}

/** The same appeal on another short code and gateway, which answers with a link to pay by card. */
export function linkAppeal(gateway: 'twilio' | 'vonage', shortcode: string): string {
  return appealFile([
    ['slug: sun-ukraine-fund', `slug: sun-by-${gateway}`],
    ['gateway: fonix', `gateway: ${gateway}\n  billing: link`],
    ["shortcode: '70141'", `shortcode: '${shortcode}'`],
  ]);
}
