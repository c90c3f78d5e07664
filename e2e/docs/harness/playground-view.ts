import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Look, open, type Opened } from '../../page/browser.js';

/** Folder of screenshots for people to look at; git ignores it. */
const pictures = join(__dirname, '..', '..', '..', 'dist', 'companion-pictures');
const axe = createRequire(join(__dirname, 'playground-view.ts')).resolve('axe-core/axe.min.js');

export type Language = 'zh' | 'en';

/** The whole playground in a browser. */
export class PlaygroundView {
  private constructor(private readonly opened: Opened) {}

  /** Opens the playground with the state in `fragment`, and waits for its pictures. */
  static async open(
    browser: Browser,
    site: string,
    {
      fragment = '',
      language = 'en',
      ...look
    }: Partial<Look> & { fragment?: string; language?: Language } = {},
  ): Promise<PlaygroundView> {
    const url = `${site}${language}/playground.html${fragment && `#${fragment}`}`;
    const view = new PlaygroundView(
      await open(browser, url, { width: 1280, ...look, scripts: true, worksOffline: true }),
    );
    await view.isThere();
    return view;
  }

  get page(): Page {
    return this.opened.page;
  }

  get complaints(): readonly string[] {
    return this.opened.complaints;
  }

  get strayRequests(): readonly string[] {
    return this.opened.strayRequests;
  }

  overflow(): Promise<number> {
    return this.opened.overflow();
  }

  async isThere(): Promise<void> {
    await this.page.locator('.pg-picture svg').first().waitFor({ timeout: 60_000 });
  }

  /** Waits for a time, such as `1:40.500`. */
  async reaches(clock: string): Promise<void> {
    await this.page.locator('.pg-clock strong', { hasText: clock }).waitFor({ timeout: 60_000 });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async choose(label: string, value: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).selectOption(value);
  }

  /** Text of the facts below the pictures: what is listed, and what would be called. */
  facts(): Promise<readonly string[]> {
    return this.page.locator('.pg-fact').allInnerTexts();
  }

  /** Lines of the log that a click saves, for each pace that is shown. */
  async savedLogs(): Promise<readonly (readonly string[])[]> {
    const logs: string[][] = [];
    for (const button of await this.page.locator('.pg-log-head button').all()) {
      const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
      logs.push(
        readFileSync(await download.path(), 'utf8')
          .trimEnd()
          .split('\n'),
      );
    }
    return logs;
  }

  /** Rules of accessibility that the playground breaks, with the elements. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(readFileSync(axe, 'utf8'));
    return this.page.evaluate<string[]>(
      `axe.run('.pg').then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120))))`,
    );
  }

  async keepPicture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
