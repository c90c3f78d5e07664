// The console in a browser: first paint, longest task, and time from a change to its row, on a real
// registry; and the cost of the console to a registry on which none is open.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import bundled from '../e2e/harness/bundled.mjs';
import withBrowser from '../e2e/page/setup.mjs';
import { measureIdle } from './page/idle.mjs';
import { tableOf } from './page/report.mjs';
import { measureView } from './page/stages.mjs';
import { machineFacts, missingRequirement } from './registry/machine.mjs';
import { Servers } from './registry/servers.mjs';
import { spread } from './registry/statistics.mjs';
import { progressLog, save, withCleanUp } from './run.mjs';
import { OtherClient } from './stall/other-client.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'as-bundled': { type: 'boolean', default: false },
    sizes: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('node bench/page.mjs [--quick] [--sizes 1000,10000] [--only views|idle] [--as-bundled]');
  process.exit();
}
const sizes = (values.sizes ?? '1000,10000').split(',').map(Number);
const [rounds, seconds, idleRounds] = values.quick ? [1, 5, 2] : [3, 10, 9];

const missing = missingRequirement(['ours']);
if (missing) {
  console.error(`bench/page needs ${missing}`);
  process.exit(1);
}
const { java: _, ...machine } = machineFacts();
withBrowser();
if (!values['as-bundled']) {
  bundled();
  const { status } = spawnSync('npx', ['nx', 'build', 'eureka-console'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
const log = progressLog();

const results = await withCleanUp(
  'page',
  (folder) => new Servers(folder, [7660]),
  async (servers) => {
    const idle = values.only === 'views' ? undefined : await measureIdle(servers, idleRounds, log);
    const browser = await chromium.launch({
      executablePath: process.env.PAGE_BROWSER,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
    try {
      const rows = values.only === 'idle' ? [] : await viewsOf(servers, browser);
      return {
        machine,
        browser: `Chromium ${browser.version()}`,
        rounds,
        seconds,
        rows,
        idle: idle && spreads(idle),
      };
    } finally {
      await browser.close();
    }
  },
);
console.log(`\n${tableOf(results)}\n`);
save('page', results, { isWhole: !values.quick && !values.sizes && !values.only });
log('done');

async function viewsOf(servers, browser) {
  const found = new Map();
  for (const size of sizes) {
    const server = await servers.start('ours');
    const { port } = server;
    const other = new OtherClient(port);
    await other.register(0, size);
    await other.close();
    for (let round = 0; round < rounds; round++)
      for (const view of ['overview', 'instances']) {
        const one = await measureView(browser, { port, size, view, seconds });
        const row = found.get(`${size} ${view}`) ?? { size, view, all: [] };
        row.all.push(one);
        found.set(`${size} ${view}`, row);
        const { firstPaintMs, loadingTaskMs, longestTaskMs } = one;
        log(
          `${size}, ${view}: first paint ${firstPaintMs.toFixed(0)} ms, longest task ` +
            `${loadingTaskMs.toFixed(1)} ms loading, ${longestTaskMs.toFixed(1)} ms live`,
        );
      }
    await servers.stop(server);
  }
  return [...found.values()].map(({ all, ...row }) => {
    const of = (name) => spread(all.map((one) => one[name]));
    const changes = all.flatMap((one) => one.changes ?? []);
    return {
      ...row,
      ...Object.fromEntries(
        ['firstPaintMs', 'firstDataMs', 'loadingTaskMs', 'longestTaskMs', 'busyPercent'].map((name) => [
          name,
          of(name),
        ]),
      ),
      ...(changes.length > 0 && { changeMs: spread(changes) }),
    };
  });
}

function spreads(idle) {
  return Object.fromEntries(
    Object.entries(idle).map(([kind, all]) => [
      kind,
      Object.fromEntries(
        ['cpuSeconds', 'wallSeconds', 'memoryMib'].map((name) => [name, spread(all.map((one) => one[name]))]),
      ),
    ]),
  );
}
