import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../page/browser.js';
import { openConsole } from './console-view.js';
import { startFakeRegistry, type FakeRegistry } from './fake-registry.js';

jest.setTimeout(120_000);

const pictures = join(__dirname, '..', '..', '..', 'dist', 'page-screenshots');
const pages = ['overview', 'instances', 'preservation', 'peers', 'activity'];

/** Pixels of an A4 page between the margins, at 96 a inch. */
const paperWidth = 718;

/** Elements that stick out of the paper, and those whose content is cut off in its height. */
const cutOff = `[...document.querySelectorAll('main, main *')].flatMap((each) => {
  const style = getComputedStyle(each);
  if (style.display === 'none' || each.closest('svg')) return [];
  const { right } = each.getBoundingClientRect();
  const isCut = style.overflowY !== 'visible' && each.scrollHeight > each.clientHeight + 2 && each.clientHeight > 0;
  const name = each.tagName + '.' + each.className;
  return [...(right > ${paperWidth} + 1 ? [name + ' sticks out'] : []), ...(isCut ? [name + ' is cut'] : [])];
})`;

describe('the printed console', () => {
  let browser: Browser;
  let registry: FakeRegistry;

  beforeAll(async () => {
    browser = await startBrowser();
    registry = await startFakeRegistry({ instances: 60, isPreserving: true });
  });
  afterAll(async () => {
    await browser?.close();
    await registry?.close();
  });

  it.each(pages)('%s has all of its content, and no navigation', async (name) => {
    const view = await openConsole(browser, `${registry.url}#/${name}`, { width: 1280, colorScheme: 'dark' });
    const { page } = view;
    await page.setViewportSize({ width: paperWidth, height: 1_000 });
    await page.emulateMedia({ media: 'print' });
    await page.waitForTimeout(300);
    for (const hidden of ['nav', '.switches', '.skip', 'main button.no-print', '.filters .grow'])
      expect([hidden, await page.locator(hidden).filter({ visible: true }).count()]).toEqual([hidden, 0]);
    expect(await page.evaluate(cutOff)).toEqual([]);
    expect(await view.overflow()).toBeLessThanOrEqual(0);
    const body = await page.evaluate<string>('document.body.innerText');
    if (name === 'instances')
      for (const { id } of registry.cluster.instances.values()) expect(body).toContain(id);
    if (name === 'activity')
      expect(body.match(/\d+:\d\d:\d\d/g)).toHaveLength(registry.cluster.activity.length);
    await view.keepPicture(`console-print-${name}`);
    await page.pdf({ path: join(pictures, `console-print-${name}.pdf`), format: 'A4' });
    expect(view.faults()).toEqual([]);
    await view.close();
  });
});
