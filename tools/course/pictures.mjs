import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { ensured, find } from '../debian.mjs';
import { root } from './chapters.mjs';
import { withPort } from './commands.mjs';

const committed = join(root, 'docs', 'images', 'course');
const width = 960;
const mostHeight = { console: 900, page: 1000 };
const liveLimitMs = 60_000;
/** Time for the registry to find the consumer's calls once the console is open. */
const followedMs = 1_500;
/** Two and three divide it, so that the calls leave the rotation where it was. */
const calls = 24;
const callPauseMs = 50;

/** Takes the pictures of the chapters in Chromium. */
export class Pictures {
  /** @type {import('playwright-core').Browser | undefined} */
  #browser;

  /** @param {boolean} isWriting whether the pictures replace the committed ones */
  constructor(isWriting) {
    this.isWriting = isWriting;
    this.folder = isWriting ? committed : join(root, 'dist', 'course-pictures');
    if (isWriting) ensured({ programs: ['pngquant'], from: ['pngquant'] });
    mkdirSync(this.folder, { recursive: true });
  }

  /**
   * Takes a picture in the language of the page; throws an error if it cannot be taken.
   *
   * @param {import('./page-steps.mjs').PageScreenshot} screenshot
   * @param {import('./chapters.mjs').Language} language
   */
  async take({ name, url }, language) {
    this.#browser ??= await chromium.launch({
      executablePath: ['chromium', 'chromium-browser', 'google-chrome'].map(find).find(Boolean),
      args: ['--no-sandbox'],
    });
    const isConsole = new URL(url).pathname.startsWith('/console');
    const context = await this.#browser.newContext({
      viewport: { width, height: mostHeight.console },
      locale: language === 'zh' ? 'zh-CN' : 'en-US',
      javaScriptEnabled: isConsole,
    });
    try {
      const page = await context.newPage();
      const response = await page.goto(withPort(url));
      // The console's page is built after the first start, and loads again by itself until then.
      if (isConsole) await livened(page);
      else if (response?.status() !== 200) throw new Error(`${url} responds ${response?.status()}`);
      const text = await page.innerText('body');
      if (!/CLOUD-PAYMENT-SERVICE|localhost:700[12]|"code":/.test(text))
        throw new Error(`${url} does not show the demo: ${text.slice(0, 500)}`);
      await this.#keep(page, `${name}.${language}.png`, isConsole ? mostHeight.console : mostHeight.page);
    } finally {
      await context.close();
    }
  }

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} name
   * @param {number} most height at which the picture is cut
   */
  async #keep(page, name, most) {
    const bottom = await page.evaluate(
      'Math.max(...[...document.body.children].map((each) => each.getBoundingClientRect().bottom))',
    );
    await page.setViewportSize({ width, height: Math.min(Math.ceil(Number(bottom)) + 16, most) });
    const path = join(this.folder, name);
    await page.screenshot({ path });
    if (this.isWriting) execFileSync('pngquant', ['--force', '--ext', '.png', '--speed', '1', '64', path]);
    else if (!existsSync(join(committed, name)))
      throw new Error(`docs/images/course/${name} is missing: node tools/course/check.mjs --write-pictures`);
  }

  async close() {
    await this.#browser?.close();
  }
}

/**
 * Waits for the console's stream, and calls the consumer, so that there is something to see.
 *
 * @param {import('playwright-core').Page} page
 */
async function livened(page) {
  await page.locator('.pill.is-live').waitFor({ timeout: liveLimitMs });
  await pause(followedMs);
  for (let call = 0; call < calls; call++) {
    await fetch(withPort('http://localhost/consumer/payment/get/31')).catch(() => undefined);
    await pause(callPauseMs);
  }
}
