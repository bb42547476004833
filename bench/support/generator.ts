import { freePort } from '../../src/platform/database/postgres-server.js';
import type { Given, GivingLoad } from '../generator/gateway.js';
import type { Answers, ClosedLoad, OpenLoad } from '../generator/loads.js';
import { Child } from './child.js';

/** The load generator, in a process of its own. */
export interface Generator {
  /** Where it plays the gateway. */
  gatewayPort: number;
  /** Requests answered with 200 per second. Throws if any was answered with anything else. */
  rate(load: Omit<ClosedLoad, 'kind'>): Promise<number>;
  open(load: Omit<OpenLoad, 'kind'>): Promise<Answers & { latenciesMs: number[] }>;
  give(load: Omit<GivingLoad, 'kind'>): Promise<Given>;
  stop(): Promise<void>;
}

export async function startGenerator(): Promise<Generator> {
  const gatewayPort = await freePort();
  const child = Child.start('../generator/main.js', [String(gatewayPort)], {});
  await child.answer();
  return {
    gatewayPort,
    async rate(load) {
      const answers = await child.ask<Answers>({ kind: 'closed', ...load });
      if (answers.refused > 0)
        throw new Error(`${answers.refused} of ${answers.refused + answers.answered} requests were refused`);
      return answers.answered / answers.tookSeconds;
    },
    open: (load) => child.ask({ kind: 'open', ...load }),
    give: (load) => child.ask({ kind: 'giving', ...load }),
    stop: () => child.stop(),
  };
}
