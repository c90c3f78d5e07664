import { decodeApplicationsDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { FeedTarget } from '../builders/feed-target.js';
import { tcpProbe } from '../../src/liveness/tcp-probe.js';

/** An instance with a port of its own, over real sockets. */
describe('an instance that is killed', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = { debug: () => undefined, log: write, warn: write, error: write };
  let target: FeedTarget;
  let provider: Server;
  let looks: number;
  let looked: () => void;

  beforeEach(async () => {
    lines.length = 0;
    looks = 0;
    looked = () => undefined;
    provider = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(provider, 'listening');
  });
  afterEach(async () => {
    await target.close();
    provider.close();
  });

  const open = async (options = {}) => {
    const counted: typeof tcpProbe = async (host, port) => {
      const seen = await tcpProbe(host, port);
      looks += 1;
      setImmediate(() => looked());
      return seen;
    };
    target = await new FeedTarget(options, { tcpProbe: counted, loggerFor: () => logger }).open();
    const { port } = provider.address() as AddressInfo;
    const instance = anInstance({ app: 'SHOP', instanceId: 'web-1', port });
    target.register(instance);
    // The registry's clock stands still: what is heard of now is not heard of later.
    target.clock.advance(1_000);
    return instance;
  };
  const afterLooks = (count: number) =>
    new Promise<void>((resolve) => {
      looked = () => void (looks >= count && resolve());
      looked();
    });

  it('is out of the registry after two looks, which everybody who follows hears', async () => {
    const { port } = await open();
    const watcher = await target.openFeed();
    const own = await target.openFeed('?instance=shop/web-1');
    await afterLooks(1);
    const moving = setInterval(() => target.clock.advance(50), 20);
    provider.close();
    own.close();
    const event = await watcher.next();
    clearInterval(moving);
    const { applications, hashCode } = decodeApplicationsDocument(JSON.parse(event.data), 0);
    expect([applications[0]?.instances[0]?.actionType, hashCode]).toEqual(['DELETED', '']);
    expect(looks).toBe(3);
    expect(lines).toContain(
      `took out SHOP/web-1: no connection any more, and port ${port.number} refused twice`,
    );
  });

  it('stays while its port is open: one connection that breaks says nothing', async () => {
    await open();
    const own = await target.openFeed('?instance=SHOP/web-1');
    await afterLooks(1);
    const moving = setInterval(() => target.clock.advance(50), 20);
    own.close();
    await afterLooks(3);
    clearInterval(moving);
    expect(target.server.registry.reads.size).toBe(1);
  });

  it.each([
    ['presence is off', { changesPresence: false }],
    ['this server is a mirror', { readOnly: true }],
  ])('is not looked at where %s', async (_what, options) => {
    await open(options);
    const own = await target.openFeed('?instance=SHOP/web-1');
    const watcher = await target.openFeed();
    own.close();
    target.register(anInstance({ app: 'OTHER' }));
    await watcher.next();
    expect([looks, target.server.registry.reads.size]).toEqual([0, 2]);
  });
});
