import { anInstance } from '@eureka-nest/protocol/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EurekaClient } from '../src/eureka-client.js';
import { EurekaClientOptions } from '../src/options/eureka-client.options.js';
import { BackupFile } from '../src/discovery/backup-file.js';
import { FakeRegistry } from './builders/fake-registry.js';
import { RecordingLogger } from './builders/recording-logger.js';

const own = {
  appName: 'cloud-payment-service',
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  instanceId: 'payment8001',
};

describe('the start of a client', () => {
  let registry: FakeRegistry;
  let log: RecordingLogger;
  let client: EurekaClient;

  const aClient = (given: Partial<EurekaClientOptions>) => {
    const options = new EurekaClientOptions({ ...own, serviceUrls: [registry.url], ...given });
    client = new EurekaClient(options, { logger: log });
    return client;
  };
  const wait = () => Promise.all([client.whenRegistered(), client.whenFetched()]);

  beforeEach(async () => {
    log = new RecordingLogger();
    registry = await FakeRegistry.start();
  });
  afterEach(async () => {
    await client.stop();
    await registry.kill();
  });

  describe('when a registry is enforced at the start', () => {
    it.each([
      ['registration', { enforceRegistrationAtInit: true }, 'no registry for the registration'],
      ['fetch', { enforceFetchAtInit: true }, 'no registry for a fetch of the registry'],
    ])('fails without one for the first %s, and stops the client', async (_, given, words) => {
      await registry.kill();
      await expect(aClient(given).start(8001)).rejects.toThrow(words);
      await registry.listen();
      expect(await wait()).toEqual([false, false]);
      expect(registry.requests).toEqual([]);
    });

    it('succeeds with one, after the first fetch and registration', async () => {
      await aClient({ enforceRegistrationAtInit: true, enforceFetchAtInit: true }).start(8001);
      expect([client.registered, typeof client.copyAgeMs]).toEqual([true, 'number']);
    });
  });

  describe('with a backup on disk', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'client-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('finds the backed-up services while all registries are down, and those of a registry once one is up', async () => {
      const given = { registerWithEureka: false, backupRegistryFile: join(folder, 'registry.json') };
      registry.put(anInstance({ port: 8002 }));
      void aClient(given).start();
      await client.whenFetched();
      await client.stop();
      await registry.kill();

      await aClient({ ...given, enforceFetchAtInit: true }).start();
      expect(client.instances('cloud-payment-service').map(({ port }) => port)).toEqual([8002]);
      expect(log.shown).toContainEqual(
        expect.stringMatching(/^warn no registry responds: loaded 1 instances from backup .*registry\.json$/),
      );
      registry.put(anInstance({ port: 8003 }));
      await registry.listen();
      await client.whenFetched();
      expect(client.instances('cloud-payment-service').map(({ port }) => port)).toEqual([8002, 8003]);
    });

    it('stops in time although the disk hangs', async () => {
      const never = new Promise<never>(() => undefined);
      const disk = jest.spyOn(BackupFile.prototype, 'settled').mockReturnValue(never);
      void aClient({ backupRegistryFile: join(folder, 'registry.json') }).start(8001);
      await client.whenFetched();
      await client.stop();
      expect(disk).toHaveBeenCalled();
      disk.mockRestore();
    });

    it('works without it if it is broken or cannot be written, with one log line each', async () => {
      const file = join(folder, 'registry.json');
      writeFileSync(file, '{"half');
      await registry.kill();
      void aClient({ registerWithEureka: false, backupRegistryFile: file }).start();
      await log.waitFor('cannot read backup');
      rmSync(file);
      mkdirSync(file);
      registry.put(anInstance({ port: 8002 }));
      await registry.listen();
      await log.waitFor('cannot write backup');
      expect(client.services()).toEqual(['cloud-payment-service']);
    });
  });
});
