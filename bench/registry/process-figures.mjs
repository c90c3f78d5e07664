// Figures of one process from /proc, all threads together, compiler and collector threads included.
import { readFileSync, readdirSync } from 'node:fs';
import { cpuSecondsOf } from '../proc.mjs';

const kibInMib = 1024;

/**
 * Largest difference of the two counts while no thread has ended; the coarse one has 10 ms steps.
 */
const coarseStepNs = 20_000_000;

/** CPU time so far, counted in two ways. */
export function cpuOf(pid) {
  let exactNs = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    exactNs += Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0);
  }
  return { exactNs, coarseNs: cpuSecondsOf(pid) * 1e9 };
}

/** CPU time between two counts. The exact one loses ended threads (a JVM ends idle compilers). */
export function cpuNsBetween(before, after) {
  const exact = after.exactNs - before.exactNs;
  const coarse = after.coarseNs - before.coarseNs;
  return Math.abs(exact - coarse) <= coarseStepNs ? exact : coarse;
}

/** Busy time of all cores so far. */
export function machineBusySeconds() {
  const [, user, nice, system, , , interrupts, softInterrupts] = read('/proc/stat')
    .split(/ +/, 8)
    .map(Number);
  return (user + nice + system + interrupts + softInterrupts) / 100;
}

/** Resident memory now and at its peak, in MiB. */
export function memoryOf(pid) {
  const status = read(`/proc/${pid}/status`) ?? '';
  const mib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / kibInMib;
  return { now: mib('VmRSS'), peak: mib('VmHWM') };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // The thread has ended.
  }
}
