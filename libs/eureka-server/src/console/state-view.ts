import type {
  ConsoleEvents,
  ConsoleMinute,
  ConsolePeer,
  ConsoleSelfPreservation,
} from '@eureka-nest/protocol/console';
import { evictionLimit } from '../core/registry/eviction-limit.js';
import { isExpired } from '../core/registry/lease.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { warningBanner } from '../dashboard/warning-banner.js';
import type { Peer } from '../peers/peer.js';
import type { PeerState } from '../peers/peer-state.js';
import { consoleKey } from './instance-view.js';

/** Expired instances that are named; the others are counted. */
const MAX_EXPIRED = 100;

type State = ConsoleEvents['state'];

/** Sources of the state; they stay the same while a server runs. */
export interface StateParts {
  readonly reads: RegistryReads;
  readonly peers: () => readonly Peer[];
  readonly evictsFrom: number;
  readonly lastMinute: () => ConsoleMinute | undefined;
}

export function stateView(parts: StateParts, readers: number, now: number): State {
  const { reads, peers, evictsFrom } = parts;
  const minute = parts.lastMinute();
  return {
    now,
    selfPreservation: selfPreservationView(reads, evictsFrom, now),
    peers: peers().map((peer, index) => peerView(peer, index, now)),
    ...(minute && { minute }),
    readers,
    memoryBytes: process.memoryUsage.rss(),
  };
}

/**
 * The numbers behind self-preservation. JSON has no infinity: `missing` is -1 if no number of
 * heartbeats would do, and `evictsFrom` 0 if no number of instances would.
 */
function selfPreservationView(
  reads: RegistryReads,
  evictsFrom: number,
  now: number,
): ConsoleSelfPreservation {
  const numbers = reads.selfPreservation;
  const expired: string[] = [];
  let expiredCount = 0;
  for (const { app, id, lease } of reads.entries()) {
    if (!isExpired(lease, now)) continue;
    expiredCount += 1;
    if (expired.length < MAX_EXPIRED) expired.push(consoleKey(app, id));
  }
  const { missing, percent } = numbers;
  const banner = warningBanner(numbers);
  return {
    isEnabled: numbers.enabled,
    isOn: !numbers.allowsEviction(),
    expectedClients: numbers.expectedClients,
    expectedPerMinute: numbers.expectedClients * numbers.renewsPerClient,
    thresholdPercent: Number((percent * 100).toFixed(2)),
    threshold: numbers.threshold,
    receivedLastMinute: numbers.renewsLastMinute,
    receivedThisMinute: numbers.renewsThisMinute,
    missing: missing === Infinity ? -1 : missing,
    ...(banner !== undefined && { banner }),
    expired,
    expiredCount,
    evictionLimit: evictionLimit(reads.size, percent),
    evictsFrom,
  };
}

function peerView({ url, link, state }: Peer, index: number, now: number): ConsolePeer {
  const { availability, identity, outbox, lastResponseAt } = link;
  const { waitingSince } = outbox;
  const { is, reason } = stateOf(state);
  return {
    index,
    url,
    state: is,
    since: availability.since,
    ...(reason && { reason }),
    queued: outbox.size,
    ...(waitingSince !== undefined && {
      oldestQueuedAt: waitingSince,
      lagMs: Math.max(0, now - waitingSince),
    }),
    ...(lastResponseAt > -Infinity && { lastContactAt: lastResponseAt, isOurs: identity.isOurs }),
  };
}

function stateOf(state: PeerState): { readonly is: ConsolePeer['state']; readonly reason?: string } {
  switch (state.is) {
    case 'in-step':
    case 'behind':
      return { is: state.is };
    case 'unreachable':
      return { is: 'unreachable', reason: state.reason };
    case 'stranger':
      return { is: 'refused', reason: `environment ${state.environment}` };
    default:
      return { is: 'starting' };
  }
}
