import { appsHashCode, encodeApplicationsDocument, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Events } from '../client-events.js';
import { readPosition } from '../core/position.js';
import { LocalCopy } from '../local-copy.js';
import { FeedRegistry } from '../testing/feed-registry.js';
import { LogBook } from '../testing/log-book.js';
import { registriesAt } from '../testing/registries-at.js';
import { type FeedOptions, FeedSource } from './feed-source.js';
import { OrderedSink } from './ordered-sink.js';

const [one, two] = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];

describe('a client that follows the changes', () => {
  let registry: FeedRegistry;
  let feed: FeedSource;
  let copy: LocalCopy;
  let sink: OrderedSink;
  let listed: InstanceInfo[];
  let position: string | undefined;
  let own: string | undefined;
  const log = new LogBook();
  const clock = manualClock();
  const poller = { start: jest.fn(), refresh: jest.fn(), stop: jest.fn(async () => undefined) };

  const document = (changed: readonly InstanceInfo[]) =>
    encodeApplicationsDocument({
      version: '1',
      hashCode: appsHashCode(listed),
      applications: changed.map((instance) => ({ name: instance.app, instances: [instance] })),
    });
  const aFeed = (given: Partial<FeedOptions> = {}) => {
    copy = new LocalCopy({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, new Events(log));
    sink = new OrderedSink(copy);
    const options = {
      detail: 'full',
      maxEventBytes: 10_000,
      backOff: () => 1,
      spreadMs: 0,
      helloMs: 5_000,
      askAgainMs: 3_600_000,
      ...given,
    } as const;
    feed = new FeedSource({
      registries: registriesAt([registry.url], log),
      sink,
      poller,
      options,
      own: () => own,
      clock,
      random: () => 0,
      logger: log,
    });
    feed.start();
  };
  /** As the poller does: everything, as of now. */
  const fetchAll = async () => {
    const at = readPosition(position);
    const applications = [...listed].map((instance) => ({ name: instance.app, instances: [instance] }));
    sink.whole(
      { version: '1', hashCode: appsHashCode(listed), applications, ...(at && { position: at }) },
      'r',
    );
  };
  const ports = () => copy.view.instances('cloud-payment-service').map(({ port }) => port);
  const hello = (at = position) => registry.tell('hello', { position: at, keepAliveMs: 10_000 }, at);

  beforeEach(async () => {
    registry = await FeedRegistry.start();
    listed = [one];
    position = 'a.1';
    own = undefined;
    jest.clearAllMocks();
    poller.refresh.mockImplementation(fetchAll);
  });
  afterEach(async () => {
    await feed.stop();
    await registry.close();
  });

  it('is told each change at once, and asks for nothing else', async () => {
    aFeed();
    await fetchAll();
    await registry.isAsked(1);
    hello();
    listed = [one, two];
    registry.tell('delta', document([two]), 'a.2');
    await eventually(() => ports().length === 2);
    listed = [two];
    registry.tell('delta', document([{ ...one, actionType: 'DELETED' }]), 'a.3');
    await eventually(() => ports().length === 1);
    expect(poller.start).toHaveBeenCalledTimes(1);
    expect(poller.refresh).not.toHaveBeenCalled();
    expect(registry.asked[0]?.url).toBe('/eureka/changes');
    expect(registry.asked[0]?.headers.accept).toContain('text/event-stream');
  });

  it('fetches what happened between its copy and the beginning of the events', async () => {
    aFeed();
    await fetchAll();
    await registry.isAsked(1);
    listed = [one, two];
    position = 'a.4';
    hello();
    await eventually(() => ports().length === 2);
    expect(poller.refresh).toHaveBeenCalledTimes(1);
  });

  it('fetches again where the fetch that was under way had begun too early', async () => {
    aFeed();
    await registry.isAsked(1);
    poller.refresh.mockImplementationOnce(async () => {
      await fetchAll();
      listed = [one, two];
      position = 'a.4';
    });
    hello('a.4');
    await eventually(() => ports().length === 2);
    expect(poller.refresh).toHaveBeenCalledTimes(2);
  });

  it('fetches everything where a change was missed, and where the registry says so', async () => {
    aFeed();
    await fetchAll();
    await registry.isAsked(1);
    hello();
    listed = [one, two];
    position = 'a.3';
    registry.tell('delta', document([]), 'a.3');
    await eventually(() => ports().length === 2);
    listed = [two];
    position = 'a.9';
    registry.tell('resync', { position });
    await eventually(() => ports().length === 1);
  });

  it('comes back after a break, and says where it was', async () => {
    aFeed();
    await fetchAll();
    await registry.isAsked(1);
    hello();
    listed = [one, two];
    registry.tell('delta', document([two]), 'a.2');
    await eventually(() => ports().length === 2);
    registry.hangUp();
    expect((await registry.isAsked(2)).headers['last-event-id']).toBe('a.2');
  });

  it('says whose connection it is, as soon as that is known, and which form it reads', async () => {
    aFeed({ detail: 'compact' });
    expect((await registry.isAsked(1)).url).toBe('/eureka/changes?accept=compact');
    hello();
    own = 'SHOP/web 1&2';
    await log.says('following the changes');
    feed.introduce();
    expect((await registry.isAsked(2)).url).toBe('/eureka/changes?instance=SHOP%2Fweb+1%262&accept=compact');
    hello();
    feed.introduce();
    await new Promise(setImmediate);
    expect(registry.asked).toHaveLength(2);
  });

  it.each([
    ['knows no such resource', 404, 'application/json'],
    ['answers something else', 200, 'text/html'],
    ['has no room', 503, 'text/plain'],
  ])('polls where the registry %s', async (_what, status, type) => {
    registry.answer = (response) => void response.writeHead(status, { 'content-type': type }).end();
    aFeed();
    await registry.isAsked(1);
    const asked = once(registry['server'], 'asked').then(() => 'asked again');
    expect(await Promise.race([asked, tenTurns()])).toBe('quiet');
    expect(poller.start).toHaveBeenCalledTimes(1);
  });

  it('polls where something on the way keeps the events back', async () => {
    aFeed({ helloMs: 20 });
    const request = await registry.isAsked(1);
    await closing(request);
    expect(await Promise.race([registry.isAsked(2), tenTurns()])).toBe('quiet');
  });

  it('calls again, not at once, where the connection falls silent', async () => {
    aFeed();
    await registry.isAsked(1);
    registry.tell('hello', { position, keepAliveMs: 10 });
    expect((await registry.isAsked(2)).url).toBe('/eureka/changes');
  });

  it.each([
    ['rubbish', '{'],
    ['a document of another kind', '{"a":1}'],
    ['more than may be kept', `"${'x'.repeat(20_000)}"`],
  ])('keeps its copy where it is told %s, and calls again', async (_what, data) => {
    aFeed();
    await fetchAll();
    await registry.isAsked(1);
    hello();
    registry['followers'].at(-1)?.write(`event: delta\nid: a.2\ndata: ${data}\n\n`);
    await registry.isAsked(2);
    expect(ports()).toEqual([8001]);
  });

  it('ends with all it opened', async () => {
    aFeed();
    const request = await registry.isAsked(1);
    const closed = closing(request);
    await feed.stop();
    await closed;
    expect(poller.stop).toHaveBeenCalled();
  });
});

/** Resetting it is a way to close it. */
const closing = (request: IncomingMessage) => new Promise((resolve) => request.socket.once('close', resolve));

async function eventually(look: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000 && !look(); turns++) await new Promise(setImmediate);
  expect(look()).toBe(true);
}

async function tenTurns(): Promise<string> {
  for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate);
  return 'quiet';
}
