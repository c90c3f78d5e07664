import type { Browser } from 'playwright-core';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Demo } from '../harness/demo.js';
import { startBrowser } from '../page/browser.js';
import { ConsolePage, register, type PageName } from './harness/console-page.js';

jest.setTimeout(120_000);

const markup = `"><img src=x onerror="document.title='harmed'"><script>document.title='harmed'</script>`;
const template = `{{constructor.constructor("document.title='harmed'")()}}`;
const pages: readonly PageName[] = ['overview', 'instances', 'preservation', 'peers', 'activity'];

/** Hostile texts in every field that a registration may have. */
const instances = [
  anInstance({
    app: 'HOSTILE',
    instanceId: `${markup}${'x'.repeat(200)}`,
    hostName: `h${markup}`,
    ipAddr: markup,
    appGroupName: markup,
    vipAddress: markup,
    secureVipAddress: markup,
    homePageUrl: `javascript:document.title='harmed'`,
    statusPageUrl: `data:text/html,${markup}`,
    healthCheckUrl: `https://user:secret@x.example/${markup}`,
    metadata: {
      zone: markup,
      version: template,
      [markup.slice(0, 60)]: markup,
      __proto: '1',
      constructor: '2',
    },
  }),
  anInstance({ app: 'HOSTILE', instanceId: template, metadata: { zone: template } }),
  anInstance({ app: 'HOSTILE', instanceId: '\u202egnp.exe\u0007\u200b', metadata: { zone: '\u202e' } }),
  anInstance({ app: 'W'.repeat(300), instanceId: 'w'.repeat(300), metadata: { zone: 'w'.repeat(1_000) } }),
  anInstance({ app: 'CALLS', instanceId: 'calls', metadata: { 'eureka-nest.calls': '//evil.example/x' } }),
];

describe('hostile names in every field', () => {
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await Demo.prepare({ all: { EUREKA_CONSOLE_FOLLOW_CALLS: 'true' } });
    await demo.start('eureka-7001', 'eureka-7002');
    for (const each of instances)
      await register(demo.url('eureka-7001', ''), each).catch((error: Error) => {
        // A registry may refuse a name altogether, which protects the page as well.
        if (!/not registered: 400/.test(error.message)) throw error;
      });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  it.each([1280, 400])('are text, and stay within %i pixels', async (width) => {
    const page = await ConsolePage.open(browser, demo.url('eureka-7001', '/console'), { width });
    for (const name of pages) {
      await page.goTo(name);
      await page.page.waitForTimeout(200);
      expect([name, await page.overflow()]).toEqual([name, 0]);
      await page.keepPicture(`hostile-${name}-${width}`);
    }
    expect(await page.page.title()).not.toContain('harmed');
    expect(
      await page.page.locator('img, script:not([src]), a[href^="javascript"], a[href^="data"]').count(),
    ).toBe(0);
    expect(page.complaints).toEqual([]);
    expect(page.strayRequests).toEqual([]);
    await page.close();
  });

  it('are text in the details of each instance, which link only to http and https', async () => {
    const page = await ConsolePage.open(browser, demo.url('eureka-7001', '/console'));
    await page.goTo('instances');
    const rows = page.page.locator('.row-open');
    await rows.first().waitFor();
    const count = await rows.count();
    expect(count).toBeGreaterThanOrEqual(3);
    for (let row = 0; row < count; row++) {
      await rows.nth(row).click();
      await page.page.getByRole('dialog').waitFor();
      const links = await page.page
        .getByRole('dialog')
        .locator('a')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      for (const link of links) expect(link).toMatch(/^https?:/);
      await page.keepPicture(`hostile-details-${row}`);
      await page.page.keyboard.press('Escape');
      await page.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(await page.page.title()).not.toContain('harmed');
    expect(page.complaints).toEqual([]);
    await page.close();
  });
});
