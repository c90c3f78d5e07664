import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { Peers } from './peers.js';

const [a, b, c] = ['http://a:1/eureka/', 'http://us:pw@b:1/eureka/', 'http://c:1/eureka/'];
const local = {
  peek: () => undefined,
  adopt: () => undefined,
  digest: () => '',
  appDigests: () => ({}),
  compare: () => ({ repaired: 0, wanted: [] }),
  take: () => false,
};

/** Nobody is there; what would be sent, is not, for nothing is waited for here. */
describe('the peers of a server', () => {
  const clock = manualClock();
  let told: string[];
  let peers: Peers;
  beforeEach(() => {
    told = [];
    const logger = { log: (line: string) => told.push(line), warn: () => undefined, debug: () => undefined };
    peers = new Peers({ options: new EurekaServerOptions(), facts: () => ({ node: 'us' }), clock, logger });
  });
  afterEach(() => peers.update([]));

  const be = (...urls: (string | undefined)[]) => peers.update(urls.flatMap((url) => (url ? [{ url }] : [])));
  const urls = () => peers.all.map(({ url }) => url);

  it('are those that are named, without their logins where people read it', () => {
    be(a, b);
    expect(urls()).toEqual([a, 'http://b:1/eureka/']);
    expect(told).toEqual([]);
  });

  it('stay the same objects while they stay named, with what waits for them', () => {
    be(a, b);
    peers.replicate({ action: 'Cancel', instance: anInstance() });
    const before = peers.all;
    be(b, a);
    expect(peers.all).toEqual(before);
    expect(peers.all.map(({ link }) => link.waiting)).toEqual([1, 1]);
  });

  it('come and go, each told once', () => {
    be(a, b);
    peers.start(local);
    be(b, c);
    be(b, c);
    expect(urls()).toEqual(['http://b:1/eureka/', c]);
    expect(told).toEqual([`peer ${a} is none any more`, `peer ${c} is new`]);
  });

  it('that are no longer named are told nothing any more', () => {
    be(a, b);
    const [gone] = peers.all;
    be(b);
    peers.replicate({ action: 'Cancel', instance: anInstance() });
    expect([gone?.link.waiting, peers.all[0]?.link.waiting]).toEqual([0, 1]);
  });

  describe('of which two are one server', () => {
    const answers = (index: number, node: string | undefined) => {
      const peer = everybody[index];
      peer?.link.heardOf({ node }, clock());
      // As a peer says when another process answers.
      be(a, b, c);
    };
    let everybody: Peers['all'];
    beforeEach(() => {
      be(a, b, c);
      everybody = peers.all;
    });

    it('are told at the first address that answers', () => {
      answers(2, 'same');
      answers(0, 'same');
      expect(everybody.map(({ state }) => state.is)).toEqual(['in-step', 'unknown', 'twin']);
      expect(urls()).toEqual([a, 'http://b:1/eureka/']);
    });

    it('are told at the other one while the first is away', () => {
      answers(0, 'same');
      answers(2, 'same');
      everybody[0]?.link.unreachable('transient', 'ECONNREFUSED', clock());
      be(a, b, c);
      expect(everybody.map(({ state }) => state.is)).toEqual(['twin', 'unknown', 'in-step']);
    });

    it('are two again when another process answers at one of them', () => {
      answers(0, 'same');
      answers(2, 'same');
      answers(2, 'other');
      expect(everybody.map(({ state }) => state.is)).toEqual(['in-step', 'unknown', 'in-step']);
    });

    it('may be this server itself: it is left out', () => {
      answers(1, 'us');
      expect(urls()).toEqual([a, c]);
    });

    it('are not told apart where they are Java’s, which say nothing of themselves', () => {
      answers(0, undefined);
      answers(1, undefined);
      expect(urls()).toHaveLength(3);
    });
  });
});
