import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from '../registry/connection.mjs';
import { changed, Load } from './load.mjs';
import { categories, longestTask, ownMark } from './trace.mjs';

const settleMs = 2_000;
const restMs = 1_000;
const viewport = { width: 1280, height: 900 };

const data = '.rows .row, .cv-picture';

/** Runs in the page before its own scripts: notes when it shows data for the first time. */
const noteData = `new MutationObserver((_, observer) => {
  if (!document.querySelector('${data}')) return;
  observer.disconnect();
  requestAnimationFrame(() => (window.dataShownAt = performance.now()));
}).observe(document, { childList: true, subtree: true });`;

/**
 * Opens a view of the console of a registry under load, and follows it for some seconds.
 *
 * @param {import('playwright-core').Browser} browser
 */
export async function measureView(browser, { port, size, view, seconds }) {
  const load = new Load(port, size);
  const context = await browser.newContext({ viewport, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.addInitScript(noteData);
    await browser.startTracing(page, { categories });
    await page.goto(`http://127.0.0.1:${port}/console#/${view}`);
    await page.locator(data).first().waitFor({ state: 'attached' });
    await page.waitForTimeout(settleMs);
    await page.evaluate(`performance.mark('${ownMark}')`);
    const loadingTaskMs = longestTask(await browser.stopTracing());
    const firstPaintMs = await page.evaluate(
      `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
    );
    const firstDataMs = await page.evaluate('window.dataShownAt');
    const live = await watch(browser, page, seconds);
    const changes = view === 'instances' ? await changeDelays(page, port, seconds) : undefined;
    return { firstPaintMs, firstDataMs, loadingTaskMs, ...live, changes };
  } finally {
    await context.close();
    load.close();
    await pause(restMs);
  }
}

/** Longest task, and the share of a core that the page's thread takes, while changes arrive. */
async function watch(browser, page, seconds) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  await browser.startTracing(page, { categories });
  const before = await taskSeconds();
  await page.waitForTimeout(1000 * seconds);
  await page.evaluate(`performance.mark('${ownMark}')`);
  const busyPercent = (100 * ((await taskSeconds()) - before)) / seconds;
  return { longestTaskMs: longestTask(await browser.stopTracing()), busyPercent };
}

/** Times from a registration of the first instance until its row shows it. */
async function changeDelays(page, port, count) {
  const delays = [];
  for (let step = 0; step < count; step++) {
    const version = `seen-${step}`;
    const seen = page.evaluate(`new Promise((seen) => {
      const look = () => document.querySelector('.rows')?.textContent.includes('${version}')
        ? seen(Date.now()) : requestAnimationFrame(look);
      look();
    })`);
    const sent = Date.now();
    const { status } = await askOnce(port, changed(port, 0, version));
    if (status !== 204) throw new Error(`a change was answered ${status}`);
    delays.push((await seen) - sent);
    await pause(150);
  }
  return delays;
}
