import { EurekaClient } from '../../src/eureka-client.js';
import type { EurekaClientOptions } from '../../src/options/eureka-client.options.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { LogBook } from '../builders/log-book.js';

describe('what brings the registry to a client', () => {
  let first: FakeRegistry;
  let second: FakeRegistry;
  let client: EurekaClient;

  const begin = (given: Partial<EurekaClientOptions> = {}) => {
    const own = { appName: 'shop', hostname: 'localhost', ipAddress: '127.0.0.1', instanceId: 'shop1' };
    const serviceUrls = [first.url, second.url];
    client = new EurekaClient(
      { ...own, serviceUrls, lingerMs: 0, ...given },
      { logger: new LogBook(), random: () => 0 },
    );
    return client.start(8001);
  };

  beforeEach(async () => {
    first = await FakeRegistry.start();
    second = await FakeRegistry.start();
  });
  afterEach(async () => {
    await client.stop();
    await Promise.all([first.kill(), second.kill()]);
  });

  it.each<[string, Partial<EurekaClientOptions>]>([
    ['changes are not to be followed', { followChanges: false }],
    ['one service alone is fetched, of which no changes are told', { singleVipAddress: 'shop' }],
  ])('is fetches alone where %s', async (_, given) => {
    await begin(given);
    await Promise.all([client.whenFetched(), client.whenRegistered()]);
    await first.settled();
    expect(first.asked(/GET changes/)).toEqual([]);
  });

  const hangingChanges = ({ line }: { line: string }) =>
    line.startsWith('GET changes') ? new Promise<undefined>(() => undefined) : undefined;

  it('says whose connection it is as soon as that is registered', async () => {
    first.script = hangingChanges;
    await begin();
    await first.sees(/GET changes\?instance=SHOP%2Fshop1$/);
  });

  it('does not where that is not wished', async () => {
    first.script = hangingChanges;
    await begin({ presence: false });
    await Promise.all([client.whenRegistered(), first.sees(/GET changes/)]);
    await first.settled();
    expect(first.asked(/GET changes/).map(({ line }) => line)).toEqual(['GET changes']);
  });

  it('asks the registry that takes the place of one that told no changes', async () => {
    first.script = ({ line }) => (line.startsWith('GET changes') ? { status: 404 } : undefined);
    await begin({ registerWithEureka: false });
    await Promise.all([client.whenFetched(), first.sees(/GET changes/)]);
    await first.settled();
    expect(second.requests).toEqual([]);
    await first.kill();
    await client.refresh();
    await second.sees(/GET changes/);
  });
});
