import { type DestinationStream, pino, type Logger } from 'pino';

/** What must never reach a log, whatever brought it there: e-mail addresses and UK telephone numbers. */
const personal = /[^\s"'<>:=/@]+@[^\s"'<>/@]+\.[a-z]{2,}|(?<![\w-])(?:\+|00)?(?:44|0)\d{9,10}(?![\w-])/gi;

/**
 * Structured logs, one JSON object a line. Callers pass ids, codes and counts, never names or messages of
 * donors; a last sieve takes out what looks like an address or a number all the same.
 */
export function createLogger(level: string, destination: DestinationStream = process.stdout): Logger {
  return pino(
    { level, base: undefined, serializers: { error: describeError } },
    { write: (line) => void destination.write(line.replace(personal, '[redacted]')) },
  );
}

/** A failed query's parameters and details hold what donors typed, so only its kind and place are told. */
export function describeError(error: unknown): {
  type: string;
  code?: unknown;
  message: string;
  stack?: string;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: error.message,
    stack: error.stack?.split('\n').slice(1).join('\n'),
  };
}
