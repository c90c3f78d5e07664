import type { Browser } from 'playwright-core';
import { startBrowser } from '../../page/browser.js';
import { openConsole } from './console-view.js';
import { startFakeRegistry, type FakeRegistry, type FakeServerOptions } from './fake-registry.js';

jest.setTimeout(120_000);

const pages = ['overview', 'instances', 'preservation', 'peers', 'activity', 'lab'];
const looks = [
  { locale: 'en-US', width: 1280, colorScheme: 'light' },
  { locale: 'zh-CN', width: 1280, colorScheme: 'dark' },
  { locale: 'en-US', width: 400, colorScheme: 'dark' },
  { locale: 'zh-CN', width: 400, colorScheme: 'light' },
] as const;

describe('the page of the console in Chromium', () => {
  let browser: Browser;
  const registries: FakeRegistry[] = [];
  const start = async (options: FakeServerOptions = {}) => {
    const registry = await startFakeRegistry(options);
    registries.push(registry);
    return registry;
  };

  beforeAll(async () => void (browser = await startBrowser()));
  afterAll(() => browser?.close());
  afterEach(() => Promise.all(registries.splice(0).map((registry) => registry.close())));

  it.each(looks)('is readable and accessible: $locale, $width pixels, $colorScheme', async (look) => {
    const registry = await start({ instances: 40, hasLab: true, isPreserving: look.colorScheme === 'dark' });
    for (const name of pages) {
      const view = await openConsole(browser, `${registry.url}#/${name}`, look);
      await view.page.waitForFunction(`document.querySelector('nav [aria-current]')`);
      await view.page.evaluate('document.fonts.ready');
      await view.keepPicture(`console-${name}-${look.locale.slice(0, 2)}-${look.width}-${look.colorScheme}`);
      expect({ name, violations: await view.violations() }).toEqual({ name, violations: [] });
      expect(await view.overflow()).toBeLessThanOrEqual(0);
      expect(view.faults()).toEqual([]);
      expect(view.strayRequests).toEqual([]);
      expect(await view.page.getAttribute('html', 'lang')).toBe(look.locale === 'zh-CN' ? 'zh-CN' : 'en');
      await view.close();
    }
  });

  it('opens the details and the dialog of an action accessibly, by keys alone', async () => {
    const registry = await start();
    const view = await openConsole(browser, `${registry.url}#/overview`);
    const { page } = view;
    await page.locator('.cv-node', { hasText: ':8002' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').innerText()).toContain('payment8002');
    expect(await view.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Take out of service' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    expect(await view.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(view.faults()).toEqual([]);
    await view.close();
  });

  it('takes an instance out of service and shows it, after a confirmation', async () => {
    const registry = await start();
    const { page, close } = await openConsole(browser, `${registry.url}#/instances`);
    await page.getByRole('button', { name: /Details of .*payment8001/ }).click();
    await page.getByRole('button', { name: 'Take out of service' }).click();
    expect(registry.actions).toEqual([]);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take out of service' }).click();
    await page.getByRole('dialog').getByText('OUT_OF_SERVICE').first().waitFor();
    expect(registry.actions).toEqual([
      { token: 'token-1', body: { action: 'out-of-service', key: 'CLOUD-PAYMENT-SERVICE/payment8001' } },
    ]);
    await page.getByRole('button', { name: 'Edit metadata' }).click();
    await page.locator('textarea').fill('weight=5\nnonsense');
    expect(await page.getByRole('alertdialog').innerText()).toContain('nonsense');
    await page.locator('textarea').fill('weight=5');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Edit metadata' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    expect(registry.actions[1]!.body).toMatchObject({ action: 'metadata', metadata: { weight: '5' } });
    await close();
  });

  it.each([
    ['role', 'Your login may not act: eureka.console.operators does not list it.'],
    ['off', 'Actions are off: eureka.console.actions-enabled turns them on.'],
  ] as const)('explains why actions are off: %s', async (reason, text) => {
    const registry = await start({ actions: { enabled: false, reason } });
    const { page, close } = await openConsole(browser, `${registry.url}#/instances`);
    await page.getByRole('button', { name: /Details of .*payment8001/ }).click();
    await page.getByText(text).waitFor();
    expect(await page.getByRole('button', { name: 'Take out of service' }).count()).toBe(0);
    await close();
  });

  it('shows rows that appear, change and leave', async () => {
    const registry = await start();
    const { page, close } = await openConsole(browser, `${registry.url}#/instances`);
    const [, second, third] = registry.cluster.providers;
    const added = { ...second!, key: 'NEW-SERVICE/new', app: 'NEW-SERVICE', id: 'new' };
    const down = { ...third!, status: 'DOWN' } as const;
    registry.send('changes', { put: [added, down], removed: [second!.key] });
    await page.getByRole('button', { name: 'Details of NEW-SERVICE/new' }).waitFor();
    expect(await page.locator('.rows .row').allInnerTexts()).toEqual([
      expect.stringContaining('order80'),
      expect.stringContaining('payment8001'),
      expect.stringMatching(/DOWN[^]*payment8003/),
      expect.stringContaining('new'),
    ]);
    await close();
  });

  it('escapes what instances say, and links to nothing but http', async () => {
    const hostile = `"><script>document.title='harmed'</script><img src=x onerror="document.title='harmed'">`;
    const registry = await start({ hostile, hasLab: true });
    for (const name of pages) {
      const view = await openConsole(browser, `${registry.url}#/${name}`);
      if (name === 'instances') {
        await view.page.locator('.row-open').nth(1).click();
        await view.page.getByRole('dialog').getByText(hostile).first().waitFor();
        expect(await view.page.locator('a[href^="javascript"]').count()).toBe(0);
      }
      expect(await view.page.title()).not.toContain('harmed');
      expect(await view.page.locator('main img, main script, [role=dialog] img').count()).toBe(0);
      expect(await view.overflow()).toBeLessThanOrEqual(0);
      expect(view.faults()).toEqual([]);
      await view.close();
    }
  });

  it('says that the registry is gone, keeps what it knew, and comes back by itself', async () => {
    const first = await startFakeRegistry();
    const port = Number(new URL(first.url).port);
    const { page, close } = await openConsole(browser, `${first.url}#/instances`);
    await page.locator('.rows .row').nth(3).waitFor();
    await first.close();
    await page.getByText('Registry unreachable').first().waitFor();
    expect(await page.locator('.rows .row').count()).toBe(4);
    expect(await page.locator('main.is-old').count()).toBe(1);
    await start({ port, instances: 6 });
    await page.getByText('6 instances').waitFor();
    expect(await page.locator('main.is-old').count()).toBe(0);
    await close();
  });

  it('counts time by the clock of the registry, however wrong that is', async () => {
    const registry = await start({ clockOff: -40 * 86_400_000 });
    const { page, close } = await openConsole(browser, `${registry.url}#/instances`);
    expect(await page.locator('.rows .col-renewedAt').first().innerText()).toMatch(/^(now|\d+ s ago)$/);
    await close();
  });

  it('switches language and colours, and remembers both', async () => {
    const registry = await start();
    const { page, close } = await openConsole(browser, `${registry.url}#/peers`);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByLabel('主题').selectOption('dark');
    await page.reload();
    await page.getByRole('link', { name: '对等节点' }).waitFor();
    expect(await page.evaluate(`getComputedStyle(document.documentElement).colorScheme`)).toBe('dark');
    await close();
  });

  it('draws a bounded number of rows of 10,000 instances, and finds one', async () => {
    const registry = await start({ instances: 10_000 });
    const { page, close } = await openConsole(browser, `${registry.url}#/instances`);
    await page.getByText('10000 instances').waitFor();
    expect(await page.locator('.rows .row').count()).toBeLessThan(50);
    await page.getByRole('searchbox').fill('billing-3 weight=2 :9624');
    await page.getByText('1 of 10000 instances').waitFor();
    expect(await page.locator('.rows .row').count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('10000 instances', { exact: true }).waitFor();
    await page.locator('.scroller').press('End');
    await page.locator('.row[aria-rowindex="10001"]').waitFor();
    await close();
  });

  it('moves nothing for a reader who asks for less motion', async () => {
    const registry = await start();
    const view = await openConsole(browser, `${registry.url}#/overview`);
    await view.page.emulateMedia({ reducedMotion: 'reduce' });
    await view.page.getByText('Your system asks for less motion').waitFor();
    registry.send('calls', { consumers: registry.cluster.nextCall() });
    await view.page.locator('.cv-way').first().waitFor({ state: 'attached' });
    expect(await view.page.locator('.cv-dot').count()).toBe(0);
    await view.close();
  });

  it('shows calls going round as they happen', async () => {
    const registry = await start();
    const { page, close } = await openConsole(browser, `${registry.url}#/overview`);
    registry.send('calls', { consumers: registry.cluster.nextCall() });
    await page.locator('.cv-kind-call').first().waitFor({ state: 'attached' });
    expect(await page.locator('.cv-strip .cv-mark').count()).toBe(50);
    await close();
  });
});
