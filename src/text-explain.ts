import { createInterface } from 'node:readline';
import type { INestApplicationContext } from '@nestjs/common';
import { readText, type TextParts } from './channels/text/text-rule.js';
import { Appeals } from './giving/appeals/appeals.service.js';

/** One line of stdin. */
interface Question {
  raw: string;
  keywords?: string[];
  offeredPence?: number[];
  parts?: TextParts;
}

type WithApp = (work: (app: INestApplicationContext) => Promise<void>) => Promise<void>;

/** Says how each text would be read. The database is asked only when a line leaves keywords or amounts to us. */
export async function explainTexts(
  shortcode: string,
  input: NodeJS.ReadableStream,
  say: (line: string) => void,
  withApp: WithApp,
): Promise<void> {
  let offered: Promise<{ keywords: string[]; offeredPence: number[] }> | undefined;
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const question = parsed(line);
    if (!question) {
      say(JSON.stringify({ error: 'not a JSON object with a text field "raw"' }));
      process.exitCode = 1;
      continue;
    }
    const { keywords, offeredPence, raw, parts } = question;
    const own = keywords && offeredPence ? undefined : await (offered ??= offeredOn(shortcode, withApp));
    const { kind, reason, ...rest } = readText({
      raw,
      keywords: keywords ?? own?.keywords ?? [],
      offeredPence: offeredPence ?? own?.offeredPence ?? [],
      ...(parts && { parts }),
    });
    say(JSON.stringify({ kind, ...rest, reason }));
  }
}

function parsed(line: string): Question | undefined {
  try {
    const value = JSON.parse(line) as Question | null;
    return typeof value?.raw === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

async function offeredOn(
  shortcode: string,
  withApp: WithApp,
): Promise<{ keywords: string[]; offeredPence: number[] }> {
  const found = { keywords: [] as string[], offeredPence: [] as number[] };
  await withApp(async (app) => {
    const options = (await app.get(Appeals).onShortcode(shortcode)).flatMap(
      ({ definition }) => definition.text?.options ?? [],
    );
    found.keywords = [...new Set(options.map(({ keyword }) => keyword))];
    found.offeredPence = [...new Set(options.map(({ amountPence }) => amountPence))];
  });
  return found;
}
