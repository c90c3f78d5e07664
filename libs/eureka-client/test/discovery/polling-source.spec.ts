import { appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { gzipSync } from 'node:zlib';
import { Events } from '../../src/events/client-events.js';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { type PollingOptions, PollingSource } from '../../src/discovery/polling-source.js';
import { FakeRegistry, type Reply } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import { failoverTo } from '../builders/failover-to.js';

const [one, two, three] = [8001, 8002, 8003].map((port) => anInstance({ port })) as [
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
];
const never = 60_000;

describe('the poller', () => {
  let registry: FakeRegistry;
  let log: RecordingLogger;
  let events: Events;
  let cache: RegistryCache;
  let source: PollingSource;
  let changes: number;
  const clock = manualClock();

  const aPoller = (given: Partial<PollingOptions> = {}, urls = [registry.url], maxBytes = 1_000_000) => {
    changes = 0;
    events = new Events(log);
    cache = new RegistryCache({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, events);
    events.on('changes', () => changes++);
    const loop = { intervalMs: never, backOff: () => 5, demandGapMs: 1 };
    source = new PollingSource(
      failoverTo(urls, log, { maxBytes }),
      cache,
      { ...loop, disableDelta: false, detail: 'full', ...given },
      clock,
      log,
    );
    source.start();
  };
  const ports = () => cache.view.instances('cloud-payment-service').map(({ port }) => port);
  /** Resolves once the client has processed a response that was sent after now. */
  const twoMore = (pattern = /delta/) => registry.receives(pattern, registry.matching(pattern).length + 2);
  const gets = () => registry.requests.map(({ line }) => line);

  beforeEach(async () => {
    log = new RecordingLogger();
    registry = await FakeRegistry.start();
    registry.put(one);
  });
  afterEach(async () => {
    await source.stop();
    await registry.kill();
  });

  it('fetches all at once, then deltas at its interval', async () => {
    aPoller({ intervalMs: 5 });
    expect(await cache.firstFetch.wait()).toBe(true);
    expect(ports()).toEqual([8001]);
    registry.put(two);
    await twoMore();
    expect(ports()).toEqual([8001, 8002]);
    registry.drop('payment8001');
    await twoMore();
    expect(ports()).toEqual([8002]);
    expect(gets().slice(0, 2)).toEqual(['GET apps/', 'GET apps/delta']);
    expect(registry.matching(/apps\/$/)).toHaveLength(1);
    expect(registry.requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': expect.stringContaining('gzip'),
    });
  });

  it('fetches all when a delta does not match', async () => {
    aPoller({ intervalMs: 5 });
    await cache.firstFetch.wait();
    registry.instances.set('payment8002', two); // without a record of the change
    await registry.receives(/apps\/$/, 2);
    await registry.receives(/delta/, registry.matching(/delta/).length + 1);
    expect(ports()).toEqual([8001, 8002]);
  });

  it.each([403, 404])('fetches all if there are no deltas (%d)', async (status) => {
    registry.script = ({ line }) => (line.includes('delta') ? { status } : undefined);
    aPoller({ intervalMs: 5 });
    await registry.receives(/apps\/$/, 3);
    expect(log.shown).toEqual([]);
  });

  it('never fetches a delta if that is disabled', async () => {
    aPoller({ intervalMs: 5, disableDelta: true });
    await registry.receives(/apps\/$/, 3);
    expect(registry.matching(/delta/)).toEqual([]);
  });

  it('retains the same view while nothing changes', async () => {
    registry.changes.clear();
    aPoller({ intervalMs: 5 });
    await cache.firstFetch.wait();
    const { view } = cache;
    await registry.receives(/delta/, 3);
    expect(cache.view).toBe(view);
    expect(changes).toBe(1);
  });

  it('waits for a registry that is not up yet', async () => {
    await registry.kill();
    aPoller();
    await log.waitFor('no registry for a fetch');
    await registry.listen();
    await cache.firstFetch.wait();
    expect(ports()).toEqual([8001]);
    expect(log.shown).toEqual([`log registry ${registry.url} is not up yet: retrying`]);
  });

  const garbage: [string, Reply | 'cut'][] = [
    ['HTML', { status: 200, body: '<html>log in first</html>', headers: { 'content-type': 'text/html' } }],
    ['half a body', { status: 200, body: '{"applications":{"versions__delta":"1","app' }],
    ['a connection broken in the body', 'cut'],
    ['JSON of another kind', { status: 200, body: '{"status":"UP"}' }],
    [
      'an instance without a name',
      { status: 200, body: '{"applications":{"application":[{"instance":[{}]}]}}' },
    ],
    ['a wrong status', { status: 503 }],
    ['nothing', { status: 204 }],
  ];
  it.each(garbage)('retains the last good registry when the response is %s', async (_, reply) => {
    aPoller({ intervalMs: 5 });
    await cache.firstFetch.wait();
    registry.script = () => reply;
    await twoMore();
    expect(ports()).toEqual([8001]);
    expect(log.shown).toHaveLength(1);
    expect(log.shown[0]).toMatch(/^warn registry .*( is lost|: unusable response to a fetch of the delta)/);

    registry.script = () => undefined;
    registry.put(two);
    await twoMore();
    expect(ports()).toEqual([8001, 8002]);
    expect(log.shown).toHaveLength(2);
    expect(log.shown[1]).toMatch(/^log registry .* is (usable again|back)$/);
  });

  it('follows a registry whose deltas alone fail', async () => {
    aPoller({ intervalMs: 5 });
    await cache.firstFetch.wait();
    registry.script = ({ line }) => (line.includes('delta') ? { status: 500 } : undefined);
    await registry.receives(/delta/);
    registry.put(two);
    await registry.receives(/delta/, 4);
    expect(ports()).toEqual([8001, 8002]);
    expect(log.shown).toEqual([
      expect.stringMatching(/unusable response to a fetch of the delta \(HTTP 500\)$/),
    ]);
  });

  describe('with a registry that does not match its hash code', () => {
    const documentSaying = (hashCode: string) =>
      JSON.stringify(
        encodeApplicationsDocument({
          version: '1',
          hashCode,
          applications: [{ name: two.app, instances: [two] }],
        }),
      );

    it('retains the last good one at first, and accepts it in the end, because a stale one would be worse', async () => {
      aPoller({ intervalMs: 5 });
      await cache.firstFetch.wait();
      registry.script = () => ({ status: 200, body: documentSaying('UP_7_') });
      await registry.receives(/apps\/$/, 3);
      expect(ports()).toEqual([8001]);
      await log.waitFor('using its list');
      expect(ports()).toEqual([8002]);
      expect(log.shown).toEqual([
        expect.stringMatching(
          /^warn registry .*: unusable response to .* do not match their hash code UP_7_$/,
        ),
        expect.stringMatching(/^log registry .* is usable again$/),
        expect.stringMatching(/^warn registry .* lists UP_1_, but its hash code is UP_7_: using its list$/),
      ]);
    });

    it('accepts it at once if there is no registry to lose', async () => {
      registry.script = () => ({ status: 200, body: documentSaying('UP_7_') });
      aPoller();
      await cache.firstFetch.wait();
      expect(ports()).toEqual([8002]);
    });
  });

  it('reports an irregular instance once, and uses the rest', async () => {
    const mute = { ...three, instanceId: 'mute', port: { number: 0, enabled: false } };
    const instances = [one, one, mute];
    const applications = [{ name: one.app, instances }];
    const body = JSON.stringify(
      encodeApplicationsDocument({ version: '1', hashCode: appsHashCode(instances), applications }),
    );
    registry.script = () => ({ status: 200, body });
    aPoller({ intervalMs: 5 });
    await registry.receives(/apps\/$/, 3);
    expect(ports()).toEqual([8001]);
    expect(log.shown).toEqual([
      expect.stringMatching(/^warn registry .*: .*\/payment8001 is listed twice, using the last entry$/),
      expect.stringMatching(/^warn registry .*: .*\/mute has no port, so it cannot be called$/),
    ]);
  });

  it.each(['plain', 'packed'])(
    'reads no more of a response than its limit, and retains the last good registry (200 MB, %s)',
    async (how) => {
      aPoller({ intervalMs: 5 }, undefined, 1024 * 1024);
      await cache.firstFetch.wait();
      const body = Buffer.concat([Buffer.from('{"applications":"'), Buffer.alloc(200 * 1024 * 1024, 'x')]);
      const reply =
        how === 'plain'
          ? { status: 200, body }
          : { status: 200, body: gzipSync(body, { level: 1 }), headers: { 'content-encoding': 'gzip' } };
      registry.script = () => reply;
      expect(await log.waitFor('unusable response')).toMatch(/\(HTTP 200\): larger than 1 MB$/);
      await twoMore();
      expect(ports()).toEqual([8001]);
      expect(log.shown).toHaveLength(1);
    },
  );

  it('asks for the compact form if configured', async () => {
    aPoller({ detail: 'compact' });
    await cache.firstFetch.wait();
    expect(registry.requests[0]?.headers['x-eureka-accept']).toBe('compact');
  });

  it('retains the last good registry when all registries are gone', async () => {
    aPoller({ intervalMs: 5 });
    await cache.firstFetch.wait();
    await registry.kill();
    await log.waitFor('is lost');
    await log.waitFor('no registry for a fetch of the delta');
    expect(ports()).toEqual([8001]);
  });

  it('asks the next registry at once if the first sends garbage', async () => {
    const second = await FakeRegistry.start();
    second.put(three);
    registry.script = () => ({ status: 200, body: 'oops' });
    aPoller({}, [registry.url, second.url]);
    await cache.firstFetch.wait();
    expect(ports()).toEqual([8003]);
    await second.kill();
  });

  describe('on demand', () => {
    it('fetches now, once for all callers', async () => {
      aPoller();
      await cache.firstFetch.wait();
      registry.put(two);
      await Promise.all(Array.from({ length: 20 }, () => source.refresh()));
      expect(ports()).toEqual([8001, 8002]);
      expect(gets()).toEqual(['GET apps/', 'GET apps/delta']);
    });

    it('leaves a gap between two fetches, however often it is called', async () => {
      const times: number[] = [];
      registry.script = () => void times.push(performance.now());
      aPoller({ demandGapMs: 30 });
      await cache.firstFetch.wait();
      await source.refresh();
      await source.refresh();
      expect(times).toHaveLength(3);
      times.slice(1).forEach((time, i) => expect(time - (times[i] ?? 0)).toBeGreaterThan(25));
    });

    /** Holds back responses as they are at their request. */
    const holdBack = () => {
      const held: (() => void)[] = [];
      registry.script = () => {
        const listed = [...registry.instances.values()];
        const body = JSON.stringify(
          encodeApplicationsDocument({
            version: '1',
            hashCode: appsHashCode(listed),
            applications: [{ name: one.app, instances: listed }],
          }),
        );
        return new Promise<Reply>((resolve) => held.push(() => resolve({ status: 200, body })));
      };
      return held;
    };

    it('waits for a fetch that began after it, not for the one in flight, and without a gap', async () => {
      const held = holdBack();
      aPoller({ demandGapMs: never });
      await registry.receives(/apps/);
      registry.put(two);
      let isRefreshed = false;
      const refreshed = source.refresh().then(() => (isRefreshed = true));
      held[0]?.();
      await registry.receives(/delta/);
      expect([isRefreshed, ports()]).toEqual([false, [8001]]);
      held[1]?.();
      await refreshed;
      expect(ports()).toEqual([8001, 8002]);
    });

    it('waits for one more if it comes while a demanded fetch is in flight, with the gap', async () => {
      aPoller({ demandGapMs: 30 });
      await cache.firstFetch.wait();
      const held = holdBack();
      const first = source.refresh();
      await registry.receives(/delta/);
      registry.put(two);
      const second = Promise.all([source.refresh(), source.refresh()]);
      const releasedAt = performance.now();
      held[0]?.();
      await first;
      await registry.receives(/delta/, 2);
      expect(performance.now() - releasedAt).toBeGreaterThan(25);
      held[1]?.();
      await second;
      expect(ports()).toEqual([8001, 8002]);
      expect(registry.matching(/delta/)).toHaveLength(2);
    });

    it('is content with a fetch of the interval that begins after it', async () => {
      aPoller({ demandGapMs: 300, intervalMs: 20 });
      await cache.firstFetch.wait();
      registry.put(two);
      await source.refresh();
      expect(ports()).toEqual([8001, 8002]);
    });

    it('resolves when no registry responds, and after a stop', async () => {
      await registry.kill();
      aPoller();
      await source.refresh();
      await source.stop();
      await source.refresh();
      expect(ports()).toEqual([]);
    });
  });

  it('aborts the fetch in flight when stopped', async () => {
    registry.script = () => new Promise(() => undefined);
    aPoller();
    await registry.receives(/apps/);
    await source.stop();
    expect(log.shown).toEqual([]);
  });
});
