import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import type { ListedInstance } from './listed-instance.js';
import { instanceKey } from '../instance-key.js';

/** An id that two living instances of one application seem to have: each takes the other's place, again and again. */
export interface DuplicateId {
  readonly app: string;
  readonly id: string;
  /** `host:port`; who registered last stands last. */
  readonly addresses: readonly string[];
  /** When the latest sign of it was seen. */
  readonly at: number;
}

/** After so long without a sign one of the two is gone, or has another id now. */
const KEPT_MS = 600_000;
const MOST_IDS = 1000;
const MOST_ADDRESSES = 5;

interface Entry {
  readonly app: string;
  readonly id: string;
  /** Address -> the version (lastDirtyTimestamp) that was registered from there last. */
  readonly stamps: ReadonlyMap<string, number>;
  readonly at: number;
}

type Whose = Pick<ListedInstance, 'app' | 'lastDirtyTimestamp' | 'hostName' | 'port'>;

export const addressOf = ({ hostName, port }: Pick<InstanceInfo, 'hostName' | 'port'>): string =>
  `${hostName}:${port.number}`;

/**
 * Notices ids that are shared. Java says nothing of them: its page shows one instance where there are two, and calls go
 * to the one that registered last. An instance that merely moved looks the same at first; it gives no second sign.
 */
export class DuplicateIds {
  /** Those with the oldest signs stand first. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** Also counts those that {@link forgetOld} has not come to yet. */
  get size(): number {
    return this.entries.size;
  }

  all(): readonly DuplicateId[] {
    this.forgetOld();
    return [...this.entries.values()].map(({ app, id, stamps, at }) => ({
      app,
      id,
      at,
      addresses: [...stamps.keys()],
    }));
  }

  /**
   * To be told of a registration by a client that comes from another address than the listed one, whose lease still runs.
   *
   * @returns whether that is news: the first sign of it
   */
  moved(id: string, from: Whose, to: Whose): boolean {
    this.forgetOld();
    const key = instanceKey(from.app, id);
    const before = this.entries.get(key);
    const stamps = new Map(before?.stamps);
    for (const each of [from, to]) {
      stamps.delete(addressOf(each));
      stamps.set(addressOf(each), each.lastDirtyTimestamp);
    }
    const kept = [...stamps].slice(-MOST_ADDRESSES);
    this.sign(key, { app: from.app, id, stamps: new Map(kept), at: this.clock() });
    return !before;
  }

  /**
   * To be told of a heartbeat by a client.
   *
   * @param stamp the version that it brought along
   * @param listed the version that it renewed
   */
  renewed(app: string, id: string, stamp: number | undefined, listed: number): void {
    if (stamp === undefined || stamp === listed) return;
    const key = instanceKey(app, id);
    const entry = this.entries.get(key);
    if (!entry || !new Set(entry.stamps.values()).has(stamp)) return;
    this.sign(key, { ...entry, at: this.clock() });
  }

  left(app: string, id: string): void {
    this.entries.delete(instanceKey(app, id));
  }

  /** To be called now and then: while none is known, heartbeats need not be looked at. */
  forgetOld(): void {
    const now = this.clock();
    for (const [key, { at }] of this.entries) {
      if (now - at < KEPT_MS) return;
      this.entries.delete(key);
    }
  }

  private sign(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST_IDS && oldest !== undefined) this.entries.delete(oldest);
  }
}
