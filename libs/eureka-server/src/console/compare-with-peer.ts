import type { ConsoleComparison, ConsoleFailureCode } from '@eureka-nest/protocol/console';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { differingApps, groupsOf } from '../peers/anti-entropy-session.js';
import type { Peer } from '../peers/peer.js';
import type { PeerClient, PeerLimits } from '../peers/peer-client.js';
import { prepareComparison } from '../service/prepare-comparison.js';
import type { RegistryService } from '../service/registry.service.js';
import { PeerComparison } from './peer-comparison.js';

/** Time for a whole comparison. */
const LIMIT_MS = 15_000;
/** A larger response would block this server for too long while it is decoded. */
const MAX_RESPONSE_BYTES = 33_554_432;
const STOPPING = 'this registry is stopping';

/** A comparison that did not come about, and why. */
export class ComparisonError extends Error {
  constructor(
    message: string,
    readonly code?: ConsoleFailureCode,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Compares this registry with a peer for people to read, and repairs nothing: a server of this
 * project by the requests of anti-entropy, a Java server by its list of all instances.
 *
 * @param stopping aborts when this server stops, which waits for no peer
 */
export async function compareWithPeer(
  service: RegistryService,
  peer: Peer,
  limits: PeerLimits,
  stopping: AbortSignal,
): Promise<ConsoleComparison> {
  if (stopping.aborted) throw new ComparisonError(STOPPING, 'stopping');
  if (!peer.link.isUp) throw new ComparisonError('the peer does not respond', 'peer-down');
  if (!peer.link.isReplicationTarget)
    throw new ComparisonError('the peer belongs to another environment', 'other-environment');
  const maxPeerAnswerBytes = Math.min(limits.maxPeerAnswerBytes, MAX_RESPONSE_BYTES);
  const client = peer.newClient({ ...limits, maxPeerAnswerBytes });
  const giveUp = () => client.close();
  const timer = setTimeout(giveUp, LIMIT_MS);
  stopping.addEventListener('abort', giveUp, { once: true });
  try {
    const comparison = new PeerComparison(service);
    const there = await (peer.link.identity.isOurs
      ? compareRows(service, client, comparison)
      : compareList(client, comparison));
    return comparison.result(peer.url, service.clock(), there);
  } catch (error) {
    if (stopping.aborted) throw new ComparisonError(STOPPING, 'stopping');
    if (error instanceof ComparisonError) throw error;
    throw new ComparisonError(error instanceof Error ? error.message : String(error), undefined, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', giveUp);
    client.close();
  }
}

/** @returns number of instances that the peer lists */
async function compareRows(
  { inventory, registry }: RegistryService,
  client: PeerClient,
  comparison: PeerComparison,
): Promise<number> {
  await prepareComparison(inventory);
  const compared = await client.send({ kind: 'compare', digest: inventory.digest() });
  if ('failure' in compared) throw new ComparisonError(compared.reason);
  const theirs = compared.response;
  if (!theirs) return registry.reads.size;
  for (const apps of groupsOf(differingApps(inventory.appDigests(), theirs))) {
    const detailed = await client.send({ kind: 'detail', apps });
    if ('failure' in detailed) throw new ComparisonError(detailed.reason);
    for (const [app, detail] of detailed.response) {
      comparison.addDetail(app, detail);
      await yieldToOthers();
    }
  }
  return Object.values(theirs).reduce((sum, digest) => sum + Number.parseInt(digest, 10), 0);
}

async function compareList(client: PeerClient, comparison: PeerComparison): Promise<number> {
  const { response } = await client.fetchAll();
  const instances = response.applications.flatMap((application) => application.instances);
  comparison.addList(instances);
  return instances.length;
}
