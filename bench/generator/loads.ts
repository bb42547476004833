import { setTimeout } from 'node:timers/promises';
import { Connection } from './connection.js';
import { nextGuid, textForm } from './texts.js';

export interface ClosedLoad {
  kind: 'closed';
  port: number;
  path: string;
  connections: number;
  seconds: number;
}

export interface OpenLoad {
  kind: 'open';
  port: number;
  path: string;
  connections: number;
  seconds: number;
  perSecond: number;
}

export interface Answers {
  /** With 200. */
  answered: number;
  /** With anything else. */
  refused: number;
  tookSeconds: number;
}

/** Every connection asks again as soon as it has its answer. */
export async function closedLoad({ port, path, connections, seconds }: ClosedLoad): Promise<Answers> {
  const answers = { answered: 0, refused: 0 };
  const opened = await Connection.openMany(port, connections);
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    opened.map(async (connection) => {
      while (performance.now() < until) {
        const status = await connection.post(path, textForm(nextGuid()));
        if (status === 200) answers.answered += 1;
        else answers.refused += 1;
      }
    }),
  );
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  for (const connection of opened) connection.close();
  return { ...answers, tookSeconds };
}

/**
 * Messages come at their own pace whether or not the earlier ones are answered; each is timed from when it
 * was due, so that a stall counts for every message that it holds up.
 */
export async function openLoad(load: OpenLoad): Promise<Answers & { latenciesMs: number[] }> {
  const { port, path, connections, seconds, perSecond } = load;
  const opened = await Connection.openMany(port, connections);
  const free = [...opened];
  const due: number[] = [];
  const latenciesMs: number[] = [];
  let refused = 0;
  const send = async (connection: Connection): Promise<void> => {
    for (let at = due.shift(); at !== undefined; at = due.shift()) {
      const status = await connection.post(path, textForm(nextGuid()));
      latenciesMs.push(performance.now() - at);
      if (status !== 200) refused += 1;
    }
    free.push(connection);
  };
  const startedAt = performance.now();
  const total = Math.round(seconds * perSecond);
  for (let next = 0; next < total; await setTimeout(1)) {
    for (let at = startedAt + (next * 1_000) / perSecond; next < total && at <= performance.now();) {
      due.push(at);
      next += 1;
      at = startedAt + (next * 1_000) / perSecond;
      const connection = free.pop();
      if (connection) void send(connection);
    }
  }
  while (latenciesMs.length < total) await setTimeout(1);
  for (const connection of opened) connection.close();
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  return { answered: total - refused, refused, tookSeconds, latenciesMs };
}
