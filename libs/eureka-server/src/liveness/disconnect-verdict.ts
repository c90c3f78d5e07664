/** Result of a TCP connect: accepted, refused by the machine, or neither (timeout, other error). */
export type ProbeResult = 'accepted' | 'refused' | 'silent';

/** Facts about a listed instance at the time of a verdict. */
export interface ListingFacts {
  /** Registered host and port. */
  readonly address: string;
  /** Time of the instance's last own request. */
  readonly heardAt: number;
  /** True while the instance has another feed connection. */
  readonly isConnected: boolean;
}

/** Broken feed connection of an instance, and the probes since then. */
export interface Disconnect {
  readonly brokenAt: number;
  /** Address that was reachable while the connection was open; other addresses prove nothing. */
  readonly address: string;
  readonly refusedAt: readonly number[];
  /** Time of the first probe, if its connect was accepted. */
  readonly acceptedAt?: number;
}

type DisconnectVerdict = 'probe' | 'wait' | 'remove' | 'keep';

/** Pause between two probes: a restarting process may have no open port for a moment. */
export const SECOND_PROBE_MS = 300;

/**
 * Decides about an instance whose feed connection broke. It is removed only after its machine
 * refused two probes, and kept if it moved, reconnected or sent a request since.
 */
export function disconnectVerdict(
  disconnect: Disconnect,
  listing: ListingFacts | undefined,
  now: number,
): DisconnectVerdict {
  const { brokenAt, address, refusedAt, acceptedAt } = disconnect;
  if (!listing || listing.isConnected || listing.address !== address) return 'keep';
  if (listing.heardAt >= brokenAt) return 'keep';
  const [first, second] = refusedAt;
  if (second !== undefined) return 'remove';
  const probedAt = first ?? acceptedAt;
  return probedAt === undefined || now - probedAt >= SECOND_PROBE_MS ? 'probe' : 'wait';
}

/**
 * Adds the result of a probe; undefined if the instance stays, because its port is open or silent.
 */
export function afterProbe(disconnect: Disconnect, result: ProbeResult, now: number): Disconnect | undefined {
  const { refusedAt, acceptedAt } = disconnect;
  if (result === 'refused') return { ...disconnect, refusedAt: [...refusedAt, now] };
  // A killed process loses its sockets one by one, the port maybe last: one open port proves
  // nothing.
  const isFirst = refusedAt.length === 0 && acceptedAt === undefined;
  return result === 'accepted' && isFirst ? { ...disconnect, acceptedAt: now } : undefined;
}
