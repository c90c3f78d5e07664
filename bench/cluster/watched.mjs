import { cpuNsBetween, cpuOf, machineBusySeconds } from '../registry/process-figures.mjs';
import { combined } from './counter.mjs';

/**
 * Measures a run: the shares of a core of both nodes, the load generator (this process) and all
 * others, and the traffic over the links.
 */
export async function watched(pair, during) {
  const sample = async () => ({
    cpu: pair.nodes.map(({ pid }) => cpuOf(pid)),
    load: process.cpuUsage(),
    machine: machineBusySeconds(),
    counts: await pair.counts(),
  });
  const start = performance.now();
  const before = await sample();
  const result = await during();
  const after = await sample();
  const seconds = (performance.now() - start) / 1000;
  const [aNs, bNs] = pair.nodes.map((_, index) => cpuNsBetween(before.cpu[index], after.cpu[index]));
  const share = (us) => us / 1e6 / seconds;
  const load = share(after.load.user + after.load.system - before.load.user - before.load.system);
  const counting = share(after.counts.cpuUs - before.counts.cpuUs);
  const [a, b] = [share(aNs / 1000), share(bNs / 1000)];
  return {
    result,
    seconds,
    aUs: aNs / 1000,
    bUs: bNs / 1000,
    busy: {
      a,
      b,
      load,
      counting,
      others: (after.machine - before.machine) / seconds - a - b - load - counting,
    },
    aToB: combined(after.counts.aToB, before.counts.aToB, -1),
    bToA: combined(after.counts.bToA, before.counts.bToA, -1),
  };
}
