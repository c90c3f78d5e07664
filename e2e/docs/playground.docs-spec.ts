import { logText, Run, scenarioNames, shippedScenario } from '@eureka-nest/playground';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { startBrowser } from '../page/browser.js';
import { type Language, PlaygroundView } from './harness/playground-view.js';
import { type Site, startSite } from './harness/site.js';

jest.setTimeout(600_000);

const paces = ['java', 'ours'] as const;
const dies = 'scenario=provider-dies-kept&pace=both&at=104s&speed=10';
const looks = (['zh', 'en'] as const).flatMap((language) =>
  [1280, 400].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ language, width, colorScheme })),
  ),
);

describe('the playground', () => {
  let site: Site;
  let browser: Browser;
  const opened = (fragment: string, look: object & { language?: Language } = {}) =>
    PlaygroundView.open(browser, site.url, { fragment, ...look });

  beforeAll(async () => {
    site = await startSite();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it.each(scenarioNames)('runs %s as Node does, line by line', async (name) => {
    const scenario = shippedScenario(name);
    const view = await opened(`scenario=${name}&pace=both&at=${scenario.endMs}ms&speed=1`);
    const logs = await view.savedLogs();
    for (const [index, pace] of paces.entries()) {
      const { log } = await new Run(scenario, pace).at(scenario.endMs);
      expect(logs[index]).toEqual(log.map(logText));
    }
    await view.close();
  });

  it.each(looks)('in $language, $width pixels wide, $colorScheme', async ({ language, ...look }) => {
    const view = await opened(dies, { language, ...look });
    await view.reaches('1:44.0');
    expect(await view.overflow()).toBe(0);
    expect(await view.violations()).toEqual([]);
    const name = `playground-${language}-${look.width}-${look.colorScheme}`;
    await view.keepPicture(name);
    await view.page.locator('.pg-line-message button.pg-text').first().click();
    await view.page.locator('.pg-excerpt').waitFor();
    expect(await view.overflow()).toBe(0);
    expect(await view.violations()).toEqual([]);
    await view.keepPicture(`${name}-message`);
    expect(await view.page.evaluate('document.documentElement.lang')).toMatch(language);
    expect([view.complaints, view.strayRequests]).toEqual([[], []]);
    await view.close();
  });

  it('shows that a provider that is killed leaves at once, or stays', async () => {
    const view = await opened('scenario=rotation&pace=both&at=100s&speed=10');
    await view.choose('Process', 'payment-8002');
    await view.button('Kill').click();
    await view.page.getByText('1:40.0 kill payment-8002').waitFor();
    await view.button('Play').click();
    const row = view.page.getByRole('row', { name: 'payment-8002' });
    await row.filter({ hasText: /not running\s*yes\s*yes\s*no\s*no/ }).waitFor({ timeout: 60_000 });
    await view.button('Pause').click();
    const [java, javaCopy, ours, oursCopy] = await view.facts();
    expect([java, javaCopy].every((text) => text?.includes(':8002 · not running'))).toBe(true);
    expect([ours, oursCopy].some((text) => text?.includes(':8002 ·'))).toBe(false);
    await view.page.getByTitle('Undo').click();
    await view.page.getByText(/every provider that runs is listed/).waitFor();
    await view.close();
  });

  it('is restored by its link', async () => {
    const view = await opened('scenario=network-cut&pace=ours&at=60s&speed=1');
    await view.choose('Process', 'payment-8004');
    await view.button('Cut').click();
    await view.choose('Process', 'order-80');
    await view.button('Call now').click();
    await view.page.waitForFunction(`location.hash.includes('call+order-80')`);
    const [fragment, facts] = [
      await view.page.evaluate<string>('location.hash.slice(1)'),
      await view.facts(),
    ];
    expect(fragment).toMatch(
      /^scenario=network-cut&pace=ours&at=60s&speed=1&added=60s\+cut\+payment-8004\+eureka-7001\*60s\+call/,
    );
    await view.close();
    const again = await opened(fragment);
    expect(await again.facts()).toEqual(facts);
    await again.page.getByText('1:00.0 cut payment-8004 – eureka-7001').waitFor();
    await again.close();
  });

  it('says what is wrong with a link, and with a scenario', async () => {
    const view = await opened('scenario=rotation&added=5s+kill+nobody-1');
    expect(await view.page.getByRole('alert').innerText()).toMatch('nobody-1 is not declared above');
    await view.button('Edit as text').click();
    await view.page.locator('textarea').fill('registry eureka-7001\n5s explode eureka-7001');
    await view.button('Run it').click();
    await view.page.getByText('Not run: line 2: "explode" is none of start').waitFor();
    await view.page.locator('textarea').fill('registry eureka-7001\n5s start eureka-7001');
    await view.button('Run it').click();
    await view.page.getByRole('button', { name: '0:05 start eureka-7001' }).waitFor();
    expect(await view.page.locator('textarea').count()).toBe(0);
    await view.close();
  });

  it('obeys the keyboard, and steps back', async () => {
    const scenario = shippedScenario('one-instance-registers');
    const logs = await Promise.all(paces.map((pace) => new Run(scenario, pace).at(scenario.endMs)));
    const lines = logs.flatMap(({ log }) => log.filter(({ level }) => level !== 'traffic'));
    const times = [...new Set(lines.map(({ at }) => at))].sort((one, other) => one - other).slice(0, 3);
    const view = await opened('scenario=one-instance-registers&pace=both&at=0s&speed=0.1');
    const texts = times.map(
      (ms) => `${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`,
    );
    expect(texts[0]).toBe('0:00.000');
    await view.page.keyboard.press('ArrowRight');
    await view.reaches(texts[1]!);
    await view.page.keyboard.press('ArrowRight');
    await view.reaches(texts[2]!);
    await view.page.keyboard.press('ArrowLeft');
    await view.reaches(texts[1]!);
    await view.page.keyboard.press('ArrowLeft');
    await view.reaches(texts[0]!);
    await view.page.keyboard.press('Space');
    await view.button('Pause').waitFor();
    await view.page.keyboard.press('Space');
    await view.button('Play').waitFor();
    await view.close();
  });

  it('works without a network once it was open', async () => {
    const view = await opened(dies);
    const { page } = view;
    await page.waitForFunction('navigator.serviceWorker.controller !== null');
    const isKept = `caches.keys().then(async (names) => {
      const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      const paths = new Set(kept.flat().map(({ url }) => new URL(url).pathname));
      const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
      return [location.pathname, ...loaded].every((path) => paths.has(path)) &&
        ['sources.', 'WholePage.'].every((name) => loaded.some((path) => path.includes(name)));
    })`;
    await expect(page.waitForFunction(isKept, undefined, { timeout: 60_000 })).resolves.toBeDefined();
    await page.context().setOffline(true);
    await page.reload();
    await view.isThere();
    await view.reaches('1:44.0');
    await page.locator('.pg-line-message button.pg-text').first().click();
    await page.locator('.pg-excerpt').waitFor();
    await view.close();
  });

  it('loads less than 200 kB that other pages do not load', async () => {
    const view = await opened(dies);
    await view.page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('sources.'))`,
    );
    const loaded = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`;
    const files = new Set(await view.page.evaluate<string[]>(loaded));
    await view.page.goto(`${site.url}en/`);
    for (const file of await view.page.evaluate<string[]>(loaded)) files.delete(file);
    const bytes = [...files]
      .filter((path) => path.endsWith('.js') && !path.includes('offline-worker'))
      .map((path) => gzipSync(readFileSync(join(site.folder, path.slice(path.indexOf('assets/'))))).length)
      .reduce((sum, each) => sum + each, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
    await view.close();
  });
});
