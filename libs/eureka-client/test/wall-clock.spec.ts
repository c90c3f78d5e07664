import { anInstance } from '@eureka-nest/protocol/testing';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EurekaClient } from '../src/eureka-client.js';
import type { EurekaClientOptions } from '../src/options/eureka-client.options.js';
import { FakeRegistry } from './builders/fake-registry.js';
import { appsBody } from './builders/poller-stage.js';
import { RecordingLogger } from './builders/recording-logger.js';

const anHour = 3_600_000;

/** The time of day may be set while a process runs, by NTP or by hand; durations must not follow. */
describe('a client on a machine whose clock is set', () => {
  let registry: FakeRegistry;
  let client: EurekaClient;
  let log: RecordingLogger;
  let offsetMs: number;
  let folder: string;
  const realNow = Date.now;

  const start = async (given: Partial<EurekaClientOptions> = {}) => {
    log = new RecordingLogger();
    client = new EurekaClient(
      { serviceUrls: [registry.url], registerWithEureka: false, followChanges: false, ...given },
      { logger: log },
    );
    await client.start();
  };
  const ports = () => client.instances('cloud-payment-service').map(({ port }) => port);

  beforeEach(async () => {
    offsetMs = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + offsetMs);
    folder = await mkdtemp(join(tmpdir(), 'wall-clock-'));
    registry = await FakeRegistry.start();
    registry.put(anInstance({ port: 8001 }));
    registry.put(anInstance({ port: 8002 }));
  });
  afterEach(async () => {
    await client.stop();
    jest.restoreAllMocks();
    await registry.kill();
    await rm(folder, { recursive: true });
  });

  it.each([anHour, -anHour])('keeps the age of its cache (%d ms)', async (ms) => {
    await start();
    await client.whenFetched();
    const before = client.copyAgeMs ?? NaN;
    offsetMs = ms;
    expect(client.copyAgeMs).toBeGreaterThanOrEqual(before);
    expect(client.copyAgeMs).toBeLessThan(anHour / 2);
  });

  it('retains what a registry lost in its restart', async () => {
    await start({ disableDelta: true });
    await client.whenFetched();
    const headers = { 'eureka-nest-syncing': 'true' };
    registry.script = () => ({ status: 200, body: appsBody([anInstance({ port: 8001 })]), headers });
    await client.refresh();
    offsetMs = anHour;
    await client.refresh();
    expect(ports()).toEqual([8001, 8002]);
  });

  it('writes the time of day into its backup, and reads the age from it', async () => {
    const backupRegistryFile = join(folder, 'registry.json');
    offsetMs = anHour;
    const now = Date.now();
    await start({ backupRegistryFile });
    await client.whenFetched();
    await client.stop();
    const { savedAt } = JSON.parse(await readFile(backupRegistryFile, 'utf8')) as { savedAt: number };
    expect(Math.abs(savedAt - now)).toBeLessThan(anHour / 2);
    await registry.kill();
    for (const [set, least, most] of [
      [3 * anHour, 1.5 * anHour, 2.5 * anHour],
      [0, 0, anHour / 2],
    ] as const) {
      offsetMs = set;
      await start({ backupRegistryFile });
      await log.waitFor('loaded 2 instances from backup');
      expect(client.copyAgeMs).toBeGreaterThanOrEqual(least);
      expect(client.copyAgeMs).toBeLessThan(most);
      await client.stop();
    }
  });
});
