// What the kernel knows of one process, all its threads together: compilers and collectors cost too.
import { readFileSync, readdirSync } from 'node:fs';
import { cpuSecondsOf } from '../proc.mjs';

const kibInMib = 1024;

/** What two looks are apart when none of the threads has ended; the coarse count is in steps of 10 ms. */
const coarseStepNs = 20_000_000;

/** CPU time up to now, counted in two ways. */
export function cpuOf(pid) {
  let exactNs = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    exactNs += Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0);
  }
  return { exactNs, coarseNs: cpuSecondsOf(pid) * 1e9 };
}

/** The exact count forgets threads that have ended (a JVM ends compilers that are idle), the coarse one does not. */
export function cpuNsBetween(before, after) {
  const exact = after.exactNs - before.exactNs;
  const coarse = after.coarseNs - before.coarseNs;
  return Math.abs(exact - coarse) <= coarseStepNs ? exact : coarse;
}

/** What all cores together have done up to now. */
export function machineBusySeconds() {
  const [, user, nice, system, , , interrupts, softInterrupts] = read('/proc/stat')
    .split(/ +/, 8)
    .map(Number);
  return (user + nice + system + interrupts + softInterrupts) / 100;
}

/** Memory that is resident now, and the most that ever was, in MiB. */
export function memoryOf(pid) {
  const status = read(`/proc/${pid}/status`) ?? '';
  const mib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / kibInMib;
  return { now: mib('VmRSS'), peak: mib('VmHWM') };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // a thread that has ended meanwhile
  }
}
