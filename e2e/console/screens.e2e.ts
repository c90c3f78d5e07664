import type { Browser } from 'playwright-core';
import { providers } from '../harness/app-names.js';
import { balancedOver, respondingProviders } from '../harness/rotation.js';
import { startBrowser } from '../page/browser.js';
import { ConsolePage, type PageName } from './harness/console-page.js';
import { LabDemo } from './harness/lab-demo.js';

jest.setTimeout(180_000);

const pages: readonly PageName[] = ['overview', 'instances', 'preservation', 'peers', 'activity', 'lab'];
const looks = (['en-US', 'zh-CN'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1280, 400].map((width) => ({ locale, colorScheme, width })),
  ),
);

/** Pictures of each view, for people to look at, in `dist/console-screenshots`. */
describe('every view', () => {
  let lab: LabDemo;
  let browser: Browser;

  beforeAll(async () => {
    // A killed provider stays listed, and so it is seen as ejected.
    lab = await LabDemo.running({}, { EUREKA_CLIENT_PRESENCE: 'false' });
    browser = await startBrowser();
    await balancedOver(lab.demo, providers);
    await lab.act({ action: 'kill', name: providers[1] });
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  it.each(looks)('$locale, $colorScheme, $width pixels wide', async ({ locale, colorScheme, width }) => {
    const page = await ConsolePage.open(browser, lab.url(), { locale, colorScheme, width });
    const nameOf = (view: string) => `${view}-${locale.slice(0, 2)}-${colorScheme}-${width}`;
    await respondingProviders(lab.demo, 12);
    for (const name of pages) {
      await page.goTo(name);
      if (name === 'lab') await page.page.locator('button.main').click();
      await page.page.waitForTimeout(600);
      expect([name, await page.overflow()]).toEqual([name, 0]);
      await page.keepPicture(nameOf(name));
    }
    await page.goTo('instances');
    await page.page.locator('.row-open').first().click();
    await page.page.getByRole('dialog').waitFor();
    await page.keepPicture(nameOf('details'));
    expect(await page.page.evaluate('document.documentElement.lang')).toBe(
      locale === 'zh-CN' ? 'zh-CN' : 'en',
    );
    expect(page.complaints).toEqual([]);
    expect(page.strayRequests).toEqual([]);
    await page.close();
  });
});
