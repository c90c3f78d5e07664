import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { PageScreenshot } from '../../../tools/course/page-steps.mjs';
import { get } from '../../harness/http.js';
import { open } from '../../page/browser.js';
import type { Language } from './chapters.js';
import { withPort } from './commands.js';

const root = join(__dirname, '..', '..', '..');
/** Folder of the pictures: they are looked at, or with WRITE_PICTURES replace the committed ones. */
const folder = join(root, process.env['WRITE_PICTURES'] ? 'docs/images/course' : 'dist/course-pictures');
const size = { width: 960, height: 720 };
const liveLimitMs = 60_000;
/** Time for the registry to find the consumer's calls once the console is open. */
const followedMs = 1_500;
const calls = 24;
const callPauseMs = 50;

export const pictureOf = (name: string, language: Language) => join(folder, `${name}.${language}.png`);

/** Takes a picture of an address in the language of the page; throws an error if it is not there. */
export async function takePicture(
  browser: Browser,
  { name, url }: PageScreenshot,
  language: Language,
): Promise<void> {
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  const address = withPort(url);
  const isConsole = new URL(url).pathname.startsWith('/console');
  const opened = await open(browser, address, { width: size.width, locale, scripts: isConsole });
  try {
    if (opened.status !== 200) throw new Error(`${address} responds ${opened.status}`);
    if (isConsole) await livened(opened.page);
    const text = await opened.page.innerText('body');
    if (!/payment8|CLOUD-PAYMENT-SERVICE|"code":/.test(text))
      throw new Error(`${address} does not show the demo: ${text.slice(0, 500)}`);
    const file = pictureOf(name, language);
    mkdirSync(dirname(file), { recursive: true });
    await opened.page.screenshot({ path: file });
  } finally {
    await opened.page.context().close();
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
