import { addressesOf, announcement, appNamed } from './announcement.mjs';
import { languageOf } from './language.mjs';

const consumer = appNamed('order-consumer-80');
const provider = appNamed('payment-provider-8001');
const registry = appNamed('eureka-7001');

describe('the addresses of an app', () => {
  it.each([
    [registry, {}, ['http://localhost:7001']],
    [consumer, {}, ['http://localhost', 'http://localhost:8080']],
    [consumer, { PORT: '9000' }, ['http://localhost:9000']],
    [provider, { HOST: '0.0.0.0' }, ['http://localhost:8001']],
    [provider, { HOST: '::1' }, ['http://[::1]:8001']],
    [provider, { HOST: '127.0.0.1', PORT: ' ' }, ['http://127.0.0.1:8001']],
  ])('%j with %j: %j', (app, env, addresses) => {
    expect(addressesOf(app, env)).toEqual(addresses);
  });
});

describe('the table at the end of the start', () => {
  const found = [
    { app: registry, address: 'http://localhost:7001' },
    { app: provider, address: 'http://localhost:8001' },
    { app: consumer, address: 'http://localhost:8080' },
  ];

  it('gives each app its address and what to try next', () => {
    expect(announcement(found, 'en', 60).split('\n')).toEqual([
      '',
      '  app                    address                what to try next',
      "  eureka-7001            http://localhost:7001  http://localhost:7001/ (the registry's page)",
      '  payment-provider-8001  http://localhost:8001  http://localhost:8001/payment/get/31',
      '  order-consumer-80      http://localhost:8080  http://localhost:8080/consumer/payment/get/31',
      '',
      '  Ctrl-C stops them all',
      '',
    ]);
  });

  it('keeps its columns in Chinese, where a character is two wide', () => {
    const [, head, first] = announcement(found, 'zh', 60).split('\n');
    expect(head).toBe('  应用                   地址                   试一试');
    expect(first).toBe(
      '  eureka-7001            http://localhost:7001  http://localhost:7001/（注册中心的页面）',
    );
  });

  it('gives the addresses of the console and of the companion', () => {
    const pages = { console: 'http://localhost:7010/console', companion: 'http://localhost:7020/' };
    const [, , , , , live, course] = announcement(found, 'en', 60, [], pages).split('\n');
    expect(live).toMatch(/^ {2}console +http:\/\/localhost:7010\/console {2}the cluster live/);
    expect(course).toMatch(/^ {2}companion +http:\/\/localhost:7020\/ +the course chapter by chapter/);
  });

  it('names the app that did not come up', () => {
    const text = announcement([...found.slice(1), { app: registry }], 'en', 60);
    expect(text).toContain('eureka-7001 did not come up within 60 s');
    expect(text).not.toContain('http://localhost:7001');
  });

  it('names a host name without which no client registers', () => {
    const finding = { outcome: 'note', about: 'eureka7001.com', says: 'does not resolve; …' } as const;
    const text = announcement(found, 'en', 60, [
      finding,
      { ...finding, outcome: 'ok', about: 'eureka7002.com' },
    ]);
    expect(text).toContain('  not registered: eureka7001.com does not resolve; …\n');
    expect(text).not.toContain('eureka7002.com');
  });

  it('is also printed when no app came up', () => {
    expect(announcement([{ app: registry }], 'zh', 60)).toContain('eureka-7001 在 60 秒内没有启动');
  });
});

describe('the language', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_TW.UTF-8' }, 'zh'],
  ])('of %j is %s', (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});
