import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { PageScreenshot } from '../../../tools/course/page-steps.mjs';
import { get } from '../../harness/http.js';
import { open } from '../../page/browser.js';
import type { Language } from './chapters.js';
import { withPort } from './commands.js';

const root = join(__dirname, '..', '..', '..');
const committed = join(root, 'docs', 'images', 'course');
/** With WRITE_PICTURES the pictures replace the committed ones, without it nothing but the eye. */
const isWriting = Boolean(process.env['WRITE_PICTURES']);
const folder = isWriting ? committed : join(root, 'dist', 'course-pictures');
const width = 960;
const mostHeight = { console: 900, page: 1180 };
const liveLimitMs = 60_000;
/** Time for the registry to find the consumer's calls once the console is open. */
const followedMs = 1_500;
const calls = 24;
const callPauseMs = 50;

/** Takes a picture of an address in the language of the page; throws an error if it is not there. */
export async function takePicture(
  browser: Browser,
  { name, url }: PageScreenshot,
  language: Language,
): Promise<void> {
  const address = withPort(url);
  const isConsole = new URL(url).pathname.startsWith('/console');
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  const { page, status } = await open(browser, address, { width, locale, scripts: isConsole });
  try {
    // The console's page is built after the first start, and loads again by itself until then.
    if (isConsole) await livened(page);
    else if (status !== 200) throw new Error(`${address} responds ${status}`);
    const text = await page.innerText('body');
    if (!/CLOUD-PAYMENT-SERVICE|payment8001|"code":/.test(text))
      throw new Error(`${address} does not show the demo: ${text.slice(0, 500)}`);
    await keep(page, `${name}.${language}.png`, isConsole ? mostHeight.console : mostHeight.page);
  } finally {
    await page.context().close();
  }
}

/**
 * Waits for the console's stream, and calls the consumer, so that there is something to see. A
 * number of calls that two and three divide leaves the rotation where it was.
 */
async function livened(page: Page): Promise<void> {
  await page.locator('.pill.is-live').waitFor({ timeout: liveLimitMs });
  await pause(followedMs);
  for (let call = 0; call < calls; call++) {
    await get(withPort('http://localhost/consumer/payment/get/31')).catch(() => undefined);
    await pause(callPauseMs);
  }
}

async function keep(page: Page, name: string, most: number): Promise<void> {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  const bottom = await page.evaluate<number>(
    `Math.max(...[...document.body.children].map((each) => each.getBoundingClientRect().bottom)) + 16`,
  );
  await page.setViewportSize({ width, height: Math.min(Math.ceil(bottom), most) });
  await page.screenshot({ path: file });
  if (isWriting) execFileSync('pngquant', ['--force', '--ext', '.png', '--speed', '1', '64', file]);
  else if (!existsSync(join(committed, name)))
    throw new Error(`docs/images/course/${name} is missing: WRITE_PICTURES=1 npm run test:docs -- course`);
}
