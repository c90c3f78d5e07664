import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

const loadCore = '1';

/** This process, which is the load, keeps to a core of its own; what it starts is told otherwise. */
export function keepToOneCore() {
  execFileSync('taskset', ['-a', '-c', '-p', loadCore, String(process.pid)], { stdio: 'ignore' });
}

/** What is missing for a run, or nothing. */
export function lacking(kinds) {
  if (process.platform !== 'linux') return 'Linux: the figures come from /proc';
  if (cpus().length < 2) return 'two cores: one for the server, one for the load';
  if (spawnSync('taskset', ['--version']).error) return 'taskset (Debian: apt-get install util-linux)';
  if (kinds.includes('java') && spawnSync('java', ['-version']).error) return 'java (or --servers ours,bare)';
  return undefined;
}

/** What the figures depend on, beside the code. */
export const facts = () => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: cpus()[0].model.trim(),
  cores: cpus().length,
  loadBefore: loadavg()[0],
  node: process.version,
  java: javaVersion(),
});

/** The same as a sentence; without Java where none takes part. */
export const machineLine = ({ date, cpu, cores, loadBefore, node, java }) =>
  `${date}, ${cpu}, ${cores} cores, load before the run ${loadBefore.toFixed(2)}; Node ${node}${java ? `; ${java}` : ''}.`;

function javaVersion() {
  const said = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr;
  return said ? said.split('\n')[1].trim() : 'no Java';
}
