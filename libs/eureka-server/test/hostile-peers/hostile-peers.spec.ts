import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Logger } from '@nestjs/common';
import { misbehaviours } from './misbehaviours.js';
import { OddPeer } from './odd-peer.js';
import { PeerLog } from './peer-log.js';

// Some misbehaviours last until a timeout, and the suite waits for all of them.
jest.setTimeout(120_000);

/** Queue limit, below the number of mutations. */
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
/** Instance that only one odd peer lists. */
const ofOne = (index: number) => anInstance({ app: 'BILLING', instanceId: `bill-${index}` });

describe('a server, of whose peers', () => {
  const log = new PeerLog();
  const known = Object.getOwnPropertyNames(Object.prototype);
  const odd = misbehaviours.map(([, misbehave]) => new OddPeer(misbehave));
  const good = new OddPeer();
  let us: OddPeer;

  beforeAll(async () => {
    Logger.overrideLogger(log);
    await Promise.all([...odd, good].map((peer) => peer.open()));
    us = new OddPeer(undefined, { ...limits, peers: [...odd, good].map(({ url }) => url) });
    await us.open();
    // Each odd peer lists an instance of its own, so that there is something to compare.
    odd.forEach((peer, index) => peer.server.service.register(ofOne(index), 'peer'));
    us.server.start();
    await register();
    await Promise.all(odd.map(({ url }) => log.complaintAbout(url)));
    await Promise.all(odd.map((peer) => peer.requested(2)));
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

  it.each(misbehaviours.map(([what, , says], index) => [what, says, index] as const))(
    'one %s: logs that once',
    (_what, says, index) => {
      const complaints = log.complaintsAbout(odd[index]?.url ?? '');
      expect(complaints).toEqual([
        typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
      ]);
      expect(complaints[0]).toMatch(/^[^\p{Cc}]{1,400}$/u);
    },
  );

  it('all but one misbehave: replicates everything to that one', async () => {
    await good.holds(instances.length);
    expect(good.server.registry.reads.application('SHOP')?.instances).toHaveLength(instances.length);
  });

  it('all but one misbehave: serves its clients and logs no error', async () => {
    const answer = await fetch(`${us.url}apps/SHOP`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(200);
    expect(log.faults).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
  });

  it('all but one misbehave: limits the queue of each', () => {
    for (const { link } of us.server.peers.all) expect(link.queueLength).toBeLessThanOrEqual(capacity);
  });

  it('one recovers: replicates everything to it, and copies what only it lists', async () => {
    for (const peer of odd) peer.heal(us);
    const all = instances.length + odd.length;
    await Promise.all([us, ...odd].map((peer) => peer.holds(all, us)));
    expect(us.server.registry.reads.application('BILLING')?.instances).toHaveLength(odd.length);
    const digests = odd.map(({ server }) => server.service.inventory.digest());
    expect(new Set(digests)).toEqual(new Set([us.server.service.inventory.digest()]));
  });
});
