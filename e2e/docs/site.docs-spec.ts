import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { figure } from '../harness/figure.js';
import { open, startBrowser, type Look } from '../page/browser.js';
import { startSite, type Site } from './harness/site.js';

jest.setTimeout(600_000);

/** Folder of screenshots for people to look at; git ignores it. */
const pictures = join(__dirname, '..', '..', 'dist', 'companion-screenshots');
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const mostBytes = 300_000;
const narrow = 400;
const wide = 1280;
/** Pages at the same time in the one browser. */
const atOnce = 3;
/** One page of each kind. */
const kinds = [
  'zh/index.html',
  'en/index.html',
  'zh/course/index.html',
  'zh/course/15-load-balancing.html',
  'en/course/05-maven-aggregate-to-nx.html',
  'en/reference/server.html',
  'en/tour/heartbeat.html',
  'en/settings.html',
];

describe('the companion', () => {
  let atRoot: Site;
  let belowPath: Site;
  let browser: Browser;

  beforeAll(async () => {
    atRoot = await startSite('atRoot');
    belowPath = await startSite('belowPath');
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await atRoot?.close();
    await belowPath?.close();
  });

  /** Opens pages, some at a time, and returns the faults of all. */
  async function faultsIn(
    pages: readonly string[],
    faultsOf: (page: string) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const faults: string[] = [];
    const left = [...pages];
    const worker = async () => {
      for (let page = left.shift(); page !== undefined; page = left.shift())
        for (const fault of await faultsOf(page)) faults.push(`${page}: ${fault}`);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return faults;
  }

  async function opened(site: Site, path: string, look: Look) {
    const shown = await open(browser, `${site.url}${path}`, { scripts: true, ...look });
    // The page becomes alive when its application has taken over what the server sent.
    await shown.page.waitForFunction('document.querySelector("#app")?.__vue_app__ !== undefined');
    return shown;
  }

  const pathOf = (path: string) => path.replaceAll('/', '-').replace(/\.html$/, '');

  it('has each page below the root: small, alone, without a complaint, and as narrow as a phone', async () => {
    const sizes: number[] = [];
    // The build has checked the links of all pages; ALL_PAGES=1 opens the whole reference too.
    const isOpened = (path: string) => kinds.includes(path) || /\/(course|playground)/.test(path);
    // The first page leads elsewhere while it loads: see below.
    const all = atRoot.pages.filter((path) => path !== 'index.html');
    const pages = process.env['ALL_PAGES'] ? all : all.filter(isOpened);
    const faults = await faultsIn(pages, async (path) => {
      const shown = await opened(atRoot, path, { width: wide });
      const { page, status, complaints, strayRequests } = shown;
      const bytes = await bytesOf(page);
      sizes.push(bytes);
      if (process.env['KEEP_PICTURES']) await page.screenshot(pictureAt(`${pathOf(path)}-${wide}`));
      const dead = await page.evaluate<string[]>(`[...document.querySelectorAll('a[href^="#"]')]
        .map((each) => decodeURIComponent(each.hash.slice(1)))
        .filter((id) => id !== '' && document.getElementById(id) === null)`);
      await page.setViewportSize({ width: narrow, height: 800 });
      const overflow = (await page.evaluate<number>('document.documentElement.scrollWidth')) - narrow;
      if (process.env['KEEP_PICTURES']) await page.screenshot(pictureAt(`${pathOf(path)}-${narrow}`));
      await page.context().close();
      return [
        ...(status === 200 ? [] : [`status ${status}`]),
        ...complaints,
        ...strayRequests.map((url) => `a request to ${url}`),
        ...dead.map((id) => `no heading #${id}`),
        ...(bytes > mostBytes ? [`${bytes} bytes`] : []),
        ...(overflow > 0 ? [`${overflow} pixels wider than ${narrow}`] : []),
      ];
    });
    figure('largest page of the companion', Math.max(...sizes) / 1000, 'kB');
    expect(pages.length).toBeGreaterThan(50);
    expect(faults).toEqual([]);
  });

  it('has a page of each kind below another path', async () => {
    const faults = await faultsIn(kinds, async (path) => {
      const { page, status, complaints, strayRequests } = await opened(belowPath, path, { width: wide });
      await page.context().close();
      return [...(status === 200 ? [] : [`status ${status}`]), ...complaints, ...strayRequests];
    });
    expect(belowPath.pages).toEqual(atRoot.pages);
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is accessible, %s', async (colorScheme) => {
    const faults = await faultsIn(kinds, async (path) => {
      const { page } = await opened(atRoot, path, { width: wide, colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate<readonly { id: string; nodes: readonly { html: string }[] }[]>(
        // The name of VitePress's search button lacks the key that it shows.
        `axe.run({ exclude: [['.VPNavBarSearch']] }).then(({ violations }) => violations)`,
      );
      if (process.env['KEEP_PICTURES'] && colorScheme === 'dark')
        await page.screenshot(pictureAt(`${pathOf(path)}-dark`));
      await page.context().close();
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
    });
    expect(faults).toEqual([]);
  });

  it.each([
    ['zh/index.html', '自我保护'],
    ['zh/index.html', 'heartbeat'],
    ['en/index.html', 'self-preservation'],
  ])('finds from %s: %s', async (path, word) => {
    const { page, complaints } = await opened(atRoot, path, { width: wide });
    await page.locator('.DocSearch-Button, .VPNavBarSearch button').first().click();
    await page.locator('#localsearch-input').fill(word);
    await page.locator('#localsearch-list a').first().click();
    await page.waitForFunction(`!location.pathname.endsWith('/${path}')`);
    expect((await page.innerText('main')).toLowerCase()).toContain(word);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leads from / to the language of the browser', async () => {
    for (const [locale, language] of [
      ['zh-CN', 'zh'],
      ['en-US', 'en'],
    ]) {
      const { page } = await open(browser, atRoot.url, { width: wide, locale, scripts: true });
      await page.waitForURL(`**/${language}/**`);
      await page.context().close();
    }
  });
});

const pictureAt = (name: string) => ({ path: join(pictures, `${name}.png`), fullPage: true });

/** Bytes that a page has loaded, without those of the playground. */
const bytesOf = (page: Page): Promise<number> =>
  page.evaluate<number>(`[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(({ name }) => !/playground|cluster-view/i.test(name))
    .reduce((sum, each) => sum + each.transferSize, 0)`);
