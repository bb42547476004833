import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of ours that answers one message at a time. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** `module` is relative to bench/support; the child ends when we do. */
  static start(module: string, args: string[], env: NodeJS.ProcessEnv): Child {
    const { PATH } = process.env;
    return new Child(fork(fileURLToPath(new URL(module, import.meta.url)), args, { env: { PATH, ...env } }));
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Resolves with the next message of the child; rejects when it ends instead. */
  async answer<Answer>(): Promise<Answer> {
    const given = new AbortController();
    const { signal } = given;
    const ended = once(this.process, 'exit', { signal }).then(([code]) =>
      Promise.reject(new Error(`a process of the benchmark ended with ${code}`)),
    );
    ended.catch(() => {});
    try {
      const [answer] = (await Promise.race([once(this.process, 'message', { signal }), ended])) as [Answer];
      return answer;
    } finally {
      given.abort();
    }
  }

  ask<Answer>(question: object): Promise<Answer> {
    this.process.send(question);
    return this.answer<Answer>();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.disconnect();
    await gone;
  }
}
