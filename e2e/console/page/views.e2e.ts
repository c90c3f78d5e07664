import type { Browser } from 'playwright-core';
import { startBrowser } from '../../page/browser.js';
import { openConsole, type ConsoleView } from './console-view.js';
import { startFakeRegistry, type FakeRegistry, type FakeServerOptions } from './fake-registry.js';

jest.setTimeout(120_000);

describe('the views of the console', () => {
  let browser: Browser;
  let registry: FakeRegistry;
  let view: ConsoleView;

  beforeAll(async () => void (browser = await startBrowser()));
  afterAll(() => browser?.close());
  afterEach(async () => {
    expect(view.faults()).toEqual([]);
    await view.close();
    await registry.close();
  });

  const open = async (name: string, options: FakeServerOptions = {}, locale = 'en-US') => {
    registry = await startFakeRegistry(options);
    view = await openConsole(browser, `${registry.url}#/${name}`, { locale });
    return view.page;
  };

  it('show of an instance its statuses side by side, lease, metadata, addresses, times and links', async () => {
    const page = await open('instances');
    const [first] = registry.cluster.providers;
    const override = { override: 'OUT_OF_SERVICE', status: 'OUT_OF_SERVICE' } as const;
    registry.send('changes', { put: [{ ...first!, ...override }], removed: [] });
    await page.getByRole('button', { name: /Details of .*payment8001/ }).click();
    const details = page.getByRole('dialog');
    await details.getByText('OUT_OF_SERVICE').first().waitFor();
    const statuses = await details.locator('.three > div').allInnerTexts();
    expect(statuses.map((each) => each.split(/\n+/).at(-1))).toEqual([
      'OUT_OF_SERVICE',
      'UP',
      'OUT_OF_SERVICE',
    ]);
    const text = await details.innerText();
    for (const each of ['Last heartbeat', 'Remaining', 'zone-a', '1.4.2', '192.168.1.7', '8001', 'weight'])
      expect(text).toContain(each);
    expect(text).toMatch(/Registered\s+\S[^]*Up since\s+\S/);
    const links = await details
      .locator('a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(links).toEqual([
      'http://localhost:8001/actuator/health',
      'http://localhost:8001/actuator/info',
      'http://localhost:8001/',
    ]);
  });

  it('explain self-preservation with its numbers, and draw the heartbeats of the last hour', async () => {
    const page = await open('preservation', { instances: 40, isPreserving: true });
    await page.locator('main').getByText('Expected clients').waitFor();
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    // 40 clients send 80 heartbeats a minute; 68 are required, 48 came, and the 69th ends it.
    for (const each of [
      '40 Expected clients',
      '2 heartbeats',
      '85 %',
      '68 threshold',
      'minute 48',
      'Missing 21',
    ])
      expect(text).toContain(each);
    expect(text).toMatch(
      /At least 21 more heartbeats.*1 lease has expired.*payment8003.*EMERGENCY! EUREKA MAY/,
    );
    const chart = page.getByRole('img', { name: /Heartbeats per minute.*received \d+, threshold 68/ });
    // The chart comes in a frame of its own.
    await chart.locator('canvas').waitFor();
    expect(await chart.locator('canvas').count()).toBe(1);
    const isDrawn = `(() => {
      const canvas = document.querySelector('figure canvas');
      if (!canvas?.width) return false;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((each) => each !== 0);
    })()`;
    await page.waitForFunction(isDrawn);
  });

  it('compare two registries: what differs, and which side is newer', async () => {
    const page = await open('peers');
    await page.getByRole('button', { name: /^Compare/ }).click();
    const rows = page.locator('.peer tbody tr');
    await rows.first().waitFor();
    const cells = (await rows.allInnerTexts()).map((each) => each.replace(/\s+/g, ' '));
    expect(cells).toEqual([
      expect.stringMatching(/payment8001 .*UP.*DOWN.* here$/),
      expect.stringMatching(/payment8003 .*UP.*– here$/),
    ]);
    expect(await view.violations()).toEqual([]);
  });

  it('filter instances by status, application and zone, and sort them', async () => {
    const page = await open('instances', { instances: 60 });
    const rows = page.locator('.rows .row');
    const [status, app, zone] = [0, 1, 2].map((each) => page.locator('.filters select').nth(each));
    await status!.selectOption('DOWN');
    const down = (await rows.locator('.col-status').allInnerTexts()).map((each) => each.trim());
    expect([down.length > 1, new Set(down)]).toEqual([true, new Set(['DOWN'])]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await zone!.selectOption('zone-b');
    expect(new Set(await rows.locator('.col-zone').allInnerTexts())).toEqual(new Set(['zone-b']));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await app!.selectOption('CLOUD-PAYMENT-SERVICE');
    expect(await rows.count()).toBe(3);
    await page.getByRole('button', { name: 'Instance' }).click();
    await page.getByRole('button', { name: 'Instance' }).click();
    expect(await rows.locator('.col-id').allInnerTexts()).toEqual([
      'payment8003',
      'payment8002',
      'payment8001',
    ]);
    expect(await page.locator('[aria-sort="descending"]').innerText()).toContain('Instance');
  });

  it('filter activities by their kind and by text', async () => {
    const page = await open('activity');
    const rows = page.locator('.activity-row');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(8);
    await page.locator('.filters select').selectOption('registered');
    expect(await rows.count()).toBe(4);
    await page.getByRole('searchbox').fill('payment8002');
    expect(await rows.count()).toBe(1);
    await page.locator('.filters select').selectOption('');
    expect((await rows.allInnerTexts()).join()).toContain('operator ada');
  });

  it.each([
    ['en-US', { status: 404, code: 'no-instance', message: '?' }, 'Failed: there is no such instance'],
    ['zh-CN', { status: 404, code: 'no-instance', message: 'there is none' }, '失败：没有这个实例'],
    ['zh-CN', { status: 400, message: 'a reason of a newer registry' }, '失败：a reason of a newer registry'],
  ])('say in %s why an action failed: %j', async (locale, failure, text) => {
    const page = await open('instances', { failure }, locale);
    await page.locator('.row-open').nth(1).click();
    await page.getByRole('dialog').locator('.danger').click();
    await page.getByRole('alertdialog').locator('.danger').click();
    await page.getByRole('alertdialog').getByText(text).waitFor();
    view.faults = () => [];
  });

  it('load the page anew if their file is gone, as after an upgrade of the registry', async () => {
    const page = await open('overview');
    await page.route(/InstancesPage-[^/]*\.js$/, (route) => route.fulfill({ status: 404 }), { times: 1 });
    await page.locator('nav a[href="#/instances"]').click();
    await page.getByRole('button', { name: /Details of .*payment8001/ }).waitFor();
    view.faults = () => [];
  });

  it('wait for a registry that does not respond while their file is loaded', async () => {
    const page = await open('overview');
    let isGone = true;
    const isAsked = new Promise<void>((resolve) => {
      void page.route(/InstancesPage-[^/]*\.js$|\/console$/, (route) => {
        if (route.request().method() === 'HEAD') resolve();
        return isGone ? route.abort() : route.continue();
      });
    });
    await page.locator('nav a[href="#/instances"]').click();
    await isAsked;
    isGone = false;
    await page.getByRole('button', { name: /Details of .*payment8001/ }).waitFor();
    view.faults = () => [];
  });

  it('say in Chinese why two registries were not compared', async () => {
    const page = await open('peers', { failure: { status: 502, code: 'peer-down', message: '?' } }, 'zh-CN');
    await page.getByRole('button', { name: /^比对/ }).click();
    await page.getByText('比对失败：对等节点没有响应').waitFor();
    view.faults = () => [];
  });
});
