import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { later } from './later.js';

const numberOfTest = /^\s*it\(\s*['"`]#(\d+) /gm;

function tested(): number[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.spec.ts'))
    .flatMap((file) => [...readFileSync(join(__dirname, file), 'utf8').matchAll(numberOfTest)])
    .map(([, number]) => Number(number));
}

describe('the acceptance list of the course', () => {
  it('has a test for each of its 20 lines, or a reason why not yet', () => {
    const lines = Array.from({ length: 20 }, (_, index) => index + 1);
    expect([...tested(), ...Object.keys(later).map(Number)].sort((a, b) => a - b)).toEqual(lines);
  });
});
