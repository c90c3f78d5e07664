import { EurekaClient, type EurekaClientOptions, type EurekaClientParts } from '@eureka-nest/client';
import { eventually } from '../harness/eventually.js';
import { call } from '../harness/http.js';
import { javaInstance } from './harness/churn.js';
import { instancesAt, listedAtAll, renewedAt } from './harness/listing.js';
import { JavaRegistry, OurRegistries, type Registries } from './harness/registries.js';

const log: string[] = [];
const record = (text: string) => void log.push(text);
const logger: EurekaClientParts['logger'] = {
  debug: () => undefined,
  log: record,
  warn: record,
  error: record,
};

/**
 * A client in this process with intervals in ms instead of seconds; its clock can be moved forward.
 */
function aClient(
  bases: readonly string[],
  given: Partial<EurekaClientOptions>,
  aheadMs = () => 0,
): EurekaClient {
  const serviceUrls = bases.map((each) => `${each}/eureka/`);
  const own = { appName: 'shop', hostname: 'localhost', ipAddress: '127.0.0.1', instanceId: 'shop${port}' };
  return new EurekaClient(
    { serviceUrls, ...own, ...given },
    { logger, intervals: { heartbeatMs: 200, fetchMs: 100 }, clock: () => Date.now() + aheadMs() },
  );
}

describe.each(['spring-cloud', 'hoxton'] as const)('our client at the server of %s', (train) => {
  let registry: JavaRegistry;
  let client: EurekaClient;
  let base: string;
  const shop = `/eureka/apps/SHOP/shop7501`;

  beforeAll(async () => {
    registry = await JavaRegistry.prepare(train);
    await registry.start();
    [base = ''] = registry.bases;
  });
  beforeEach(() => void log.splice(0));
  afterAll(async () => {
    await client.stop();
    await registry.close();
  });

  /**
   * Java may cache a response that was built while the change arrived, until the next change. So
   * this makes another change if the first one does not show up.
   */
  const eventuallySeen = async (look: () => void) => {
    for (let extraChanges = 0; ; extraChanges++) {
      try {
        return await eventually(look, 5_000);
      } catch (error) {
        if (extraChanges === 3) throw error;
        await client.setMetadata({ extraChanges: String(extraChanges) });
      }
    }
  };

  it('registers, is renewed, and finds itself', async () => {
    client = aClient([base], { metadata: { zone: 'z1', empty: '', 版本: '2' } });
    await client.start(7501);
    expect(await client.whenRegistered()).toBe(true);
    await listedAtAll([base], ['shop7501']);
    const first = await renewedAt(base, 'SHOP', 'shop7501');
    await eventually(
      async () => expect(await renewedAt(base, 'SHOP', 'shop7501')).toBeGreaterThan(first),
      10_000,
    );
    await eventually(() =>
      expect(client.instances('shop')).toMatchObject([
        { instanceId: 'shop7501', uri: 'http://localhost:7501', metadata: { zone: 'z1', 版本: '2' } },
      ]),
    );
  });

  it('applies an override of that server, and its end; its heartbeats go on', async () => {
    const changes: string[] = [];
    const stop = client.on('own-status', ({ status, before }) => void changes.push(`${before} ${status}`));
    expect((await call('PUT', `${base}${shop}/status?value=OUT_OF_SERVICE`)).status).toBe(200);
    await eventuallySeen(() => expect(changes).toEqual(['UP OUT_OF_SERVICE']));
    expect([client.instances('shop'), client.registered]).toEqual([[], true]);
    const renewed = await renewedAt(base, 'SHOP', 'shop7501');
    await eventually(
      async () => expect(await renewedAt(base, 'SHOP', 'shop7501')).toBeGreaterThan(renewed),
      10_000,
    );
    // The list may be a second older than the delta.
    await eventually(async () =>
      expect((await instancesAt(base)).map(({ status }) => status)).toEqual(['OUT_OF_SERVICE']),
    );
    expect((await call('DELETE', `${base}${shop}/status?value=UP`)).status).toBe(200);
    await eventuallySeen(() => expect(client.instances('shop')).toHaveLength(1));
    stop();
  });

  it('sends its status and its metadata', async () => {
    expect(await client.setStatus('DOWN')).toBe(true);
    expect(await client.setMetadata({ version: '3' })).toBe(true);
    const { body } = await call('GET', `${base}${shop}`);
    expect(body).toMatchObject({ instance: { status: 'DOWN', metadata: { zone: 'z1', version: '3' } } });
    expect(await client.setStatus('UP')).toBe(true);
    await listedAtAll([base], ['shop7501']);
  });

  it('goes out of service and back, with two registrations each', async () => {
    const statusThere = async () =>
      ((await call('GET', `${base}${shop}`)).body as { instance: { status: string } }).instance.status;
    for (const status of ['OUT_OF_SERVICE', 'UP', 'OUT_OF_SERVICE', 'DOWN', 'UP'] as const) {
      expect(await client.setStatus(status)).toBe(true);
      expect(await statusThere()).toBe(status);
    }
    await listedAtAll([base], ['shop7501']);
  });

  it('registers again after the server has lost it', async () => {
    const again = new Promise<void>((resolve) => {
      const stop = client.on('registered', () => {
        stop();
        resolve();
      });
    });
    expect((await call('DELETE', `${base}${shop}`)).status).toBe(200);
    await again;
    expect((await call('GET', `${base}${shop}`)).status).toBe(200);
    await listedAtAll([base], ['shop7501']);
  });

  it('applies 1,000 changes by deltas alone, and its hash code agrees with that of the server', async () => {
    const kinds: string[] = [];
    const stop = client.on('fetched', ({ kind }) => void kinds.push(kind));
    const there = new Set<string>();
    for (let change = 0; change < 1000; change++) {
      const { id, body } = javaInstance(change % 97, change);
      if (change % 3 === 2 && there.delete(id)) {
        expect((await call('DELETE', `${base}/eureka/apps/CHURN/${id}`)).status).toBe(200);
      } else {
        expect((await call('POST', `${base}/eureka/apps/CHURN`, { body })).status).toBe(204);
        there.add(id);
      }
    }
    const shown = (all: readonly { instanceId?: string; status: string }[]) =>
      all.map(({ instanceId, status }) => `${instanceId} ${status}`).sort();
    // The server decides about the status: it ignores an UP of an instance that is OUT_OF_SERVICE
    // there.
    await eventually(async () => {
      const listed = shown(await instancesAt(base));
      expect(listed).toHaveLength(there.size + 1);
      expect(shown(client.allInstances())).toEqual(listed);
    }, 30_000);
    stop();
    expect(kinds.length).toBeGreaterThan(10);
    expect(kinds.filter((kind) => kind === 'whole')).toEqual([]);
    for (const id of there) await call('DELETE', `${base}/eureka/apps/CHURN/${id}`);
  });

  it('reads the compact form too', async () => {
    const compact = aClient([base], { clientDataAccept: 'compact', registerWithEureka: false });
    await compact.start();
    await compact.whenFetched();
    await eventually(() => expect(compact.instances('shop').map(({ port }) => port)).toEqual([7501]));
    await compact.stop();
  });

  it('is gone after its stop, and has logged no problem', async () => {
    await client.stop();
    await listedAtAll([base], []);
    expect(log.filter((line) => /unusable|listed twice|no port|lost| old:/.test(line))).toEqual([]);
  });
});

describe.each(['spring-cloud', 'hoxton'] as const)(
  'our client between a server of %s and one of ours',
  (train) => {
    let java: JavaRegistry;
    let ours: OurRegistries;
    let client: EurekaClient;
    let both: readonly string[];
    let aheadMs = 0;

    beforeAll(async () => {
      log.splice(0);
      java = await JavaRegistry.prepare(train);
      ours = await OurRegistries.prepare(1);
      await Promise.all([java.start(), ours.start()]);
      both = [...java.bases, ...ours.bases];
    });
    afterAll(async () => {
      await client.stop();
      await Promise.all([java.close(), ours.close()]);
    });
    const listedAt = async (registries: Registries, ids: readonly string[]) =>
      listedAtAll(registries.bases, ids);

    it('registers at the preferred one alone', async () => {
      client = aClient(both, {}, () => aheadMs);
      await client.start(7502);
      await listedAt(java, ['shop7502']);
      await listedAt(ours, []);
    });

    it('fails over to ours when that one is killed, with heartbeats and fetches', async () => {
      await eventually(() => expect(client.instances('shop')).toHaveLength(1), 20_000);
      await java.kill();
      await listedAt(ours, ['shop7502']);
      await eventually(() => expect(client.instances('shop')).toHaveLength(1), 20_000);
      expect(client.registered).toBe(true);
      expect(client.copyAgeMs).toBeLessThan(5_000);
      expect(log.filter((line) => line.includes('is lost'))).toHaveLength(1);
    });

    it('returns when the preferred one is up again and its quarantine is over', async () => {
      await java.startAgain();
      expect((await instancesAt(java.bases[0] ?? '')).length).toBe(0);
      aheadMs = 400_000;
      await listedAt(java, ['shop7502']);
      await eventually(() => expect(log).toContainEqual(expect.stringMatching(/registry .* is back/)));
    });

    it('cancels there when it is stopped', async () => {
      await client.stop();
      await listedAt(java, []);
    });
  },
);
