import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { instanceKey } from '../instance-key.js';
import { LimitedMap } from '../limited-map.js';
import { sizeOfNames } from '../sizes.js';
import type { ListedInstance } from '../listed-instance.js';

/**
 * An id that two instances of one application seem to share: each replaces the other, time and
 * again.
 */
export interface DuplicateId {
  readonly app: string;
  readonly id: string;
  /** Addresses as `host:port`, the last to register at the end. */
  readonly addresses: readonly string[];
  /** Time of the latest sign of it. */
  readonly at: number;
}

/** Retention after the last sign: by then one of the two instances is gone or has another id. */
const RETENTION_MS = 600_000;
const MAX_IDS = 1000;
/** Characters of all names and addresses. */
const MAX_SIZE = 1024 * 1024;
const MAX_ADDRESSES = 5;

interface Suspect extends Omit<DuplicateId, 'addresses'> {
  /** Address -> version (lastDirtyTimestamp) last registered from there. */
  readonly versions: ReadonlyMap<string, number>;
}

type Registration = Pick<ListedInstance, 'app' | 'lastDirtyTimestamp' | 'hostName' | 'port'>;

export const hostAndPort = ({ hostName, port }: Pick<InstanceInfo, 'hostName' | 'port'>): string =>
  `${hostName}:${port.number}`;

/**
 * Detects ids that two instances share. Java does not: its page shows one instance instead of two,
 * and calls go to the one that registered last. An instance that merely moved to another address
 * looks the same at first, but gives no second sign.
 *
 * Invariant: suspects are in the order of their latest sign, oldest first.
 */
export class DuplicateIds {
  private readonly suspects = new LimitedMap<Suspect>({ count: MAX_IDS, size: MAX_SIZE, sizeOf });

  constructor(private readonly clock: Clock) {}

  /** Number of suspects, including those that {@link forgetOld} has yet to remove. */
  get size(): number {
    return this.suspects.size;
  }

  all(): readonly DuplicateId[] {
    this.forgetOld();
    return Array.from(this.suspects.values(), ({ versions, ...suspect }) => ({
      ...suspect,
      addresses: [...versions.keys()],
    }));
  }

  /**
   * Records a client's registration while the lease of the listed instance is valid. Returns true
   * if it comes from another address, for the first time.
   */
  recordMove(id: string, from: Registration, to: Registration): boolean {
    if (hostAndPort(from) === hostAndPort(to)) return false;
    this.forgetOld();
    const key = instanceKey(from.app, id);
    const before = this.suspects.get(key);
    const versions = new Map(before?.versions);
    for (const each of [from, to]) {
      versions.delete(hostAndPort(each));
      versions.set(hostAndPort(each), each.lastDirtyTimestamp);
    }
    const latest = [...versions].slice(-MAX_ADDRESSES);
    this.put(key, { app: from.app, id, versions: new Map(latest), at: this.clock() });
    return !before;
  }

  /**
   * Records a client's heartbeat: one with the version of the other instance is a sign.
   *
   * @param version stated by the heartbeat
   * @param listed version whose lease it renewed
   */
  recordHeartbeat(app: string, id: string, version: number | undefined, listed: number): void {
    if (this.size === 0 || version === undefined || version === listed) return;
    const key = instanceKey(app, id);
    const suspect = this.suspects.get(key);
    if (!suspect || !new Set(suspect.versions.values()).has(version)) return;
    this.put(key, { ...suspect, at: this.clock() });
  }

  remove(app: string, id: string): void {
    this.suspects.delete(instanceKey(app, id));
  }

  /** Removes old suspects; a timer calls it, as heartbeats are checked only while there are any. */
  forgetOld(): void {
    const now = this.clock();
    for (const [key, { at }] of this.suspects) {
      if (now - at < RETENTION_MS) return;
      this.suspects.delete(key);
    }
  }

  private put(key: string, suspect: Suspect): void {
    this.suspects.delete(key);
    this.suspects.set(key, suspect);
  }
}

const sizeOf = (suspect: Suspect): number =>
  [...suspect.versions.keys()].reduce((sum, { length }) => sum + length, sizeOfNames(suspect));
