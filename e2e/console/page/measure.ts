import type { Browser } from 'playwright-core';
import { openConsole } from './console-view.js';
import { startFakeRegistry } from './fake-registry.js';

export interface Measured {
  readonly instances: number;
  readonly page: string;
  /** Milliseconds until the first content was painted. */
  readonly firstPaintMs: number;
  /**
   * Longest task of the page's thread, in processor time: while it loaded, and while changes
   * arrived.
   */
  readonly longestTaskLoadingMs: number;
  readonly longestTaskMs: number;
  /** Processor time of the page's thread for one second of changes. */
  readonly scriptMsPerSecond: number;
  /** Time from the sending of a change until it is in the page, median and worst. */
  readonly changeMs: readonly [median: number, worst: number];
}

/**
 * Measures a page of the console while ten changes and four reports of heartbeats arrive each
 * second.
 */
export async function measure(
  browser: Browser,
  instances: number,
  name: string,
  seconds = 10,
): Promise<Measured> {
  const registry = await startFakeRegistry({ instances });
  await browser.startTracing(undefined, { categories: ['toplevel', '__metadata'] });
  const view = await openConsole(browser, `${registry.url}#/${name}`);
  const { page } = view;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration')!.value;
  };
  await page.waitForTimeout(1_000);
  const firstPaintMs = await page.evaluate<number>(
    `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
  );
  const longestTaskLoadingMs = longestTask(await browser.stopTracing());
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const before = await taskSeconds();
  const all = [...registry.cluster.instances.values()];
  const delays: number[] = [];
  for (let step = 0; step < seconds * 10; step++) {
    const index = (step * 7_919) % all.length;
    const changed = { ...all[index]!, status: step % 2 ? 'UP' : 'DOWN', version: `step-${step}` } as const;
    registry.send('changes', { put: [changed], removed: [] });
    if (step % 3 === 0) {
      const renewed = Array.from({ length: Math.min(500, all.length) }, (_, each) => {
        const { key } = all[(each * 31 + step) % all.length]!;
        return [key, registry.cluster.now()] as const;
      });
      registry.send('heartbeats', { at: registry.cluster.now(), renewed, omitted: 0 });
    }
    if (step % 10 === 0) registry.send('state', registry.cluster.state());
    if (step % 10 === 5 && name === 'instances') delays.push(await changeDelay(view.page, registry, step));
    await page.waitForTimeout(100);
  }
  const scriptMsPerSecond = ((await taskSeconds()) - before) * (1_000 / seconds);
  const longestTaskMs = longestTask(await browser.stopTracing());
  await view.close();
  await registry.close();
  const sorted = delays.sort((a, b) => a - b);
  const changeMs = [sorted[sorted.length >> 1] ?? Number.NaN, sorted.at(-1) ?? Number.NaN] as const;
  const rounded = (number: number) => Math.round(number);
  return {
    instances,
    page: name,
    firstPaintMs: rounded(firstPaintMs),
    longestTaskLoadingMs: rounded(longestTaskLoadingMs),
    longestTaskMs: rounded(longestTaskMs),
    scriptMsPerSecond: rounded(scriptMsPerSecond),
    changeMs: [rounded(changeMs[0]), rounded(changeMs[1])],
  };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
  /** Microseconds of processor time. */
  readonly tdur?: number;
}

/**
 * Longest task of a page's main thread, in milliseconds of processor time: what else runs does
 * not count.
 */
function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1_000;
}

/** Changes the first row, and waits until the page shows it. */
async function changeDelay(
  page: Awaited<ReturnType<typeof openConsole>>['page'],
  registry: Awaited<ReturnType<typeof startFakeRegistry>>,
  step: number,
): Promise<number> {
  const version = `seen-${step}`;
  const seen = page.evaluate<number>(
    `new Promise((seen) => {
      const look = () => document.querySelector('.rows')?.textContent.includes('${version}')
        ? seen(Date.now()) : requestAnimationFrame(look);
      look();
    })`,
  );
  const sent = Date.now();
  const first = { ...registry.cluster.providers[0]!, app: 'A', key: 'A/first', id: 'first', version };
  registry.send('changes', { put: [first], removed: [] });
  return (await seen) - sent;
}
