import { appsHashCode, decodeApplicationsDocument, idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { connect } from 'node:net';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { EventReader, type ReadEvent } from '../builders/event-reader.js';
import { FeedTarget } from '../builders/feed-target.js';

const web = (number: number, more: Partial<InstanceInfo> = {}) =>
  anInstance({ app: 'SHOP', instanceId: `web-${number}`, ...more });

const documentIn = ({ data }: ReadEvent) => decodeApplicationsDocument(JSON.parse(data), 0);
const instancesIn = (event: ReadEvent) =>
  documentIn(event).applications.flatMap(({ instances }) => instances);
const idsIn = (event: ReadEvent) => instancesIn(event).map(idOf);

describe('the change feed over HTTP', () => {
  let target: FeedTarget;
  const open = async (options: Partial<EurekaServerOptions> = {}) => {
    target = await new FeedTarget(options).open();
  };
  afterEach(() => target.close());

  it('begins with the registry’s position', async () => {
    await open();
    target.register(web(1), web(2));
    const reader = target.follow();
    const hello = await reader.next();
    expect(hello.event).toBe('hello');
    expect(JSON.parse(hello.data)).toEqual({
      position: hello.id,
      apps__hashcode: 'UP_2_',
      keepAliveMs: 10_000,
      isSyncing: true,
    });
    expect(hello.id).toMatch(/^[0-9a-f]{8}\.2$/);
    expect(reader.status).toBe(200);
    expect(reader.head.toLowerCase()).toContain('content-type: text/event-stream\r\n');
    expect(reader.head.toLowerCase()).not.toContain('transfer-encoding');
  });

  it('has the changes as they happen, in order', async () => {
    await open();
    const reader = await target.openFeed();
    target.register(web(1));
    const added = await reader.next();
    target.server.service.setStatus('SHOP', 'web-1', 'OUT_OF_SERVICE', { from: 'client' });
    const forced = await reader.next();
    target.server.service.cancel('SHOP', 'web-1', 'client');
    const left = await reader.next();
    const received = [added, forced, left].map((event) => {
      const { hashCode } = documentIn(event);
      return [event.event, event.id?.split('.')[1], hashCode, instancesIn(event)[0]?.actionType];
    });
    expect(received).toEqual([
      ['delta', '1', 'UP_1_', 'ADDED'],
      ['delta', '2', 'OUT_OF_SERVICE_1_', 'MODIFIED'],
      ['delta', '3', '', 'DELETED'],
    ]);
  });

  it('has rising versions, like a polled delta', async () => {
    await open();
    const reader = await target.openFeed();
    target.register(web(1));
    const first = Number(documentIn(await reader.next()).version);
    target.register(web(2));
    expect(Number(documentIn(await reader.next()).version)).toBeGreaterThan(first);
  });

  it('gives a copy with the registry’s hash code after each event', async () => {
    await open();
    const reader = await target.openFeed();
    const copy = new Map<string, InstanceInfo>();
    const { service } = target.server;
    for (let round = 0; round < 60; round++) {
      const steps = 1 + ((round * 7) % 5);
      for (let step = 0; step < steps; step++) {
        const number = (round * 5 + step * 3) % 11;
        if ((round + step) % 4 === 3) service.cancel('SHOP', `web-${number}`, 'client');
        else service.register(web(number, { status: (round + step) % 3 === 0 ? 'DOWN' : 'UP' }), 'client');
      }
      // Cancelling an unknown instance makes no event.
      service.register(web(100 + round), 'client');
      const event = await reader.next();
      for (const instance of instancesIn(event)) {
        if (instance.actionType === 'DELETED') copy.delete(idOf(instance));
        else copy.set(idOf(instance), instance);
      }
      expect(appsHashCode(copy.values())).toBe(documentIn(event).hashCode);
    }
    const listed = target.server.registry.reads
      .applications()
      .applications.flatMap(({ instances }) => instances);
    expect([...copy.keys()].sort()).toEqual(listed.map(idOf).sort());
    expect(reader.unread()).toEqual([]);
  });

  it('joins simultaneous changes in one event', async () => {
    await open();
    const reader = await target.openFeed();
    target.register(...Array.from({ length: 300 }, (_, index) => web(index)), web(0, { status: 'DOWN' }));
    const event = await reader.next();
    expect(idsIn(event)).toHaveLength(300);
    expect(documentIn(event).hashCode).toBe('DOWN_1_UP_299_');
    target.register(web(1));
    expect(idsIn(await reader.next())).toEqual(['web-1']);
  });

  it('reaches all readers, each in the detail it asked for', async () => {
    await open();
    const full = await target.openFeed();
    const byHeader = await target.openFeed('', { 'x-eureka-accept': 'compact' });
    const byQuery = await target.openFeed('?accept=compact', { 'x-eureka-accept': 'full' });
    target.register(web(1, { metadata: { version: '2' } }));
    const [all, ...compact] = await Promise.all([full.next(), byHeader.next(), byQuery.next()]);
    expect(instancesIn(all)[0]?.metadata).toEqual({ version: '2' });
    for (const event of compact) {
      expect(event.data).not.toContain('version":"2"');
      expect(event.id).toBe(all.id);
      expect(documentIn(event)).toMatchObject({ hashCode: 'UP_1_', version: documentIn(all).version });
    }
  });

  describe('after a broken connection', () => {
    it('goes on at the reader’s position, with all missed changes in one event', async () => {
      await open();
      const first = await target.openFeed();
      target.register(web(1));
      const { id = '' } = await first.next();
      first.close();
      target.register(web(2));
      target.server.service.cancel('SHOP', 'web-1', 'client');
      for (const again of [target.follow('', { 'last-event-id': id }), target.follow(`?since=${id}`)]) {
        const hello = await again.next();
        expect([hello.event, hello.id]).toEqual(['hello', undefined]);
        expect(JSON.parse(hello.data)).toEqual({ position: id, keepAliveMs: 10_000, isSyncing: true });
        const missed = await again.next();
        expect([missed.event, idsIn(missed)]).toEqual(['delta', ['web-2', 'web-1']]);
        expect([missed.id?.split('.')[1], documentIn(missed).hashCode]).toEqual(['3', 'UP_1_']);
        again.close();
      }
    });

    it('goes on at the position of a fetched registry', async () => {
      await open();
      target.register(web(1));
      const headers = { 'eureka-nest-changes': '1' };
      const response = await fetch(`http://127.0.0.1:${target.port}/eureka/apps`, { headers });
      target.register(web(2));
      const reader = await target.openFeed(`?since=${response.headers.get('eureka-nest-position')}`);
      expect(idsIn(await reader.next())).toEqual(['web-2']);
    });

    it('sends nothing if nothing was missed', async () => {
      await open();
      target.register(web(1));
      const { id = '' } = await target.follow().next();
      const again = target.follow(`?since=${id}`);
      expect((await again.next()).id).toBe(id);
      target.register(web(2));
      expect(idsIn(await again.next())).toEqual(['web-2']);
    });

    it('prefers the header of a browser to the older position in the URL', async () => {
      await open();
      target.register(web(1), web(2));
      const { id = '' } = await target.follow().next();
      const older = id.replace(/\d+$/, '1');
      const again = target.follow(`?since=${older}`, { 'last-event-id': id });
      expect((await again.next()).id).toBe(id);
    });

    it.each([
      ['another process', {}, 1, () => 'ffffffff.1'],
      ['the future', {}, 1, (id: string) => id.replace(/\d+$/, '99')],
      ['so long ago that it is forgotten', { changesLogSize: 3 }, 5, (id: string) => id.replace(/\d+$/, '1')],
      ['so far back that all is cheaper', {}, 600, (id: string) => id.replace(/\d+$/, '1')],
    ] as const)('sends a resync to a reader with %s', async (_what, options, count, of) => {
      await open(options);
      target.register(...Array.from({ length: count }, (_, index) => web(index)));
      const { id = '' } = await target.follow().next();
      const again = target.follow(`?since=${of(id)}`);
      expect(await again.next()).toMatchObject({ event: 'hello', id: undefined });
      const resync = await again.next();
      expect([resync.event, resync.id]).toEqual(['resync', undefined]);
      expect(JSON.parse(resync.data)).toEqual({ position: id, apps__hashcode: `UP_${count}_` });
      target.register(web(0, { status: 'DOWN' }));
      expect(idsIn(await again.next())).toEqual(['web-0']);
    });
  });

  it('does not buffer events for a stalled reader: it gets a resync and goes on', async () => {
    await open({ changesMaxUnsentBytes: 20_000, changesDelayMs: 1 });
    const quick = await target.openFeed();
    const slow = await target.openFeed();
    slow.socket.pause();
    const big = { text: 'x'.repeat(200_000) };
    for (let round = 0; round < 150; round++) {
      target.register(web(1, { metadata: big, lastDirtyTimestamp: round }));
      expect((await quick.next()).event).toBe('delta');
    }
    slow.socket.resume();
    let deltas = 0;
    for (let event = await slow.next(); event.event === 'delta'; event = await slow.next()) deltas += 1;
    expect(deltas).toBeGreaterThan(0);
    expect(deltas).toBeLessThan(150);
    target.register(web(2));
    const next = await slow.next();
    expect([next.event, idsIn(next), documentIn(next).hashCode]).toEqual(['delta', ['web-2'], 'UP_2_']);
  });

  it('sends keep-alives', async () => {
    await open({ changesKeepAliveMs: 5 });
    const reader = await target.openFeed();
    await new Promise<void>((resolve) => {
      reader.socket.on('data', () => void (reader.keepAlives >= 3 && resolve()));
    });
    expect(reader.unread()).toEqual([]);
  });

  it('ends when the server stops, and admits no more readers', async () => {
    await open();
    const reader = await target.openFeed();
    const stopped = target.server.stop();
    expect((await fetch(`http://127.0.0.1:${target.port}/eureka/changes`)).status).toBe(503);
    await Promise.all([reader.ended, stopped]);
  });

  it('has a limit of readers', async () => {
    await open({ changesMaxReaders: 2 });
    const first = await target.openFeed();
    const second = await target.openFeed();
    const third = target.follow();
    await new Promise((resolve) => third.socket.once('data', resolve));
    expect(third.status).toBe(503);
    target.register(web(1));
    expect([(await first.next()).event, (await second.next()).event]).toEqual(['delta', 'delta']);
    second.close();
    // The server notices the closed sockets after a while.
    for (let tries = 0; tries < 1_000; tries++) {
      const further = target.follow();
      await new Promise((resolve) => further.socket.once('data', resolve));
      if (further.status === 200) return;
      await further.ended;
    }
    throw new Error('no reader was admitted');
  });

  it('works over HTTP/1.0', async () => {
    await open();
    const socket = connect(target.port, '127.0.0.1');
    socket.write('GET /eureka/v2/changes HTTP/1.0\r\n\r\n');
    const reader = new EventReader(socket);
    expect((await reader.next()).event).toBe('hello');
    target.register(web(1));
    expect((await reader.next()).event).toBe('delta');
    reader.close();
  });
});
