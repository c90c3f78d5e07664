import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

const loadCore = '1';

/**
 * Pins this process, the load generator, to a core of its own; servers are pinned to another one.
 */
export function keepToOneCore() {
  execFileSync('taskset', ['-a', '-c', '-p', loadCore, String(process.pid)], { stdio: 'ignore' });
}

/** Names what a run needs and this machine lacks; undefined if nothing is missing. */
export function missingRequirement(kinds) {
  if (process.platform !== 'linux') return 'Linux: the figures come from /proc';
  if (cpus().length < 2) return 'two cores: one for the server, one for the load';
  if (spawnSync('taskset', ['--version']).error) return 'taskset (Debian: apt-get install util-linux)';
  if (kinds.includes('java') && spawnSync('java', ['-version']).error) return 'java (or --servers ours,bare)';
  return undefined;
}

/** Facts of this machine that influence the figures. */
export const machineFacts = () => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: cpus()[0].model.trim(),
  cores: cpus().length,
  loadBefore: loadavg()[0],
  node: process.version,
  java: javaVersion(),
});

/** Formats the facts as a sentence, without Java if it was not measured. */
export const machineLine = ({ date, cpu, cores, loadBefore, node, java }) =>
  `${date}, ${cpu}, ${cores} cores, load before the run ${loadBefore.toFixed(2)}; Node ${node}${java ? `; ${java}` : ''}.`;

function javaVersion() {
  const output = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr;
  return output ? output.split('\n')[1].trim() : 'no Java';
}
