// Figures of processes from /proc; undefined on systems without it.
import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, which is fixed in Linux

/** Ids of a process and its descendants. */
function family(pid) {
  const children = new Map();
  for (const each of all()) {
    const stat = statOf(each);
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), each]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

/** CPU time of a process and its descendants, including those that have ended. */
export function cpuSecondsOf(pid) {
  const ticks = family(pid).map((each) => statOf(each)?.ticks);
  return ticks[0] === undefined
    ? undefined
    : ticks.reduce((sum, each) => sum + (each ?? 0), 0) / ticksPerSecond;
}

/** Resident memory of the descendant that runs a file of this name. */
export function memoryOf(pid, file) {
  for (const each of family(pid)) {
    // The program must be node: the command line of nx's shell contains the file too.
    const [program = '', ...args] = read(`/proc/${each}/cmdline`)?.split('\0') ?? [];
    if (!/node[^/]*$/.test(program) || !args.some((arg) => arg.endsWith(`/${file}`))) continue;
    const kb = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${each}/status`) ?? '')?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  }
  return undefined;
}

function statOf(pid) {
  const text = read(`/proc/${pid}/stat`);
  if (!text) return undefined;
  // The name in parentheses may contain blanks, so the fields are counted after it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent] = fields;
  // These four fields are utime, stime, cutime and cstime.
  const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
  return { parent, ticks };
}

function all() {
  try {
    return readdirSync('/proc')
      .filter((each) => /^\d+$/.test(each))
      .map(Number);
  } catch {
    return [];
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // The process has ended, or there is no /proc.
  }
}
