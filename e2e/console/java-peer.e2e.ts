import type { Browser } from 'playwright-core';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Demo } from '../harness/demo.js';
import { eventually } from '../harness/eventually.js';
import { freePorts } from '../harness/free-ports.js';
import { get } from '../harness/http.js';
import { startBrowser } from '../page/browser.js';
import { startJavaPeer, type JavaPeer } from '../peers/harness/java-peer.js';
import { ConsolePage, register } from './harness/console-page.js';

jest.setTimeout(180_000);

describe('a Java registry as a peer', () => {
  let demo: Demo;
  let java: JavaPeer;
  let browser: Browser;
  const ours = () => demo.url('eureka-7001', '');

  beforeAll(async () => {
    demo = await Demo.prepare();
    const [port = 0] = await freePorts(1);
    const ownUrl = demo.url('eureka-7001', '/eureka/');
    await demo.startWith('eureka-7001', {
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `http://127.0.0.1:${port}/eureka/`,
    });
    java = await startJavaPeer('hoxton', 'server', {
      port,
      registries: [ownUrl],
      properties: {
        'eureka.client.fetch-registry': true,
        'eureka.server.use-read-only-response-cache': false,
        'eureka.server.peer-node-connect-timeout-ms': 2000,
        'eureka.server.peer-node-read-timeout-ms': 5000,
      },
    });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  it('shows its state, and the instances that were registered there', async () => {
    await register(java.url(''), anInstance({ app: 'FROM-JAVA', instanceId: 'from-java' }));
    const page = await ConsolePage.open(browser, `${ours()}/console`);
    await page.goTo('instances');
    await page.row('from-java').waitFor({ timeout: 60_000 });
    await page.goTo('peers');
    await page.page.locator('.peer-state').getByText('in step').waitFor({ timeout: 60_000 });
    expect(await page.page.locator('.peer').innerText()).toContain('Another implementation');
    await page.keepPicture('java-peer');
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('compares the lists of both', async () => {
    await register(ours(), anInstance({ app: 'FROM-US', instanceId: 'from-us' }));
    await eventually(async () => {
      expect((await get(java.url('/eureka/apps/FROM-US/from-us'))).status).toBe(200);
    }, 30_000);
    const page = await ConsolePage.open(browser, `${ours()}/console`);
    await page.goTo('peers');
    await page.page.getByRole('button', { name: /^Compare/ }).click();
    await page.page.getByText(/No difference|\d+ difference/).waitFor({ timeout: 30_000 });
    await page.close();
  });

  it('shows that it is unreachable, and why, once it is killed', async () => {
    const page = await ConsolePage.open(browser, `${ours()}/console`);
    await page.goTo('peers');
    await java.kill();
    await page.page.locator('.peer-state').getByText('unreachable').waitFor({ timeout: 60_000 });
    expect(await page.page.locator('.peer').innerText()).toMatch(/ECONNREFUSED|refused/);
    await page.close();
  });
});
