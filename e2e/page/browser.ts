import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Folder of screenshots for people to look at; git ignores it. */
const pictures = join(__dirname, '..', '..', 'dist', 'page-screenshots');

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['PAGE_BROWSER'],
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  });

export interface Look {
  readonly width: number;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly scripts?: boolean;
  /** Lets the page have a service worker. */
  readonly worksOffline?: boolean;
}

export interface Opened {
  readonly page: Page;
  readonly status: number | undefined;
  /** Messages of the browser: violations of the security policy, failed loads, errors. */
  readonly complaints: readonly string[];
  /** Requests to other origins; all were aborted. */
  readonly strayRequests: readonly string[];
  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number>;
  keepPicture(name: string): Promise<void>;
}

/** Opens a page, without scripts by default. */
export async function open(
  browser: Browser,
  url: string,
  { width, locale = 'en-US', colorScheme = 'light', scripts = false, worksOffline = false }: Look,
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale,
    colorScheme,
    javaScriptEnabled: scripts,
    serviceWorkers: worksOffline ? 'allow' : 'block',
  });
  const complaints: string[] = [];
  const strayRequests: string[] = [];
  const { origin } = new URL(url);
  await context.route(
    (target) => target.origin !== origin && target.protocol !== 'data:',
    (route) => {
      strayRequests.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('console', (message) => {
    const isOfPlaywright = message.text().includes('blocked by Playwright');
    if (['error', 'warning'].includes(message.type()) && !isOfPlaywright) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  const response = await page.goto(url, { waitUntil: 'load' });
  return {
    page,
    status: response?.status(),
    complaints,
    strayRequests,
    overflow: async () => (await page.evaluate<number>('document.documentElement.scrollWidth')) - width,
    keepPicture: async (name) => {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    },
  };
}
