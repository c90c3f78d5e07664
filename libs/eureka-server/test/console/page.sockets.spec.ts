import fastify from 'fastify';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleAssets } from '../../src/console/console-assets.js';
import { consoleLogger } from '../../src/log/console-logger.js';
import { EurekaServer } from '../../src/server/eureka-server.js';
import { ConsoleTarget } from './console-target.js';

describe('the files of the console', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'console-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const build = (folder: string) => {
    mkdirSync(join(root, folder, 'console/assets'), { recursive: true });
    writeFileSync(join(root, folder, 'index.html'), folder);
    writeFileSync(join(root, folder, 'console/assets/app-1a.js'), 'let x;');
    writeFileSync(join(root, folder, 'secret.js'), 'secret');
  };
  const pageFrom = async (folder: string) => (await new ConsoleAssets(join(root, folder)).page())?.toString();

  it('are those beside the server, else those of the workspace', async () => {
    mkdirSync(join(root, 'server/dist/console'), { recursive: true });
    build('libs/eureka-console/dist');
    expect(await pageFrom('server/dist/console')).toBe('libs/eureka-console/dist');
    build('server/console-page');
    expect(await pageFrom('server/dist/console')).toBe('server/console-page');
    build('server/dist/console-page');
    expect(await pageFrom('server/dist/console')).toBe('server/dist/console-page');
  });

  it('are read as they are asked for, so that a build under a running server is seen', async () => {
    const assets = new ConsoleAssets(join(root, 'server'));
    expect(await assets.page()).toBeUndefined();
    build('server/console-page');
    expect((await assets.page())?.toString()).toBe('server/console-page');
  });

  it('are those of their folder alone, and compressed where the browser wants it', async () => {
    build('server/console-page');
    const assets = new ConsoleAssets(join(root, 'server'));
    expect(await assets.file('app-1a.js', false)).toMatchObject({
      bytes: Buffer.from('let x;'),
      isGzip: false,
    });
    expect(await assets.file('app-1a.js', true)).toMatchObject({ isGzip: true });
    const others = ['../../secret.js', '..\\..\\secret.js', 'none.js', 'app-1a', '.js', '', 'a\0.js'];
    for (const name of others) expect(await assets.file(name, false)).toBeUndefined();
  });
});

describe('the page of the console', () => {
  let target: ConsoleTarget;
  afterEach(() => target.close());

  it('has a strict policy, says in two languages how to build it if need be, and leads to one spelling', async () => {
    target = await new ConsoleTarget().open();
    const page = await target.send('GET', '/console', { 'accept-language': 'zh-CN' });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    if (page.status === 503) {
      expect(page.text).toContain('npx nx build eureka-console');
      expect(page.text).toContain('控制台尚未构建');
      expect((await target.send('GET', '/console')).text).toContain('The console is not built');
    } else expect(page.status).toBe(200);
    expect(await target.send('GET', '/console/')).toMatchObject({
      status: 302,
      headers: { location: '../console' },
    });
    expect(await target.send('HEAD', '/console')).toMatchObject({ text: '' });
    expect(await target.send('POST', '/console')).toMatchObject({
      status: 405,
      headers: { allow: 'GET,HEAD' },
    });
    expect(await target.send('GET', '/console/assets/none-1.js')).toMatchObject({ status: 404 });
    expect(await target.send('GET', '/console/assets/..%2f..%2findex.html')).toMatchObject({ status: 404 });
  });

  it('is found on a host that ignores a slash at the end of a path', async () => {
    for (const host of [{}, { routerOptions: { ignoreTrailingSlash: true } }]) {
      const app = fastify(host);
      new EurekaServer({}, { loggerFor: consoleLogger('error') }).mount(app);
      const statuses = ['/console', '/console/'].map(async (url) => (await app.inject({ url })).statusCode);
      expect([await statuses[0], await statuses[1]]).toEqual([expect.any(Number), 302]);
      await app.close();
    }
    target = await new ConsoleTarget().open();
  });

  it('is beside the classic page, wherever that is', async () => {
    target = await new ConsoleTarget({ dashboardPath: '/registry' }).open();
    expect((await target.send('GET', '/registry/console')).headers['content-security-policy']).toBeDefined();
    expect(await target.send('GET', '/console')).toMatchObject({ status: 404 });
  });
});
