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

const notAQuestion =
  'not a JSON object with a text field "raw", and with lists "keywords", "offeredPence" and "parts.receivedParts" if any';

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
      say(JSON.stringify({ error: notAQuestion }));
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
    const value: unknown = JSON.parse(line);
    return isQuestion(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isQuestion(value: unknown): value is Question {
  const { raw, keywords, offeredPence, parts } = (value ?? {}) as Partial<Record<keyof Question, unknown>>;
  return (
    typeof raw === 'string' &&
    (keywords === undefined || isListOf(keywords, (each) => typeof each === 'string')) &&
    (offeredPence === undefined || isListOf(offeredPence, Number.isSafeInteger)) &&
    (parts === undefined || isParts(parts))
  );
}

function isParts(value: unknown): value is TextParts {
  const { total, receivedParts } = (value ?? {}) as Partial<Record<keyof TextParts, unknown>>;
  return Number.isSafeInteger(total) && isListOf(receivedParts, Number.isSafeInteger);
}

function isListOf(value: unknown, isOne: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => isOne(each));
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
