// Measures one case in a process of its own, whose compiler and heap no other case has influenced.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepToOneCore } from '../registry/machine.mjs';
import { casesFor } from './cases.mjs';
import { measure } from './measure.mjs';

const file = fileURLToPath(import.meta.url);

/** @param {{ name: string, ports: number[], pairs?: number }} wish */
export function measuredApart(wish) {
  const child = fork(file, [JSON.stringify(wish)]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the measurement of ${wish.name} ended with ${code}`)));
  });
}

if (process.argv[1] === file) {
  const { name, ports, pairs } = JSON.parse(process.argv[2]);
  keepToOneCore();
  const found = casesFor(ports).find((each) => each.name === name);
  process.send(await measure({ ...found, ...(pairs && { pairs }) }), () => process.exit());
}
