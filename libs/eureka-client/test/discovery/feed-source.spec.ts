import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { fullFetchRequest } from '../../src/core/registry-requests.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { eventually, FeedStage, one, quiet, two } from '../builders/feed-stage.js';

describe('a client that reads the change feed', () => {
  let stage: FeedStage;
  beforeEach(async () => void (stage = await FeedStage.create()));
  afterEach(() => stage.end());

  it('receives each change at once, and fetches nothing else', async () => {
    await stage.startInStep();
    stage.listed = [one, two];
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.delta([{ ...one, actionType: 'DELETED' }], 'a.3');
    await eventually(() => stage.ports.length === 1);
    expect(stage.poller.started).toBe(1);
    expect(stage.poller.refreshed).toBe(0);
    expect(stage.registry.requests[0]?.url).toBe('/eureka/changes');
    expect(stage.registry.requests[0]?.headers).toMatchObject({
      accept: expect.stringContaining('text/event-stream'),
      'accept-encoding': 'identity',
    });
  });

  it('fetches what happened between its last fetch and the start of the feed', async () => {
    stage.start();
    stage.fetchAll();
    await stage.registry.receives(1);
    stage.listed = [one, two];
    stage.position = 'a.4';
    stage.hello();
    await eventually(() => stage.ports.length === 2);
    expect(stage.poller.refreshed).toBe(1);
  });

  it('fetches again when the fetch in flight had started too early', async () => {
    stage.start();
    await stage.registry.receives(1);
    stage.onRefresh = async () => {
      stage.fetchAll();
      stage.listed = [one, two];
      stage.position = 'a.4';
    };
    stage.hello('a.4');
    await eventually(() => stage.ports.length === 2);
    expect(stage.poller.refreshed).toBe(2);
  });

  it('fetches all when a change was missed, and on a resync event', async () => {
    await stage.startInStep();
    stage.listed = [one, two];
    stage.position = 'a.3';
    stage.delta([], 'a.3');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.position = 'a.9';
    stage.registry.sendEvent('resync', { position: stage.position });
    await eventually(() => stage.ports.length === 1);
  });

  it('reconnects after a break, with its last position', async () => {
    await stage.startInStep();
    stage.listed = [one, two];
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.registry.closeConnection();
    expect((await stage.registry.receives(2)).headers['last-event-id']).toBe('a.2');
  });

  it('logs a defect of the poller with its stack, and goes on', async () => {
    stage.start();
    stage.fetchAll();
    await stage.registry.receives(1);
    stage.onRefresh = () => Promise.reject(new Error('oops'));
    stage.hello('a.2');
    expect(await stage.log.waitFor('oops')).toMatch(/^error Error: oops\n +at /);
    stage.onRefresh = async () => stage.fetchAll();
    stage.listed = [one, two];
    stage.position = 'a.3';
    stage.delta([two], 'a.3');
    await eventually(() => stage.ports.length === 2);
  });

  it('sends its identity as soon as it has one, without a pause, and the form it reads', async () => {
    const pauses = { backOff: () => 3_600_000, spreadMs: 3_600_000 };
    const { feed } = stage.start({ detail: 'compact', ...pauses });
    expect((await stage.registry.receives(1)).url).toBe('/eureka/changes?accept=compact');
    stage.hello();
    stage.identity = 'SHOP/web 1&2';
    await stage.log.waitFor('reading the change feed');
    feed.identityChanged();
    expect((await stage.registry.receives(2)).url).toBe(
      '/eureka/changes?instance=SHOP%2Fweb+1%262&accept=compact',
    );
    stage.hello();
    feed.identityChanged();
    await new Promise(setImmediate);
    expect(stage.registry.requests).toHaveLength(2);
  });

  it.each([
    ['knows no such resource', 404, 'application/json'],
    ['answers something else', 200, 'text/html'],
    ['has no room', 503, 'text/plain'],
  ])('polls when the registry %s', async (_what, status, type) => {
    stage.registry.respond = (response) => void response.writeHead(status, { 'content-type': type }).end();
    stage.start();
    await stage.registry.receives(1);
    const asked = once(stage.registry['server'], 'received').then(() => 'asked again');
    expect(await Promise.race([asked, quiet()])).toBe('quiet');
    expect(stage.poller.started).toBe(1);
  });

  it('polls when a proxy buffers the events', async () => {
    stage.start({ helloMs: 20 });
    const request = await stage.registry.receives(1);
    await closing(request);
    expect(await Promise.race([stage.registry.receives(2), quiet()])).toBe('quiet');
  });

  it('reconnects when the connection falls silent', async () => {
    stage.start();
    await stage.registry.receives(1);
    stage.registry.sendEvent('hello', { position: stage.position, keepAliveMs: 10 });
    expect((await stage.registry.receives(2)).url).toBe('/eureka/changes');
  });

  it('confirms its cache with every sign of life', async () => {
    await stage.startInStep();
    await stage.log.waitFor('reading the change feed');
    stage.clock.advance(40_000);
    stage.keepAlive();
    await eventually(() => stage.cache.ageMs === 0);
  });

  it('does not confirm a cache that lacks a change', async () => {
    stage.start();
    stage.fetchAll();
    await stage.registry.receives(1);
    stage.onRefresh = async () => undefined;
    stage.hello('a.2');
    await stage.log.waitFor('reading the change feed');
    stage.clock.advance(40_000);
    stage.keepAlive();
    await quiet();
    expect(stage.cache.ageMs).toBe(40_000);
  });

  describe('with several registries', () => {
    let preferred: FakeRegistry;
    beforeEach(async () => void (preferred = await FakeRegistry.start()));
    afterEach(() => preferred.kill());

    it('reads no feed but that of the registry it fetches from, such as Java’s', async () => {
      preferred.script = () => ({ status: 404 });
      stage.start({}, [preferred.url, stage.registry.url]);
      await preferred.receives(/GET changes/);
      await quiet();
      expect(stage.registry.requests).toEqual([]);
    });

    it('reads the next feed at once when that registry answers in place of one without a feed', async () => {
      preferred.script = () => ({ status: 404 });
      const { feed } = stage.start({}, [preferred.url, stage.registry.url]);
      await preferred.receives(/GET changes/);
      await quiet();
      feed.fetchedFrom(preferred.url);
      await quiet();
      expect(preferred.matching(/GET changes/)).toHaveLength(1);
      await preferred.kill();
      feed.fetchedFrom(stage.registry.url);
      await stage.registry.receives(1);
    });

    it('reads the next feed when the first is full, and returns to the first once that answers fetches', async () => {
      preferred.script = ({ line }) => (line.startsWith('GET changes') ? { status: 503 } : undefined);
      const { failover } = stage.start({ askAgainMs: 120_000 }, [preferred.url, stage.registry.url]);
      stage.fetchAll();
      const { socket } = await stage.registry.receives(1);
      stage.hello();
      await failover.send(fullFetchRequest({ now: 0, detail: 'full' }), new AbortController().signal);
      await stage.log.waitFor('reading the change feed');
      stage.keepAlive();
      await quiet();
      expect(socket.destroyed).toBe(false);
      stage.clock.advance(120_000);
      stage.keepAlive();
      await preferred.receives(/GET changes/, 2);
    });
  });

  it('closes its connection and the poller when stopped', async () => {
    const { feed } = stage.start();
    const request = await stage.registry.receives(1);
    const closed = closing(request);
    await feed.stop();
    await closed;
    expect(stage.poller.stopped).toBe(1);
  });
});

/** Resolves once the connection is closed or reset. */
const closing = (request: IncomingMessage) => new Promise((resolve) => request.socket.once('close', resolve));
