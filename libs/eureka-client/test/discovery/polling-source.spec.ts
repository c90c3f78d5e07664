import { appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { gzipSync } from 'node:zlib';
import { Events } from '../../src/events/client-events.js';
import { LocalCopy } from '../../src/discovery/registry-cache.js';
import { type PollingOptions, PollingSource } from '../../src/discovery/polling-source.js';
import { FakeRegistry, type Reply } from '../builders/fake-registry.js';
import { LogBook } from '../builders/log-book.js';
import { registriesAt } from '../builders/registries-at.js';

const [one, two, three] = [8001, 8002, 8003].map((port) => anInstance({ port })) as [
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
];
const never = 60_000;

describe('the poller', () => {
  let registry: FakeRegistry;
  let log: LogBook;
  let events: Events;
  let copy: LocalCopy;
  let source: PollingSource;
  let changes: number;
  const clock = manualClock();

  const aPoller = (given: Partial<PollingOptions> = {}, urls = [registry.url], maxBytes = 1_000_000) => {
    changes = 0;
    events = new Events(log);
    copy = new LocalCopy({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, events, () => changes++);
    const rhythm = { intervalMs: never, backOff: () => 5, demandGapMs: 1 };
    source = new PollingSource(
      registriesAt(urls, log, { maxBytes }),
      copy,
      { ...rhythm, disableDelta: false, detail: 'full', ...given },
      clock,
      log,
    );
    source.start();
  };
  const ports = () => copy.view.instances('cloud-payment-service').map(({ port }) => port);
  /** After these the client has worked on an answer that was given after now. */
  const twoMore = (pattern = /delta/) => registry.sees(pattern, registry.asked(pattern).length + 2);
  const gets = () => registry.requests.map(({ line }) => line);

  beforeEach(async () => {
    log = new LogBook();
    registry = await FakeRegistry.start();
    registry.put(one);
  });
  afterEach(async () => {
    await source.stop();
    await registry.kill();
  });

  it('fetches everything at once, then changes at its interval', async () => {
    aPoller({ intervalMs: 5 });
    expect(await copy.firstFetch.wait()).toBe(true);
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
    aPoller({ intervalMs: 5 });
    await copy.firstFetch.wait();
    registry.instances.set('payment8002', two); // without a record of the change
    await registry.sees(/apps\/$/, 2);
    await registry.sees(/delta/, registry.asked(/delta/).length + 1);
    expect(ports()).toEqual([8001, 8002]);
  });

  it.each([403, 404])('fetches everything where changes are not offered (%d)', async (status) => {
    registry.script = ({ line }) => (line.includes('delta') ? { status } : undefined);
    aPoller({ intervalMs: 5 });
    await registry.sees(/apps\/$/, 3);
    expect(log.shown).toEqual([]);
  });

  it('never asks for changes when told so', async () => {
    aPoller({ intervalMs: 5, disableDelta: true });
    await registry.sees(/apps\/$/, 3);
    expect(registry.asked(/delta/)).toEqual([]);
  });

  it('keeps the same view while nothing changes', async () => {
    registry.changes.clear();
    aPoller({ intervalMs: 5 });
    await copy.firstFetch.wait();
    const { view } = copy;
    await registry.sees(/delta/, 3);
    expect(copy.view).toBe(view);
    expect(changes).toBe(1);
  });

  it('waits calmly for a registry that is not up yet', async () => {
    await registry.kill();
    aPoller();
    await log.says('no registry for a fetch');
    await registry.listen();
    await copy.firstFetch.wait();
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
    aPoller({ intervalMs: 5 });
    await copy.firstFetch.wait();
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

  describe('of a registry that does not add up', () => {
    const documentSaying = (hashCode: string) =>
      JSON.stringify(
        encodeApplicationsDocument({
          version: '1',
          hashCode,
          applications: [{ name: two.app, instances: [two] }],
        }),
      );

    it('keeps the last good copy at first, and in the end believes it: better that than an ever older copy', async () => {
      aPoller({ intervalMs: 5 });
      await copy.firstFetch.wait();
      registry.script = () => ({ status: 200, body: documentSaying('UP_7_') });
      await registry.sees(/apps\/$/, 3);
      expect(ports()).toEqual([8001]);
      await log.says('taking its list');
      expect(ports()).toEqual([8002]);
      expect(log.shown).toEqual([
        expect.stringMatching(
          /^warn registry .* is of no use: .* does not add up to its own hash code UP_7_$/,
        ),
        expect.stringMatching(/^log registry .* is of use again$/),
        expect.stringMatching(/^warn registry .* lists UP_1_ where it says UP_7_: taking its list$/),
      ]);
    });

    it('takes it at once where there is no copy to lose', async () => {
      registry.script = () => ({ status: 200, body: documentSaying('UP_7_') });
      aPoller();
      await copy.firstFetch.wait();
      expect(ports()).toEqual([8002]);
    });
  });

  it('names what is odd in an answer once, and uses the rest', async () => {
    const mute = { ...three, instanceId: 'mute', port: { number: 0, enabled: false } };
    const instances = [one, one, mute];
    const applications = [{ name: one.app, instances }];
    const body = JSON.stringify(
      encodeApplicationsDocument({ version: '1', hashCode: appsHashCode(instances), applications }),
    );
    registry.script = () => ({ status: 200, body });
    aPoller({ intervalMs: 5 });
    await registry.sees(/apps\/$/, 3);
    expect(ports()).toEqual([8001]);
    expect(log.shown).toEqual([
      expect.stringMatching(
        /^warn registry .* is odd: .*\/payment8001 is listed twice: the last one counts$/,
      ),
      expect.stringMatching(/^warn registry .* is odd: .*\/mute has no port: it cannot be called$/),
    ]);
  });

  it.each(['plain', 'packed'])(
    'reads no more of an answer than its limit, and keeps the last good copy (200 MB, %s)',
    async (how) => {
      aPoller({ intervalMs: 5 }, undefined, 1024 * 1024);
      await copy.firstFetch.wait();
      const body = Buffer.concat([Buffer.from('{"applications":"'), Buffer.alloc(200 * 1024 * 1024, 'x')]);
      const reply =
        how === 'plain'
          ? { status: 200, body }
          : { status: 200, body: gzipSync(body, { level: 1 }), headers: { 'content-encoding': 'gzip' } };
      registry.script = () => reply;
      expect(await log.says('is of no use')).toMatch(/was answered with 200 and more than 1 MB$/);
      await twoMore();
      expect(ports()).toEqual([8001]);
      expect(log.shown).toHaveLength(1);
    },
  );

  it('asks for the compact form where that is wished', async () => {
    aPoller({ detail: 'compact' });
    await copy.firstFetch.wait();
    expect(registry.requests[0]?.headers['x-eureka-accept']).toBe('compact');
  });

  it('keeps the last good copy when every registry is gone', async () => {
    aPoller({ intervalMs: 5 });
    await copy.firstFetch.wait();
    await registry.kill();
    await log.says('is lost');
    await log.says('no registry for a fetch of changes');
    expect(ports()).toEqual([8001]);
  });

  it('asks the next registry at once where the first answers with garbage', async () => {
    const second = await FakeRegistry.start();
    second.put(three);
    registry.script = () => ({ status: 200, body: 'oops' });
    aPoller({}, [registry.url, second.url]);
    await copy.firstFetch.wait();
    expect(ports()).toEqual([8003]);
    await second.kill();
  });

  describe('on demand', () => {
    it('fetches now, once for all that ask', async () => {
      aPoller();
      await copy.firstFetch.wait();
      registry.put(two);
      await Promise.all(Array.from({ length: 20 }, () => source.refresh()));
      expect(ports()).toEqual([8001, 8002]);
      expect(gets()).toEqual(['GET apps/', 'GET apps/delta']);
    });

    it('lets some time pass between two fetches, however fast it is asked again', async () => {
      const times: number[] = [];
      registry.script = () => void times.push(performance.now());
      aPoller({ demandGapMs: 30 });
      await copy.firstFetch.wait();
      await source.refresh();
      await source.refresh();
      expect(times).toHaveLength(3);
      times.slice(1).forEach((time, i) => expect(time - (times[i] ?? 0)).toBeGreaterThan(25));
    });

    it('joins a fetch that is under way', async () => {
      let release = (): void => undefined;
      registry.script = () => new Promise((resolve) => (release = () => resolve(undefined)));
      aPoller();
      await registry.sees(/apps/);
      const refreshed = source.refresh();
      release();
      await refreshed;
      expect(gets()).toEqual(['GET apps/']);
    });

    it('comes back without a fault when no registry answers, or after a stop', async () => {
      await registry.kill();
      aPoller();
      await source.refresh();
      await source.stop();
      await source.refresh();
      expect(ports()).toEqual([]);
    });
  });

  it('when stopped breaks off the fetch under way', async () => {
    registry.script = () => new Promise(() => undefined);
    aPoller();
    await registry.sees(/apps/);
    await source.stop();
    expect(log.shown).toEqual([]);
  });
});
