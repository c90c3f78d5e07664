import { EurekaClient } from '../../src/eureka-client.js';
import type { EurekaClientOptions } from '../../src/options/eureka-client.options.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';

describe('the source of the registry', () => {
  let first: FakeRegistry;
  let second: FakeRegistry;
  let client: EurekaClient;

  const begin = (given: Partial<EurekaClientOptions> = {}) => {
    const own = { appName: 'shop', hostname: 'localhost', ipAddress: '127.0.0.1', instanceId: 'shop1' };
    const serviceUrls = [first.url, second.url];
    client = new EurekaClient(
      { ...own, serviceUrls, lingerMs: 0, ...given },
      { logger: new RecordingLogger(), random: () => 0 },
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
  ])('only polls if %s', async (_, given) => {
    await begin(given);
    await Promise.all([client.whenFetched(), client.whenRegistered()]);
    await first.settled();
    expect(first.matching(/GET changes/)).toEqual([]);
  });

  const hangingChanges = ({ line }: { line: string }) =>
    line.startsWith('GET changes') ? new Promise<undefined>(() => undefined) : undefined;

  it('sends the identity as soon as the process is registered', async () => {
    first.script = hangingChanges;
    await begin();
    await first.receives(/GET changes\?instance=SHOP%2Fshop1$/);
  });

  it.each<[string, Partial<EurekaClientOptions>]>([
    ['that is disabled', { presence: false }],
    ['the process stays registered when it stops', { shouldUnregisterOnShutdown: false }],
  ])('sends no identity if %s', async (_, given) => {
    first.script = hangingChanges;
    await begin(given);
    await Promise.all([client.whenRegistered(), first.receives(/GET changes/)]);
    await first.settled();
    expect(first.matching(/GET changes/).map(({ line }) => line)).toEqual(['GET changes']);
  });

  it('reads the feed of the registry that replaces one without a feed', async () => {
    first.script = ({ line }) => (line.startsWith('GET changes') ? { status: 404 } : undefined);
    await begin({ registerWithEureka: false });
    await Promise.all([client.whenFetched(), first.receives(/GET changes/)]);
    await first.settled();
    expect(second.requests).toEqual([]);
    await first.kill();
    await client.refresh();
    await second.receives(/GET changes/);
  });
});
