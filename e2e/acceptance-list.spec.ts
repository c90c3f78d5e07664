import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const numberOfTest = /^\s*it\(\s*['"`]#(\d+) /gm;

function testedLines(): number[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.spec.ts'))
    .flatMap((file) => [...readFileSync(join(__dirname, file), 'utf8').matchAll(numberOfTest)])
    .map(([, number]) => Number(number));
}

describe('the acceptance list of the course', () => {
  it('has a test for each of its 20 lines', () => {
    const lines = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(testedLines().sort((a, b) => a - b)).toEqual(lines);
  });
});
