import { anInstance } from '@eureka-nest/protocol/testing';
import { EurekaClient, type EurekaClientParts } from '../src/eureka-client.js';
import { EurekaClientOptions } from '../src/options/eureka-client.options.js';
import { FakeRegistry } from './builders/fake-registry.js';
import { RecordingLogger } from './builders/recording-logger.js';
import type { RegistryChange } from '../src/core/snapshot-changes.js';

const own = {
  appName: 'cloud-payment-service',
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  instanceId: 'payment8001',
  lingerMs: 0,
};

describe('a client', () => {
  let registry: FakeRegistry;
  let log: RecordingLogger;
  let client: EurekaClient;

  const aClient = (given: Partial<EurekaClientOptions> = {}, parts: Partial<EurekaClientParts> = {}) => {
    const options = new EurekaClientOptions({ ...own, serviceUrls: [registry.url], ...given });
    client = new EurekaClient(options, { logger: log, ...parts });
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

  it('registers itself, and finds itself and others', async () => {
    registry.put(anInstance({ port: 8002 }));
    void aClient().start(8001);
    expect(await wait()).toEqual([true, true]);
    expect(client.registered).toBe(true);
    registry.put(anInstance({ port: 8003 }));
    while (client.instances('cloud-payment-service').length < 3) await client.refresh();
    expect(client.instances('Cloud-Payment-Service').map(({ uri }) => uri)).toEqual([
      'http://localhost:8001',
      'http://localhost:8002',
      'http://localhost:8003',
    ]);
    expect(client.services()).toEqual(['cloud-payment-service']);
    expect(log.shown).toEqual([`log registered CLOUD-PAYMENT-SERVICE/payment8001 at ${registry.url}`]);
  });

  it('registers a status of OUT_OF_SERVICE at once', async () => {
    void aClient().start(8001);
    await client.whenRegistered();
    client.setStatus('OUT_OF_SERVICE');
    await log.waitFor('registered CLOUD-PAYMENT-SERVICE/payment8001 as OUT_OF_SERVICE');
    expect(registry.instances.get('payment8001')?.status).toBe('OUT_OF_SERVICE');
  });

  it('registers the status and metadata that were set before its start', async () => {
    aClient({ metadata: { zone: 'z1', old: '1' } });
    expect(await client.setStatus('OUT_OF_SERVICE')).toBe(false);
    expect(await client.setMetadata({ version: '2', old: '' })).toBe(false);
    await client.start(8001);
    await client.whenRegistered();
    const { status, metadata } = registry.instances.get('payment8001') ?? {};
    expect([status, metadata]).toEqual([
      'OUT_OF_SERVICE',
      { 'management.port': '8001', zone: 'z1', version: '2' },
    ]);
    expect(registry.matching(/^POST/)).toHaveLength(1);
  });

  it('starts without a registry, and logs once that it is not up yet', async () => {
    await registry.kill();
    void aClient().start(8001);
    await log.waitFor('no registry for the registration');
    await log.waitFor('no registry for a fetch');
    await registry.listen();
    expect(await wait()).toEqual([true, true]);
    expect(log.shown).toEqual([
      `log registry ${registry.url} is not up yet: retrying`,
      `log registered CLOUD-PAYMENT-SERVICE/payment8001 at ${registry.url}`,
    ]);
  });

  it('finds the name and address of its machine if none is configured', async () => {
    void aClient({ hostname: undefined, ipAddress: undefined, instanceId: undefined }).start(8001);
    await client.whenRegistered();
    const [instance] = registry.instances.values();
    expect(instance?.instanceId).toBe(`${instance?.hostName}:cloud-payment-service:8001`);
    expect(instance?.ipAddr).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it('does nothing when it is disabled', async () => {
    void aClient({ enabled: false }).start(8001);
    expect(await wait()).toEqual([false, false]);
    await client.refresh();
    expect([client.registered, client.instances('any'), client.services()]).toEqual([false, [], []]);
    await client.stop();
    await registry.settled();
    expect(registry.requests).toEqual([]);
  });

  it.each([
    ['only fetches', { registerWithEureka: false }, 8001, [false, true], /^GET/],
    ['only registers', { fetchRegistry: false }, 8001, [true, false], /^(POST|DELETE)/],
    ['has no port to be called at, so only fetches', {}, undefined, [false, true], /^GET/],
  ])('%s if configured', async (_, given, port, outcome, allowed) => {
    void aClient(given).start(port);
    expect(await wait()).toEqual(outcome);
    await client.stop();
    expect(registry.requests.filter(({ line }) => !allowed.test(line))).toEqual([]);
  });

  it('that has no port says so', async () => {
    await aClient().start();
    expect(log.shown).toEqual([
      'log not registering: no port; pass it to start() or set eureka.instance.non-secure-port',
    ]);
  });

  it.each<[string, (client: EurekaClient) => Promise<unknown>]>([
    ['waits for the first fetch', (client) => client.whenFetched()],
    ['refreshes', (client) => client.refresh()],
    ['starts to fetch', (client) => client.startFetching().then(() => client.whenFetched())],
  ])('that %s before its start fetches, and registers at its start', async (_, ask) => {
    registry.put(anInstance({ port: 8002 }));
    await ask(aClient());
    expect(client.services()).toEqual(['cloud-payment-service']);
    expect(registry.matching(/^POST/)).toEqual([]);
    await client.start(8001);
    expect(await client.whenRegistered()).toBe(true);
  });

  it('registers only after its conditions, and fetches meanwhile', async () => {
    let open = (): void => undefined;
    aClient().registerAfter(new Promise<void>((resolve) => (open = resolve)));
    void client.start(8001);
    await client.whenFetched();
    await registry.settled();
    expect(registry.matching(/^POST/)).toEqual([]);
    open();
    expect(await client.whenRegistered()).toBe(true);
  });

  describe('whose condition takes more than a second', () => {
    const aSecond = { pause: async () => undefined };
    const statusListed = () => registry.instances.get('payment8001')?.status;
    const untilListed = (status: string) =>
      log.waitFor(`registered CLOUD-PAYMENT-SERVICE/payment8001${status === 'UP' ? ' at' : ` as ${status}`}`);
    let meet: () => void;
    let fail: (error: Error) => void;
    let first: Promise<unknown>;

    beforeEach(async () => {
      const condition = new Promise<void>((resolve, reject) => ([meet, fail] = [resolve, reject]));
      registry.put(anInstance({ port: 8001, status: 'UP' }));
      aClient({}, aSecond).registerAfter(condition);
      void client.start(8001);
      first = client.whenRegistered().catch((error: unknown) => error);
      await untilListed('STARTING');
    });

    it('is listed as STARTING, instead of the UP of its predecessor, and then as UP', async () => {
      expect(statusListed()).toBe('STARTING');
      expect(await Promise.race([first, 'not yet'])).toBe('not yet');
      meet();
      expect(await first).toBe(true);
      await untilListed('UP');
      expect(statusListed()).toBe('UP');
    });

    it('is listed with a status that was set meanwhile only then', async () => {
      expect(await client.setStatus('OUT_OF_SERVICE')).toBe(true);
      expect(statusListed()).toBe('STARTING');
      meet();
      await untilListed('OUT_OF_SERVICE');
      expect(statusListed()).toBe('OUT_OF_SERVICE');
    });

    it('is cancelled if the condition fails', async () => {
      const failure = new Error('no database');
      fail(failure);
      expect(await first).toBe(failure);
      await log.waitFor('cancelled CLOUD-PAYMENT-SERVICE/payment8001');
      expect(statusListed()).toBeUndefined();
    });

    it('is cancelled by a stop', async () => {
      await client.stop();
      expect([await first, statusListed()]).toEqual([false, undefined]);
    });
  });

  it('waits for a condition in its start if the registration is enforced', async () => {
    let meet = (): void => undefined;
    aClient({ enforceRegistrationAtInit: true }, { pause: async () => undefined }).registerAfter(
      new Promise<void>((resolve) => (meet = resolve)),
    );
    const started = client.start(8001).then(() => 'started');
    await log.waitFor('as STARTING');
    expect(await Promise.race([started, 'not yet'])).toBe('not yet');
    meet();
    expect(await started).toBe('started');
  });

  describe('with a condition that fails', () => {
    const failure = new Error('no database');
    it('does not register, logs why, and lets no call wait', async () => {
      aClient().registerAfter(Promise.reject(failure));
      await client.start(8001);
      const edited = client.setStatus('DOWN');
      await expect(client.whenRegistered()).rejects.toBe(failure);
      expect([await edited, await client.setMetadata({ a: '1' })]).toEqual([false, false]);
      expect(await client.whenFetched()).toBe(true);
      expect(log.shown).toEqual([
        'error not registering CLOUD-PAYMENT-SERVICE/payment8001: Error: no database',
      ]);
      await client.stop();
      expect(registry.requests.filter(({ line }) => !line.startsWith('GET'))).toEqual([]);
    });

    it.each([
      ['an error', failure, 'no database'],
      ['no error', 'no luck', 'no luck'],
      ['nothing', undefined, 'undefined'],
    ])('that is %s fails the start if the registration is enforced', async (_, reason, words) => {
      aClient({ enforceRegistrationAtInit: true }).registerAfter(Promise.reject(reason));
      client.registerAfter(new Promise(() => undefined));
      await expect(client.start(8001)).rejects.toThrow(words);
      await expect(client.whenRegistered()).rejects.toThrow(words);
    });

    it('does not hinder a stop, nor logs after it', async () => {
      let fail = (_: Error): void => undefined;
      aClient({ fetchRegistry: false }).registerAfter(new Promise((_, reject) => (fail = reject)));
      const started = client.start(8001);
      await client.stop();
      fail(failure);
      await started;
      expect([await client.whenRegistered(), log.shown]).toEqual([false, []]);
    });
  });

  it('stops if the description of its instance fails', async () => {
    const describe = (): never => {
      throw new Error('no zone');
    };
    await expect(aClient({}, { describe }).start(8001)).rejects.toThrow('no zone');
    expect(await wait()).toEqual([false, expect.any(Boolean)]);
    const { length } = registry.requests;
    await client.refresh();
    expect(registry.requests).toHaveLength(length);
  });

  it('registers again as soon as a fetched registry no longer lists it, long before the next heartbeat', async () => {
    void aClient({ registryFetchIntervalSecs: 1 }).start(8001);
    await wait();
    while (client.services().length === 0) await client.refresh();
    registry.instances.clear();
    registry.changes.clear();
    await log.waitFor('log registered', 2);
    expect(registry.instances.size).toBe(1);
  });

  it('accepts plain options, port included', async () => {
    client = new EurekaClient({ ...own, serviceUrls: [registry.url], port: 8001 }, { logger: log });
    await client.start();
    expect(await client.whenRegistered()).toBe(true);
    expect(client.instance?.port).toEqual({ number: 8001, enabled: true });
  });

  it('logs once as what it registers, and why, if it had to find that out', async () => {
    void aClient({ hostname: undefined, ipAddress: undefined }).start(8001);
    await client.whenRegistered();
    expect(log.shown[0]).toMatch(
      /^log registering CLOUD-PAYMENT-SERVICE as .+, .+:8001, because .+ network interface /,
    );
  });

  it('emits changes as events and in a stream until it is stopped', async () => {
    const came: string[] = [];
    void aClient({ registerWithEureka: false }).start();
    client.on('added', ({ instance }) => came.push(instance.instanceId));
    const stream = client.changes('cloud-payment-service');
    const read: RegistryChange[] = [];
    const reading = (async () => {
      for await (const change of stream) read.push(change);
    })();
    registry.put(anInstance({ port: 8002 }));
    registry.put(anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80' }));
    while (client.services().length < 2) await client.refresh();
    registry.drop('payment8002');
    while (client.services().length > 1) await client.refresh();
    await client.stop();
    await reading;
    expect(came).toEqual(['payment8002', 'order80']);
    expect(read.map(({ kind, instance }) => `${kind} ${instance.instanceId}`)).toEqual([
      'added payment8002',
      'removed payment8002',
    ]);
    for await (const change of client.changes())
      throw new Error(`nothing comes after the stop: ${change.kind}`);
  });

  it('runs the health check, and registers its result', async () => {
    void aClient({}, { health: () => false }).start(8001);
    await log.waitFor('registered CLOUD-PAYMENT-SERVICE/payment8001 as DOWN');
    expect(registry.instances.get('payment8001')?.status).toBe('DOWN');
  });

  it('registers metadata', async () => {
    void aClient().start(8001);
    expect(await client.setMetadata({ version: '2' })).toBe(true);
    expect(registry.instances.get('payment8001')?.metadata).toMatchObject({ version: '2' });
  });

  it('changes nothing if it does not register', async () => {
    void aClient({ registerWithEureka: false }).start(8001);
    expect([await client.setStatus('DOWN'), await client.setMetadata({})]).toEqual([false, false]);
  });

  it('counts the unusable instances of a service, by status', async () => {
    registry.put(anInstance({ port: 8002, status: 'DOWN' }));
    registry.put(anInstance({ port: 8003, status: 'DOWN' }));
    void aClient({ registerWithEureka: false }).start();
    await client.whenFetched();
    expect(client.filteredOut('cloud-payment-service')).toEqual([{ why: 'DOWN', count: 2 }]);
  });

  it('can fetch a single service, without deltas', async () => {
    registry.put(anInstance({ port: 8002 }));
    void aClient({ registerWithEureka: false, singleVipAddress: 'cloud payment' }).start();
    await client.whenFetched();
    await client.refresh();
    expect(client.instances('cloud-payment-service')).toHaveLength(1);
    expect(registry.requests.map(({ line }) => line)).toEqual([
      'GET vips/cloud%20payment',
      'GET vips/cloud%20payment',
    ]);
  });

  it('can have another source than the poller', async () => {
    const instance = anInstance({ port: 8007 });
    const whole = {
      version: '1',
      hashCode: 'UP_1_',
      applications: [{ name: instance.app, instances: [instance] }],
    };
    const source: EurekaClientParts['source'] = (_registries, sink) => ({
      start: () => {
        sink.replace(whole, 'a feed');
        sink.endAttempt();
      },
      refresh: async () => undefined,
      stop: async () => undefined,
    });
    void aClient({ registerWithEureka: false }, { source }).start();
    expect(await client.whenFetched()).toBe(true);
    expect(client.instances('cloud-payment-service').map(({ port }) => port)).toEqual([8007]);
    expect(registry.requests).toEqual([]);
  });

  describe('when stopped', () => {
    it('cancels and sends nothing more, however often it is stopped', async () => {
      void aClient().start(8001);
      await wait();
      await Promise.all([client.stop(), client.stop()]);
      await client.stop();
      void client.start(8001);
      await client.refresh();
      expect(registry.matching(/^DELETE/)).toHaveLength(1);
      expect(registry.requests.at(-1)?.line).toMatch(/^DELETE/);
      expect(registry.instances.size).toBe(0);
    });

    it('takes at most 1.5 s although every request hangs', async () => {
      void aClient().start(8001);
      await wait();
      registry.script = () => new Promise(() => undefined);
      const began = performance.now();
      await client.stop();
      expect(performance.now() - began).toBeLessThan(4000);
    });

    it('lingers after it cancelled, and updates its cache until the end', async () => {
      const done: string[] = [];
      const note = async (what: string) => void done.push(what);
      const source: EurekaClientParts['source'] = () => ({
        start: () => undefined,
        refresh: () => note('refreshed'),
        stop: () => note('source stopped'),
      });
      const pause = async (ms: number) => {
        await note(`${ms} ms, ${registry.instances.size} listed`);
        await client.refresh();
      };
      aClient({ lingerMs: 250 }, { source, pause }).on('stopped', () => done.push('stopped'));
      void client.start(8001);
      await client.whenRegistered();
      await client.stop();
      await client.refresh();
      expect(done).toEqual(['250 ms, 0 listed', 'refreshed', 'source stopped', 'stopped']);
    });

    it('never starts if stopped before', async () => {
      aClient();
      await client.stop();
      void client.start(8001);
      expect(await wait()).toEqual([false, false]);
      await registry.settled();
      expect(registry.requests).toEqual([]);
    });

    it('sends nothing if stopped while it waits for its conditions', async () => {
      let open = (): void => undefined;
      aClient({ fetchRegistry: false }).registerAfter(new Promise<void>((resolve) => (open = resolve)));
      void client.start(8001);
      await client.stop();
      open();
      expect(await client.whenRegistered()).toBe(false);
      await registry.settled();
      expect(registry.requests).toEqual([]);
    });
  });
});
