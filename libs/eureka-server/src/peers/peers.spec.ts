import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { Peers } from './peers.js';

const [a, b, c] = ['http://a:1/eureka/', 'http://us:pw@b:1/eureka/', 'http://c:1/eureka/'];
const ownRegistry = {
  isCopying: () => false,
  peek: () => undefined,
  acceptPeerCopy: () => undefined,
  digest: () => '',
  appDigests: () => ({}),
  reconcile: () => ({ repaired: 0, wanted: [] }),
  mergeListed: () => false,
};

/** No peer responds, and nothing is sent: the spec never waits. */
describe('the peers of a server', () => {
  const clock = manualClock();
  let logged: string[];
  let peers: Peers;
  beforeEach(() => {
    logged = [];
    const logger = {
      log: (line: string) => logged.push(line),
      warn: () => undefined,
      debug: () => undefined,
    };
    peers = new Peers({
      options: new EurekaServerOptions(),
      nodeHeaders: () => ({ node: 'us' }),
      clock,
      logger,
    });
  });
  afterEach(() => peers.update([]));

  const listPeers = (...urls: (string | undefined)[]) =>
    peers.update(urls.flatMap((url) => (url ? [{ url }] : [])));
  const urls = () => peers.all.map(({ url }) => url);

  it('are the listed ones, shown without their logins', () => {
    listPeers(a, b);
    expect(urls()).toEqual([a, 'http://b:1/eureka/']);
    expect(logged).toEqual([]);
  });

  it('keep their queue while they stay listed', () => {
    listPeers(a, b);
    peers.replicate({ action: 'Cancel', instance: anInstance() });
    const before = peers.all;
    listPeers(b, a);
    expect(peers.all).toEqual(before);
    expect(peers.all.map(({ link }) => link.queueLength)).toEqual([1, 1]);
  });

  it('are added and removed, with one log line each', () => {
    listPeers(a, b);
    peers.start(ownRegistry);
    listPeers(b, c);
    listPeers(b, c);
    expect(urls()).toEqual(['http://b:1/eureka/', c]);
    expect(logged).toEqual([`peer ${a} removed`, `peer ${c} added`]);
  });

  it('get nothing once they are removed', () => {
    listPeers(a, b);
    const [gone] = peers.all;
    listPeers(b);
    peers.replicate({ action: 'Cancel', instance: anInstance() });
    expect([gone?.link.queueLength, peers.all[0]?.link.queueLength]).toEqual([0, 1]);
  });

  it('are none any more once they are closed', async () => {
    listPeers(a);
    await peers.close(0);
    listPeers(a, b);
    peers.start(ownRegistry);
    expect([urls(), logged]).toEqual([[a], []]);
  });

  describe('of which two URLs belong to one server', () => {
    const responds = (index: number, node: string | undefined) => {
      const peer = initial[index];
      peer?.link.identified({ node }, clock());
      // The peer itself would report that another process responds.
      listPeers(a, b, c);
    };
    let initial: Peers['all'];
    beforeEach(() => {
      listPeers(a, b, c);
      initial = peers.all;
    });

    it('use the first URL that responds', () => {
      responds(2, 'same');
      responds(0, 'same');
      expect(initial.map(({ state }) => state.is)).toEqual(['in-step', 'unknown', 'twin']);
      expect(urls()).toEqual([a, 'http://b:1/eureka/']);
    });

    it('use the other URL while the first is down', () => {
      responds(0, 'same');
      responds(2, 'same');
      initial[0]?.link.unreachable('transient', 'ECONNREFUSED', clock());
      listPeers(a, b, c);
      expect(initial.map(({ state }) => state.is)).toEqual(['twin', 'unknown', 'in-step']);
    });

    it('are two again when another process responds at one URL', () => {
      responds(0, 'same');
      responds(2, 'same');
      responds(2, 'other');
      expect(initial.map(({ state }) => state.is)).toEqual(['in-step', 'unknown', 'in-step']);
    });

    it('skip this server itself', () => {
      responds(1, 'us');
      expect(urls()).toEqual([a, c]);
    });

    it('are not recognized as aliases if they are Java servers, which send no node id', () => {
      responds(0, undefined);
      responds(1, undefined);
      expect(urls()).toHaveLength(3);
    });
  });
});
