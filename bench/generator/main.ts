import { Gateway, type GivingLoad } from './gateway.js';
import { type ClosedLoad, closedLoad, type OpenLoad, openLoad } from './loads.js';

/* The load generator: does one load at a time and says what came of it. */
const gatewayPort = Number(process.argv[2] ?? 0);
const gateway = await Gateway.listen(gatewayPort);

function carryOut(load: ClosedLoad | OpenLoad | GivingLoad) {
  if (load.kind === 'giving') return gateway.give(load);
  return load.kind === 'open' ? openLoad(load) : closedLoad(load);
}

process.on('message', (load: ClosedLoad | OpenLoad | GivingLoad) => {
  void carryOut(load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// A Ctrl-C reaches every process of the terminal; this one ends when its parent says so.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
