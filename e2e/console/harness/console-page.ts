import type { InstanceInfo } from '@eureka-nest/protocol';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { call } from '../../harness/http.js';
import { open, type Look, type Opened } from '../../page/browser.js';

/** Folder of screenshots for people to look at; git ignores it. */
const pictures = join(__dirname, '..', '..', '..', 'dist', 'console-screenshots');

export type PageName = 'overview' | 'instances' | 'preservation' | 'peers' | 'activity' | 'lab';

/** The console in a browser, as its readers see it. */
export class ConsolePage {
  private constructor(private readonly opened: Opened) {}

  /** Opens the console and waits until it shows a registry. */
  static async open(browser: Browser, url: string, look: Partial<Look> = {}): Promise<ConsolePage> {
    const console = new ConsolePage(await open(browser, url, { width: 1280, ...look, scripts: true }));
    await console.isLive();
    return console;
  }

  get page(): Page {
    return this.opened.page;
  }

  /** Messages of the browser, without those that a registry has no lab and that a stream ended. */
  get complaints(): readonly string[] {
    return this.opened.complaints.filter((each) => !/status of 404|\/events failed/.test(each));
  }

  get strayRequests(): readonly string[] {
    return this.opened.strayRequests;
  }

  overflow(): Promise<number> {
    return this.opened.overflow();
  }

  /** Waits until the page has a stream from the registry. */
  async isLive(timeout = 30_000): Promise<void> {
    await this.page.locator('.pill.is-live').waitFor({ timeout });
  }

  async goTo(name: PageName): Promise<void> {
    await this.page.locator(`nav a[href="#/${name}"]`).click();
    await this.page.locator(`nav a[href="#/${name}"][aria-current="page"]`).waitFor();
  }

  /** Row of an instance in the list. */
  row(id: string): Locator {
    return this.page.locator('[role="row"]').filter({ has: this.page.getByText(id, { exact: true }) });
  }

  /**
   * Time in epoch milliseconds at which a text appears in the page, or leaves it; looked for with
   * each change of the document.
   */
  whenText(text: string, isThere: boolean): Promise<number> {
    return this.page.evaluate<number>(`new Promise((resolve) => {
      const look = () => {
        if (document.body.innerText.includes(${JSON.stringify(text)}) !== ${isThere}) return;
        observer.disconnect();
        resolve(Date.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
    })`);
  }

  async keepPicture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** Registers an instance at a registry. */
export async function register(registry: string, instance: InstanceInfo): Promise<number> {
  const { app, instanceId, port, securePort, ...rest } = instance;
  const wire = (each: typeof port) => ({ $: each.number, '@enabled': String(each.enabled) });
  const dataCenterInfo = {
    '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
    name: 'MyOwn',
  };
  const body = {
    instance: { ...rest, app, instanceId, port: wire(port), securePort: wire(securePort), dataCenterInfo },
  };
  const { status, text } = await call('POST', `${registry}/eureka/apps/${encodeURIComponent(app)}`, { body });
  if (status !== 204) throw new Error(`not registered: ${status} ${text}`);
  return Date.now();
}

export async function cancel(registry: string, { app, instanceId = '' }: InstanceInfo): Promise<number> {
  const path = [app, instanceId].map(encodeURIComponent).join('/');
  await call('DELETE', `${registry}/eureka/apps/${path}`);
  return Date.now();
}
