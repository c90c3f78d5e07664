import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { wholeRegistryCall } from '../../src/core/registry-requests.js';
import { FakeRegistry } from '../builders/fake-registry.js';
import { eventually, FeedStage, one, quiet, two } from '../builders/feed-stage.js';

describe('a client that follows the changes', () => {
  let stage: FeedStage;
  beforeEach(async () => void (stage = await FeedStage.set()));
  afterEach(() => stage.end());

  it('is told each change at once, and asks for nothing else', async () => {
    await stage.inStep();
    stage.listed = [one, two];
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.delta([{ ...one, actionType: 'DELETED' }], 'a.3');
    await eventually(() => stage.ports.length === 1);
    expect(stage.poller.started).toBe(1);
    expect(stage.poller.refreshed).toBe(0);
    expect(stage.registry.asked[0]?.url).toBe('/eureka/changes');
    expect(stage.registry.asked[0]?.headers).toMatchObject({
      accept: expect.stringContaining('text/event-stream'),
      'accept-encoding': 'identity',
    });
  });

  it('fetches what happened between its copy and the beginning of the events', async () => {
    stage.follow();
    stage.fetchAll();
    await stage.registry.isAsked(1);
    stage.listed = [one, two];
    stage.position = 'a.4';
    stage.hello();
    await eventually(() => stage.ports.length === 2);
    expect(stage.poller.refreshed).toBe(1);
  });

  it('fetches again where the fetch that was under way had begun too early', async () => {
    stage.follow();
    await stage.registry.isAsked(1);
    stage.onRefresh = async () => {
      stage.fetchAll();
      stage.listed = [one, two];
      stage.position = 'a.4';
    };
    stage.hello('a.4');
    await eventually(() => stage.ports.length === 2);
    expect(stage.poller.refreshed).toBe(2);
  });

  it('fetches everything where a change was missed, and where the registry says so', async () => {
    await stage.inStep();
    stage.listed = [one, two];
    stage.position = 'a.3';
    stage.delta([], 'a.3');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.position = 'a.9';
    stage.registry.tell('resync', { position: stage.position });
    await eventually(() => stage.ports.length === 1);
  });

  it('comes back after a break, and says where it was', async () => {
    await stage.inStep();
    stage.listed = [one, two];
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.registry.hangUp();
    expect((await stage.registry.isAsked(2)).headers['last-event-id']).toBe('a.2');
  });

  it('tells a defect of the poller with its stack, and goes on', async () => {
    stage.follow();
    stage.fetchAll();
    await stage.registry.isAsked(1);
    stage.onRefresh = () => Promise.reject(new Error('oops'));
    stage.hello('a.2');
    expect(await stage.log.says('oops')).toMatch(/^error Error: oops\n +at /);
    stage.listed = [one, two];
    stage.delta([two], 'a.3');
    await eventually(() => stage.ports.length === 2);
  });

  it('says whose connection it is, as soon as that is known, and which form it reads', async () => {
    const { feed } = stage.follow({ detail: 'compact' });
    expect((await stage.registry.isAsked(1)).url).toBe('/eureka/changes?accept=compact');
    stage.hello();
    stage.own = 'SHOP/web 1&2';
    await stage.log.says('following the changes');
    feed.introduce();
    expect((await stage.registry.isAsked(2)).url).toBe(
      '/eureka/changes?instance=SHOP%2Fweb+1%262&accept=compact',
    );
    stage.hello();
    feed.introduce();
    await new Promise(setImmediate);
    expect(stage.registry.asked).toHaveLength(2);
  });

  it.each([
    ['knows no such resource', 404, 'application/json'],
    ['answers something else', 200, 'text/html'],
    ['has no room', 503, 'text/plain'],
  ])('polls where the registry %s', async (_what, status, type) => {
    stage.registry.answer = (response) => void response.writeHead(status, { 'content-type': type }).end();
    stage.follow();
    await stage.registry.isAsked(1);
    const asked = once(stage.registry['server'], 'asked').then(() => 'asked again');
    expect(await Promise.race([asked, quiet()])).toBe('quiet');
    expect(stage.poller.started).toBe(1);
  });

  it('polls where something on the way keeps the events back', async () => {
    stage.follow({ helloMs: 20 });
    const request = await stage.registry.isAsked(1);
    await closing(request);
    expect(await Promise.race([stage.registry.isAsked(2), quiet()])).toBe('quiet');
  });

  it('calls again, not at once, where the connection falls silent', async () => {
    stage.follow();
    await stage.registry.isAsked(1);
    stage.registry.tell('hello', { position: stage.position, keepAliveMs: 10 });
    expect((await stage.registry.isAsked(2)).url).toBe('/eureka/changes');
  });

  it('has a copy that grows no older while the registry gives signs of life', async () => {
    await stage.inStep();
    await stage.log.says('following the changes');
    stage.clock.advance(40_000);
    stage.keepAlive();
    await eventually(() => stage.copy.ageMs === 0);
  });

  it('has one that does while it lacks something that it was told of', async () => {
    stage.follow();
    stage.fetchAll();
    await stage.registry.isAsked(1);
    stage.onRefresh = async () => undefined;
    stage.hello('a.2');
    await stage.log.says('following the changes');
    stage.clock.advance(40_000);
    stage.keepAlive();
    await quiet();
    expect(stage.copy.ageMs).toBe(40_000);
  });

  describe('of several registries', () => {
    let preferred: FakeRegistry;
    beforeEach(async () => void (preferred = await FakeRegistry.start()));
    afterEach(() => preferred.kill());

    it('follows none but the one it fetches from, as where that is Java’s', async () => {
      preferred.script = () => ({ status: 404 });
      stage.follow({}, [preferred.url, stage.registry.url]);
      await preferred.sees(/GET changes/);
      await quiet();
      expect(stage.registry.asked).toEqual([]);
    });

    it('follows the next at once when that answers in place of one that told no changes', async () => {
      preferred.script = () => ({ status: 404 });
      const { feed } = stage.follow({}, [preferred.url, stage.registry.url]);
      await preferred.sees(/GET changes/);
      await quiet();
      feed.answeredBy(preferred.url);
      await quiet();
      expect(preferred.asked(/GET changes/)).toHaveLength(1);
      await preferred.kill();
      feed.answeredBy(stage.registry.url);
      await stage.registry.isAsked(1);
    });

    it('follows the next where the first has no room, and goes to the first once that answers again', async () => {
      preferred.script = ({ line }) => (line.startsWith('GET changes') ? { status: 503 } : undefined);
      const { registries } = stage.follow({ askAgainMs: 120_000 }, [preferred.url, stage.registry.url]);
      stage.fetchAll();
      const { socket } = await stage.registry.isAsked(1);
      stage.hello();
      await registries.ask(wholeRegistryCall({ now: 0, detail: 'full' }), new AbortController().signal);
      await stage.log.says('following the changes');
      stage.keepAlive();
      await quiet();
      expect(socket.destroyed).toBe(false);
      stage.clock.advance(120_000);
      stage.keepAlive();
      await preferred.sees(/GET changes/, 2);
    });
  });

  it('ends with all it opened', async () => {
    const { feed } = stage.follow();
    const request = await stage.registry.isAsked(1);
    const closed = closing(request);
    await feed.stop();
    await closed;
    expect(stage.poller.stopped).toBe(1);
  });
});

/** Resetting it is a way to close it. */
const closing = (request: IncomingMessage) => new Promise((resolve) => request.socket.once('close', resolve));
