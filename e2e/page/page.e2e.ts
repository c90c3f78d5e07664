import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { open, startBrowser, type Look } from './browser.js';
import { courseInstances, manyInstances, startRegistry, type RegistryToSee } from './registries.js';

jest.setTimeout(60_000);

const widths = [1280, 400];

describe('the page in Chromium', () => {
  let browser: Browser;
  const registries: RegistryToSee[] = [];
  const urls: Record<string, string> = {};

  beforeAll(async () => {
    browser = await startBrowser();
    const start = async (...wanted: Parameters<typeof startRegistry>) => {
      const registry = await startRegistry(...wanted);
      registries.push(registry);
      return registry;
    };
    const peer = await start();
    urls['empty'] = (await start()).url;
    const course = await start(courseInstances, {
      heartbeats: 6,
      peers: [new URL('eureka/', peer.url).href],
    });
    course.service.cancel('CLOUD-PAYMENT-SERVICE', 'payment8003', 'client');
    course.service.register(courseInstances[2]!, 'client');
    urls['course'] = course.url;
    urls['many'] = (await start(manyInstances, { heartbeats: 100, dashboardPath: '/dash' })).url;
    urls['lastn'] = new URL('lastn', course.url).href;
    urls['cancelled'] = new URL('lastn#cancelled', course.url).href;
    urls['many-lastn'] = `${urls['many']}/lastn`;
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(registries.map((registry) => registry.close()));
  });

  const situations = ['empty', 'course', 'many', 'lastn', 'cancelled', 'many-lastn'].flatMap((name) =>
    widths.map((width) => ({ name, width })),
  );

  it.each(situations)(
    '$name, $width pixels wide: no overflow, no messages of the browser',
    async ({ name, width }) => {
      const opened = await open(browser, urls[name] ?? '', { width });
      await opened.keepPicture(`${name}-${width}`);
      expect(opened.status).toBe(200);
      expect(await opened.overflow()).toBeLessThanOrEqual(0);
      expect(opened.complaints).toEqual([]);
      expect(opened.strayRequests).toEqual([]);
      await opened.page.context().close();
    },
  );

  const looks: readonly (Look & { name: string })[] = [
    { name: 'zh', width: 1280, locale: 'zh-CN' },
    { name: 'zh', width: 400, locale: 'zh-CN' },
    { name: 'dark', width: 1280, colorScheme: 'dark' },
    { name: 'dark', width: 400, colorScheme: 'dark', locale: 'zh-CN' },
  ];
  it.each(looks)('the course, $name, $width pixels wide', async ({ name, ...look }) => {
    const opened = await open(browser, urls['course'] ?? '', look);
    await opened.keepPicture(`course-${name}-${look.width}`);
    const text = await opened.page.innerText('.why');
    expect(text).toContain(look.locale === 'zh-CN' ? '只有 4 个实例时' : 'With 4 instances');
    expect(await opened.overflow()).toBeLessThanOrEqual(0);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  it('runs no script of an instance, even if scripts are allowed', async () => {
    const opened = await open(browser, urls['many'] ?? '', { width: 1280, scripts: true });
    expect(await opened.page.title()).toBe('Eureka');
    expect(await opened.page.innerText('main')).toContain(`"><script>document.title='harmed'</script>`);
    expect(await opened.page.innerText('.shared')).toContain('web-1: from 10.0.0.1:8001 and 10.0.0.2:8001');
    expect(await opened.page.locator('script, [style], a[href^="javascript"]').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  it('shows the registered leases first, and the cancelled ones after a click, without a script', async () => {
    const { page } = await open(browser, urls['lastn'] ?? '', { width: 1280 });
    const shown = async () => [await page.isVisible('#registered'), await page.isVisible('#cancelled')];
    const weightOf = (tab: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${tab}')).fontWeight`);
    expect(await shown()).toEqual([true, false]);
    expect([await weightOf('#tab-registered'), await weightOf('#tab-cancelled')]).toEqual(['700', '400']);
    await page.click('text=Last 1000 cancelled leases');
    expect(await shown()).toEqual([false, true]);
    expect([await weightOf('#tab-registered'), await weightOf('#tab-cancelled')]).toEqual(['400', '700']);
    await page.click('text=Last 1000 newly registered leases');
    expect(await shown()).toEqual([true, false]);
    await page.context().close();
  });

  it('links the two pages to each other, below any path', async () => {
    const { page } = await open(browser, urls['many'] ?? '', { width: 1280 });
    await page.click('text=Last 1000 since startup');
    expect(new URL(page.url()).pathname).toBe('/dash/lastn');
    await page.click('nav >> text=Home');
    expect(new URL(page.url()).pathname).toBe('/dash/');
    expect(await page.innerText('main')).toContain('INVENTORY');
    await page.context().close();
  });

  it('would fail these tests if it broke the rules', async () => {
    const server = createServer((_, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': "default-src 'none'; img-src *",
        })
        .end(
          `<p style="color:red">x</p><img src="http://elsewhere.invalid/x.png"><pre>${'wide '.repeat(300)}</pre>`,
        ),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const opened = await open(browser, `http://127.0.0.1:${port}/`, { width: 400 });
    expect(await opened.overflow()).toBeGreaterThan(0);
    expect(opened.complaints.join()).toMatch(/Content Security Policy/i);
    expect(opened.strayRequests).toEqual(['http://elsewhere.invalid/x.png']);
    await opened.page.context().close();
    server.close();
  });
});
