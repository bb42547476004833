import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that was started, and what it has said so far. */
export interface Command {
  process: ChildProcess;
  output(): string;
  /** Resolves with the exit code, once it has ended and said everything. */
  ended: Promise<number | null>;
}

/** Starts a program with this environment alone, beside PATH; stdin is given whole. */
export function command(
  program: string,
  args: string[],
  env: Record<string, string> = {},
  stdin = '',
): Command {
  const child = spawn(program, args, { env: { PATH: process.env['PATH'], ...env } });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(stdin);
  return {
    process: child,
    output: () => said,
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}

/** `npx everypenny …` as a child of this process, so that a signal reaches it. */
export function everypenny(args: string[], env: Record<string, string> = {}, stdin = ''): Command {
  return command(process.execPath, ['bin/everypenny.js', ...args], env, stdin);
}
