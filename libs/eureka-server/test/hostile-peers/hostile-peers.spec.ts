import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Logger } from '@nestjs/common';
import { badPeers } from './misbehaviours.js';
import { OddPeer } from './odd-peer.js';
import { PeerLog } from './peer-log.js';

// Some of them take their time, and all of them are waited for.
jest.setTimeout(120_000);

/** Fewer than there are changes. */
const capacity = 20;
const limits = {
  peerNodeConnectTimeoutMs: 1_500,
  peerNodeReadTimeoutMs: 1_500,
  maxPeerAnswerBytes: 100_000,
  maxElementsInPeerReplicationPool: capacity,
  maxBatchingDelayMs: 10,
  peerProbeIntervalMs: 200,
  peerComparisonIntervalMs: 100,
  registrySyncRetryWaitMs: 1_000,
};
const instances = Array.from({ length: 60 }, (_, index) =>
  anInstance({ app: 'SHOP', instanceId: `web-${index}` }),
);
/** What one of them alone knows. */
const ofOne = (index: number) => anInstance({ app: 'BILLING', instanceId: `bill-${index}` });

describe('a server, of whose peers', () => {
  const log = new PeerLog();
  const known = Object.getOwnPropertyNames(Object.prototype);
  const odd = badPeers.map(([, misbehave]) => new OddPeer(misbehave));
  const good = new OddPeer();
  let us: OddPeer;

  beforeAll(async () => {
    Logger.overrideLogger(log);
    await Promise.all([...odd, good].map((peer) => peer.open()));
    us = new OddPeer(undefined, { ...limits, peers: [...odd, good].map(({ url }) => url) });
    await us.open();
    // So that there is something to compare.
    odd.forEach((peer, index) => peer.server.service.register(ofOne(index), 'peer'));
    us.server.start();
    await register();
    await Promise.all(odd.map(({ url }) => log.complainedOf(url)));
    await Promise.all(odd.map((peer) => peer.isAsked(2)));
  });
  afterAll(async () => {
    await Promise.all([us, good, ...odd].map((peer) => peer.close()));
    Logger.overrideLogger(['error', 'warn', 'log']);
  });

  async function register(): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    for (const instance of instances) {
      const body = JSON.stringify(encodeInstanceDocument(instance));
      const { status } = await fetch(`${us.url}apps/SHOP`, { method: 'POST', headers, body });
      expect(status).toBe(204);
    }
  }

  it.each(badPeers.map(([what, , says], index) => [what, says, index] as const))(
    'one %s: says so once',
    (_what, says, index) => {
      const complaints = log.complaintsOf(odd[index]?.url ?? '');
      expect(complaints).toEqual([
        typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
      ]);
      expect(complaints[0]).toMatch(/^[^\p{Cc}]{1,400}$/u);
    },
  );

  it('all but one are bad: tells that one everything meanwhile', async () => {
    await good.holds(instances.length);
    expect(good.server.registry.reads.application('SHOP')?.instances).toHaveLength(instances.length);
  });

  it('all but one are bad: answers its clients, and has nothing else to say', async () => {
    const answer = await fetch(`${us.url}apps/SHOP`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(200);
    expect(log.faults).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
  });

  it('all but one are bad: keeps only so many changes for each', () => {
    for (const { link } of us.server.peers.all) expect(link.waiting).toBeLessThanOrEqual(capacity);
  });

  it('one that becomes good is told everything and compared with: what it never heard of, and what only it knows', async () => {
    for (const peer of odd) peer.heal(us);
    const all = instances.length + odd.length;
    await Promise.all([us, ...odd].map((peer) => peer.holds(all, us)));
    expect(us.server.registry.reads.application('BILLING')?.instances).toHaveLength(odd.length);
    const digests = odd.map(({ server }) => server.service.inventory.digest());
    expect(new Set(digests)).toEqual(new Set([us.server.service.inventory.digest()]));
  });
});
