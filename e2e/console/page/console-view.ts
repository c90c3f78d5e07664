import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { open, type Look, type Opened } from '../../page/browser.js';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface ConsoleView extends Opened {
  /** Violations that axe finds, with the elements. */
  violations(): Promise<readonly string[]>;
  /** Complaints of the browser; that this registry has no lab is none. */
  faults: () => readonly string[];
  close(): Promise<void>;
}

/** Opens a page of the console and waits for its data. */
export async function openConsole(
  browser: Browser,
  url: string,
  look: Partial<Look> = {},
): Promise<ConsoleView> {
  const opened = await open(browser, url, { width: 1280, scripts: true, ...look });
  await opened.page.locator('main .panel, main .empty').first().waitFor();
  return {
    ...opened,
    violations: () => violationsOf(opened.page),
    faults: () => opened.complaints.filter((each) => !/status of 404/.test(each)),
    close: () => opened.page.context().close(),
  };
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate<readonly string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).slice(0, 3).join(' | ')))`,
  );
}
