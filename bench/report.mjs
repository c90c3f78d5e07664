// Runs all benches, one after another, writes one report, and compares it with the committed
// results.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compared } from './report/compare.mjs';
import { plans } from './report/plans.mjs';
import { benchesIn } from './report/rows.mjs';
import { reportText } from './report/text.mjs';
import { progressLog } from './run.mjs';

const names = Object.keys(plans).filter((name) => existsSync(join(import.meta.dirname, `${name}.mjs`)));
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: names.join() },
    help: { type: 'boolean', default: false },
  },
});
const only = values.only.split(',');
const unknown = only.filter((name) => !names.includes(name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no bench is called ${unknown.join(', ')}`);
  console.log(`npm run bench -- [--quick] [--only ${names}]`);
  process.exit(unknown.length > 0 ? 1 : 0);
}

const root = join(import.meta.dirname, '..');
const committed = benchesIn(join(import.meta.dirname, 'results'));
const folder = join(root, 'dist', 'bench');
const results = join(folder, 'results');
rmSync(folder, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const log = progressLog();
const failed = [];
for (const name of only) {
  const { whole, quick, limitMinutes } = plans[name];
  const began = Date.now();
  log(`${name} begins`);
  const reason = await run(name, values.quick ? quick : whole, limitMinutes);
  const file = join(results, `${name}.json`);
  const own = join(import.meta.dirname, 'results', `${name}.json`);
  // A bench that does not use `save` writes among the committed results.
  if (!existsSync(file) && existsSync(own) && statSync(own).mtimeMs > began) copyFileSync(own, file);
  const isSaved = existsSync(file);
  if (reason ?? !isSaved) failed.push({ name, reason: reason ?? 'it saved no results' });
}

const benches = compared(benchesIn(results), committed);
const report = { isQuick: values.quick, benches, failed };
writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(join(folder, 'report.md'), reportText(report));
console.log(`\n${reportText(report)}`);
log(`the report is in ${join('dist', 'bench', 'report.md')} and report.json`);
if (!values.quick)
  console.log('To commit it: cp dist/bench/results/*.json bench/results/ && node bench/pages.mjs');
process.exit(failed.length > 0 ? 1 : 0);

/** Runs one bench. @returns the reason why it failed, or undefined */
function run(name, args, limitMinutes) {
  const file = join(import.meta.dirname, `${name}.mjs`);
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BENCH_RESULTS: results },
  });
  const stop = (signal) => {
    child.kill(signal);
    child.once('exit', () => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGINT');
    }, limitMinutes * 60_000);
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
      const ended = code === 0 ? undefined : `it ended with ${code ?? signal}`;
      resolve(isLate ? `not done after ${limitMinutes} minutes` : ended);
    });
  });
}
