import { EurekaClient } from '../../src/eureka-client.js';
import { HookServiceUrls } from '../../src/transport/hook-service-urls.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';

describe('a hook for service URLs', () => {
  const good = ['http://one/eureka/', 'http://two/eureka/'];
  let log: RecordingLogger;
  let answer: () => Promise<readonly string[]>;
  beforeEach(() => {
    log = new RecordingLogger();
    answer = async () => good;
  });

  it.each<[string, () => Promise<readonly string[]>, string]>([
    ['fails', () => Promise.reject(new Error('vault is down')), 'Error: vault is down'],
    ['returns no URL', async () => ['user:secret@host'], 'Error: invalid URL: host'],
    ['returns nothing', async () => undefined as never, 'TypeError'],
  ])('that %s leaves the last URLs valid, with one log line', async (_, fault, text) => {
    const urls = new HookServiceUrls(() => answer(), log);
    expect(await urls.find()).toEqual(good);
    answer = fault;
    expect(await urls.find()).toEqual(good);
    expect(await urls.find()).toEqual(good);
    answer = async () => ['http://three/eureka/'];
    expect(await urls.find()).toEqual(['http://three/eureka/']);
    expect(log.shown).toEqual([
      expect.stringContaining(`warn serviceUrls hook failed, using the last URLs: ${text}`),
      'log serviceUrls hook works again',
    ]);
  });

  it('may leave out the slash at the end', async () => {
    answer = async () => ['http://one/eureka'];
    expect(await new HookServiceUrls(answer, log).find()).toEqual(['http://one/eureka/']);
  });

  it('that fails keeps a client from neither heartbeats nor its cancellation', async () => {
    const registry = await FakeRegistry.start();
    const [own, logger] = [{ appName: 'shop', hostname: 'localhost', ipAddress: '127.0.0.1' }, log];
    let now = 0;
    answer = async () => [registry.url];
    const parts = { serviceUrls: () => answer(), clock: () => now, logger, intervals: { heartbeatMs: 5 } };
    const client = new EurekaClient({ ...own, lingerMs: 0 }, parts);
    await client.start(8001);
    await client.whenRegistered();
    answer = () => Promise.reject(new Error('vault is down'));
    now += 301_000;
    await new Promise<void>((resolve) => client.on('renewed', () => log.shown.length > 1 && resolve()));
    await client.stop();
    expect(registry.instances.size).toBe(0);
    expect(log.shown.filter((line) => line.startsWith('error'))).toEqual([]);
    await registry.kill();
  });
});
