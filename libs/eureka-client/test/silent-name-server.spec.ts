import { EurekaClient, type EurekaClientParts } from '../src/eureka-client.js';
import { FakeRegistry } from './builders/fake-registry.js';
import { RecordingLogger } from './builders/recording-logger.js';

const silent = () => new Promise<never>(() => undefined);
const own = {
  appName: 'shop',
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  instanceId: 'shop1',
  lingerMs: 0,
};

describe('a client whose name server is silent', () => {
  let log: RecordingLogger;
  const aClient = (parts: Partial<EurekaClientParts>, given = {}) =>
    new EurekaClient(
      { ...own, serviceUrls: ['http://registry.invalid:1/eureka/'], ...given },
      { logger: log, ...parts },
    );
  beforeEach(() => void (log = new RecordingLogger()));

  const dns = { useDnsForServiceUrls: true, dnsName: 'example.com' };
  it.each<[string, Partial<EurekaClientParts>, object]>([
    ['the addresses', { lookUp: silent }, {}],
    ['the TXT records', { resolveTxt: silent }, dns],
    ['the service URLs', { serviceUrls: silent }, {}],
    ['the service URLs, and polls alone', { serviceUrls: silent }, { followChanges: false }],
    ['the headers', { prepareRequest: silent }, { serviceUrls: ['http://127.0.0.1:1/eureka/'] }],
  ])('stops in time, though it waits for %s', async (_, parts, given) => {
    const client = aClient(parts, given);
    await client.start(8001);
    await new Promise(setImmediate);
    const refreshed = client.refresh();
    await client.stop();
    await refreshed;
    expect(log.shown).toEqual([]);
  });

  it('cancels at the registries that it knew last', async () => {
    const registry = await FakeRegistry.start();
    let answers = 0;
    const serviceUrls = () => (answers++ === 0 ? Promise.resolve([registry.url]) : silent());
    let now = 0;
    const client = aClient({ serviceUrls, clock: () => now });
    await client.start(8001);
    await client.whenRegistered();
    now += 301_000;
    await client.stop();
    expect(registry.matching(/^DELETE/)).toHaveLength(1);
    await registry.kill();
  });
});
