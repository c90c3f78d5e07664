import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Not kept by git; the pictures are for people to look at. */
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
}

export interface Opened {
  readonly page: Page;
  readonly status: number | undefined;
  /** What the browser complained of: broken rules of the security policy, failed loads, errors. */
  readonly complaints: readonly string[];
  /** What the page asked of other origins; none of it left the machine. */
  readonly strayRequests: readonly string[];
  /** By how many pixels it is wider than the window. */
  overflow(): Promise<number>;
  keepPicture(name: string): Promise<void>;
}

/** A page as a person with scripts switched off gets it. */
export async function open(
  browser: Browser,
  url: string,
  { width, locale = 'en-US', colorScheme = 'light', scripts = false }: Look,
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale,
    colorScheme,
    javaScriptEnabled: scripts,
  });
  const complaints: string[] = [];
  const strayRequests: string[] = [];
  const { origin } = new URL(url);
  await context.route(
    (asked) => asked.origin !== origin && asked.protocol !== 'data:',
    (route) => {
      strayRequests.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
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
