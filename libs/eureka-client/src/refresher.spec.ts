import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { Refresher, type RefresherOptions } from './refresher.js';
import { Registries } from './registries.js';
import { RegistryHttp } from './registry-http.js';
import { FakeRegistry, type Reply } from './testing/fake-registry.js';
import { LogBook } from './testing/log-book.js';

const [one, two, three] = [8001, 8002, 8003].map((port) => anInstance({ port })) as [
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
];
const never = 60_000;

describe('the refresher', () => {
  let registry: FakeRegistry;
  let log: LogBook;
  let refresher: Refresher;
  let changes: number;
  const clock = manualClock();

  const aRefresher = (given: Partial<RefresherOptions> = {}, urls = [registry.url]) => {
    changes = 0;
    refresher = new Refresher(
      new Registries(urls, new RegistryHttp(5000), log),
      { intervalMs: never, backOff: () => 5, disableDelta: false, demandGapMs: 1, ...given },
      clock,
      log,
      () => changes++,
    );
    refresher.start();
  };
  const ports = () => refresher.view.instances('cloud-payment-service').map(({ port }) => port);
  /** After these the client has worked on an answer that was given after now. */
  const twoMore = (pattern = /delta/) => registry.sees(pattern, registry.asked(pattern).length + 2);
  const gets = () => registry.requests.map(({ line }) => line);

  beforeEach(async () => {
    log = new LogBook();
    registry = await FakeRegistry.start();
    registry.put(one);
  });
  afterEach(async () => {
    await refresher.stop();
    await registry.kill();
  });

  it('fetches everything at once, then changes at its interval', async () => {
    aRefresher({ intervalMs: 5 });
    expect(await refresher.firstFetch.wait()).toBe(true);
    expect(ports()).toEqual([8001]);
    registry.put(two);
    await twoMore();
    expect(ports()).toEqual([8001, 8002]);
    registry.drop('payment8001');
    await twoMore();
    expect(ports()).toEqual([8002]);
    expect(gets().slice(0, 2)).toEqual(['GET apps/', 'GET apps/delta']);
    expect(registry.asked(/apps\/$/)).toHaveLength(1);
    expect(registry.requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': expect.stringContaining('gzip'),
    });
  });

  it('fetches everything when the changes do not lead to what the registry has', async () => {
    aRefresher({ intervalMs: 5 });
    await refresher.firstFetch.wait();
    registry.instances.set('payment8002', two); // without a record of the change
    await registry.sees(/apps\/$/, 2);
    await registry.sees(/delta/, registry.asked(/delta/).length + 1);
    expect(ports()).toEqual([8001, 8002]);
  });

  it.each([403, 404])('fetches everything where changes are not offered (%d)', async (status) => {
    registry.script = ({ line }) => (line.includes('delta') ? { status } : undefined);
    aRefresher({ intervalMs: 5 });
    await registry.sees(/apps\/$/, 3);
    expect(log.shown).toEqual([]);
  });

  it('never asks for changes when told so', async () => {
    aRefresher({ intervalMs: 5, disableDelta: true });
    await registry.sees(/apps\/$/, 3);
    expect(registry.asked(/delta/)).toEqual([]);
  });

  it('keeps the same view while nothing changes', async () => {
    registry.changes.clear();
    aRefresher({ intervalMs: 5 });
    await refresher.firstFetch.wait();
    const { view } = refresher;
    await registry.sees(/delta/, 3);
    expect(refresher.view).toBe(view);
    expect(changes).toBe(1);
  });

  it('waits calmly for a registry that is not up yet', async () => {
    await registry.kill();
    aRefresher();
    await log.says('no registry for a fetch');
    await registry.listen();
    await refresher.firstFetch.wait();
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
  it.each(garbage)('keeps the last good copy when the answer is %s', async (_, reply) => {
    aRefresher({ intervalMs: 5 });
    await refresher.firstFetch.wait();
    registry.script = () => reply;
    await twoMore();
    expect(ports()).toEqual([8001]);
    expect(log.shown).toHaveLength(1);
    expect(log.shown[0]).toMatch(/^warn registry .* (is of no use: a fetch of changes was answered|is lost)/);

    registry.script = () => undefined;
    registry.put(two);
    await twoMore();
    expect(ports()).toEqual([8001, 8002]);
    expect(log.shown).toHaveLength(2);
    expect(log.shown[1]).toMatch(/^log registry .* is (of use again|back)$/);
  });

  it('keeps the last good copy when every registry is gone', async () => {
    aRefresher({ intervalMs: 5 });
    await refresher.firstFetch.wait();
    await registry.kill();
    await log.says('is lost');
    await log.says('no registry for a fetch of changes');
    expect(ports()).toEqual([8001]);
  });

  it('asks the next registry at once where the first answers with garbage', async () => {
    const second = await FakeRegistry.start();
    second.put(three);
    registry.script = () => ({ status: 200, body: 'oops' });
    aRefresher({}, [registry.url, second.url]);
    await refresher.firstFetch.wait();
    expect(ports()).toEqual([8003]);
    await second.kill();
  });

  describe('on demand', () => {
    it('fetches now, once for all that ask', async () => {
      aRefresher();
      await refresher.firstFetch.wait();
      registry.put(two);
      await Promise.all(Array.from({ length: 20 }, () => refresher.refresh()));
      expect(ports()).toEqual([8001, 8002]);
      expect(gets()).toEqual(['GET apps/', 'GET apps/delta']);
    });

    it('lets some time pass between two fetches, however fast it is asked again', async () => {
      const times: number[] = [];
      registry.script = () => void times.push(performance.now());
      aRefresher({ demandGapMs: 30 });
      await refresher.firstFetch.wait();
      await refresher.refresh();
      await refresher.refresh();
      expect(times).toHaveLength(3);
      times.slice(1).forEach((time, i) => expect(time - (times[i] ?? 0)).toBeGreaterThan(25));
    });

    it('joins a fetch that is under way', async () => {
      let release = (): void => undefined;
      registry.script = () => new Promise((resolve) => (release = () => resolve(undefined)));
      aRefresher();
      await registry.sees(/apps/);
      const refreshed = refresher.refresh();
      release();
      await refreshed;
      expect(gets()).toEqual(['GET apps/']);
    });

    it('comes back without a fault when no registry answers, or after a stop', async () => {
      await registry.kill();
      aRefresher();
      await refresher.refresh();
      await refresher.stop();
      await refresher.refresh();
      expect(ports()).toEqual([]);
    });
  });

  it('when stopped breaks off the fetch under way, and tells those who wait for a first one', async () => {
    registry.script = () => new Promise(() => undefined);
    aRefresher();
    await registry.sees(/apps/);
    await refresher.stop();
    expect(await refresher.firstFetch.wait()).toBe(false);
    expect(log.shown).toEqual([]);
  });
});
