import { decodeApplicationsDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { FeedTarget } from '../builders/feed-target.js';
import { tcpProbe } from '../../src/liveness/tcp-probe.js';

/** Instance with a real port, over real sockets. */
describe('an instance that is killed', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = { debug: () => undefined, log: write, warn: write, error: write };
  let target: FeedTarget;
  let provider: Server;
  let probes: number;
  let probed: () => void;

  beforeEach(async () => {
    lines.length = 0;
    probes = 0;
    probed = () => undefined;
    provider = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(provider, 'listening');
  });
  afterEach(async () => {
    await target.close();
    provider.close();
  });

  const open = async (options = {}, ipAddr = '127.0.0.1') => {
    const counted: typeof tcpProbe = async (host, port) => {
      const seen = await tcpProbe(host, port);
      probes += 1;
      setImmediate(() => probed());
      return seen;
    };
    target = await new FeedTarget(options, { tcpProbe: counted, loggerFor: () => logger }).open();
    const { port } = provider.address() as AddressInfo;
    const instance = anInstance({ app: 'SHOP', instanceId: 'web-1', port, ipAddr });
    target.register(instance);
    // The registry's clock stands still, so the registration is older than what follows.
    target.clock.advance(1_000);
    return instance;
  };
  const afterProbes = (count: number) =>
    new Promise<void>((resolve) => {
      probed = () => void (probes >= count && resolve());
      probed();
    });

  it('is removed after two probes, and every reader of the feed gets the event', async () => {
    const { port } = await open();
    const watcher = await target.openFeed();
    const own = await target.openFeed('?instance=shop/web-1');
    await afterProbes(1);
    const moving = setInterval(() => target.clock.advance(50), 20);
    provider.close();
    own.close();
    const event = await watcher.next();
    clearInterval(moving);
    const { applications, hashCode } = decodeApplicationsDocument(JSON.parse(event.data), 0);
    expect([applications[0]?.instances[0]?.actionType, hashCode]).toEqual(['DELETED', '']);
    expect(probes).toBe(3);
    expect(lines).toContain(`removed SHOP/web-1: feed connection lost, port ${port.number} refused twice`);
  });

  it.each([
    ['a connection from another address', {}, '192.0.2.1'],
    ['a host name', { changesPresenceAnyAddress: true }, 'localhost'],
  ])('is not watched by %s', async (_what, options, ipAddr) => {
    await open(options, ipAddr);
    const own = await target.openFeed('?instance=SHOP/web-1');
    own.close();
    await target.openFeed();
    expect([probes, target.server.registry.reads.size]).toEqual([0, 1]);
  });

  it('stays while its port is open', async () => {
    await open();
    const own = await target.openFeed('?instance=SHOP/web-1');
    await afterProbes(1);
    const moving = setInterval(() => target.clock.advance(50), 20);
    own.close();
    await afterProbes(3);
    clearInterval(moving);
    expect(target.server.registry.reads.size).toBe(1);
  });

  it.each([
    ['the liveness check is off', { changesPresence: false }],
    ['this server is a mirror', { readOnly: true }],
  ])('is not probed if %s', async (_what, options) => {
    await open(options);
    const own = await target.openFeed('?instance=SHOP/web-1');
    const watcher = await target.openFeed();
    own.close();
    target.register(anInstance({ app: 'OTHER' }));
    await watcher.next();
    expect([probes, target.server.registry.reads.size]).toEqual([0, 2]);
  });
});
