// Runs one case in its own process, so that another case's heap and compiled code do not affect it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepToOneCore } from '../registry/machine.mjs';
import { casesFor } from './cases.mjs';
import { measure } from './measure.mjs';

const file = fileURLToPath(import.meta.url);

/** @param {{ name: string, ports: number[], pairs?: number }} options */
export function measureInProcess(options) {
  const child = fork(file, [JSON.stringify(options)]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the measurement of ${options.name} ended with ${code}`)));
  });
}

if (process.argv[1] === file) {
  const { name, ports, pairs } = JSON.parse(process.argv[2]);
  keepToOneCore();
  const found = casesFor(ports).find((each) => each.name === name);
  process.send(await measure({ ...found, ...(pairs && { pairs }) }), () => process.exit());
}
