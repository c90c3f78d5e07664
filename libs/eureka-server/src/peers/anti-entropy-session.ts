import { type AppDetail, type AppDigests, idOf } from '@eureka-nest/protocol';
import { agedDetail, agedRow } from '../core/anti-entropy/reconcile.js';
import type { OwnRegistry } from './service-backed-registry.js';
import type { ComparisonRequest, PeerRequest, PeerResponses, WantedRow } from './peer-request.js';

/**
 * Rows per detail request and instances per fetch; small enough to block neither server for long.
 */
const MAX_ROWS = 500;
const MAX_FETCHED = 250;
/** Pause before the next round after a repair, which may reveal another difference. */
const REPEAT_MS = 250;
/** Pause before a round is tried again while the first copy of a peer is merged. */
const COPYING_MS = 250;
/**
 * Longest interval while nothing can be repaired, e.g. until the peer evicts an instance itself.
 */
const MAX_INTERVAL_MS = 30_000;

/**
 * Anti-entropy with one peer, beyond replication and heartbeats: a round compares both digests,
 * then the rows of applications that differ, then fetches instances that are newer there. It
 * repairs our registry only; the peer runs its own session. At most one request is in flight.
 */
export class AntiEntropySession {
  private registry: OwnRegistry | undefined;
  private dueAt = Infinity;
  private intervalMs: number;
  private inFlight: 'none' | 'awaited' | 'outdated' = 'none';
  private detailQueue: (readonly string[])[] = [];
  private fetchQueue: WantedRow[] = [];
  private repaired = 0;

  /** @param baseIntervalMs 0 disables anti-entropy */
  constructor(private readonly baseIntervalMs: number) {
    this.intervalMs = baseIntervalMs;
  }

  start(registry: OwnRegistry): void {
    this.registry = registry;
  }

  get nextDueAt(): number | undefined {
    return this.inFlight !== 'none' || this.dueAt === Infinity ? undefined : this.dueAt;
  }

  get isEnabled(): boolean {
    return this.baseIntervalMs > 0;
  }

  /** Starts a round at once: the peer is new, was down, or has a newer instance. */
  scheduleNow(now: number): void {
    if (!this.isEnabled) return;
    this.intervalMs = this.baseIntervalMs;
    this.dueAt = Math.min(this.dueAt, now);
  }

  /**
   * Stops until {@link scheduleNow}: the peer is down, or no peer to compare with. The response to
   * a request in flight is dropped.
   */
  suspend(): void {
    if (this.inFlight === 'awaited') this.inFlight = 'outdated';
    this.dueAt = Infinity;
    this.detailQueue = [];
    this.fetchQueue = [];
  }

  next(now: number): ComparisonRequest | undefined {
    if (!this.registry || this.inFlight !== 'none' || now < this.dueAt) return undefined;
    const request = this.nextRequest(this.registry, now);
    if (request) this.inFlight = 'awaited';
    return request;
  }

  private nextRequest(registry: OwnRegistry, now: number): ComparisonRequest | undefined {
    const apps = this.detailQueue.shift();
    if (apps) return { kind: 'detail', apps };
    if (this.fetchQueue.length > 0) {
      return { kind: 'fetch', wanted: this.fetchQueue.splice(0, MAX_FETCHED) };
    }
    // Everything differs from a copy that is half done: the peer would list all its instances.
    if (registry.isCopying()) {
      this.dueAt = now + COPYING_MS;
      return undefined;
    }
    this.repaired = 0;
    return { kind: 'compare', digest: registry.digest() };
  }

  /** @param delayMs delay of the response: all its ages are older by this */
  responded(
    request: ComparisonRequest,
    response: PeerResponses[PeerRequest['kind']],
    delayMs: number,
    now: number,
  ): void {
    switch (request.kind) {
      case 'compare':
        return this.digestsReceived(response as PeerResponses['compare'], now);
      case 'detail':
        return this.detailsReceived(response as PeerResponses['detail'], delayMs, now);
      case 'fetch':
        return this.instancesReceived(request.wanted, response as PeerResponses['fetch'], now);
    }
  }

  digestsReceived(theirs: PeerResponses['compare'], now: number): void {
    if (!this.endRequest()) return;
    this.detailQueue =
      theirs && this.registry ? groupsOf(differingApps(this.registry.appDigests(), theirs)) : [];
    this.scheduleNext(now, theirs !== undefined);
  }

  detailsReceived(theirs: ReadonlyMap<string, AppDetail>, delayMs: number, now: number): void {
    if (!this.endRequest()) return;
    for (const [app, detail] of theirs) {
      const { repaired = 0, wanted = [] } = this.registry?.reconcile(app, agedDetail(detail, delayMs)) ?? {};
      this.repaired += repaired;
      for (const row of wanted) this.fetchQueue.push({ app, row, at: now });
    }
    this.scheduleNext(now, true);
  }

  instancesReceived(wanted: readonly WantedRow[], instances: PeerResponses['fetch'], now: number): void {
    if (!this.endRequest()) return;
    const rows = new Map(wanted.map(({ app, row, at }) => [`${app}/${row.id}`, agedRow(row, now - at)]));
    for (const instance of instances) {
      const row = rows.get(`${instance.app}/${idOf(instance)}`);
      if (row && this.registry?.mergeListed(instance, row)) this.repaired += 1;
    }
    this.scheduleNext(now, true);
  }

  failed(now: number): void {
    if (!this.endRequest()) return;
    this.suspend();
    if (this.isEnabled) this.dueAt = now + this.baseIntervalMs;
  }

  /** Ends the request in flight; false if its response belongs to a round that was given up. */
  private endRequest(): boolean {
    const isAwaited = this.inFlight === 'awaited';
    this.inFlight = 'none';
    return isAwaited;
  }

  /** Schedules the rest of this round, or the next round. */
  private scheduleNext(now: number, differed: boolean): void {
    if (this.detailQueue.length > 0 || this.fetchQueue.length > 0) {
      this.dueAt = now;
      return;
    }
    const wasFutile = differed && this.repaired === 0;
    this.intervalMs = wasFutile ? Math.min(2 * this.intervalMs, MAX_INTERVAL_MS) : this.baseIntervalMs;
    this.dueAt = now + (this.repaired > 0 ? Math.min(REPEAT_MS, this.intervalMs) : this.intervalMs);
  }
}

interface DifferingApp {
  readonly app: string;
  /** Number of instances that the peer lists. */
  readonly count: number;
}

/** Applications whose digests differ. */
export function differingApps(ours: AppDigests, theirs: AppDigests): DifferingApp[] {
  const [here, there] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((app) => here.get(app) !== there.get(app))
    .map((app) => ({ app, count: Number.parseInt(there.get(app) ?? '0', 10) }));
}

/** Groups applications so that each group has at most {@link MAX_ROWS} rows, if it has several. */
export function groupsOf(apps: readonly DifferingApp[]): (readonly string[])[] {
  const groups: string[][] = [];
  let room = 0;
  for (const { app, count } of apps) {
    // An application without instances takes a line too.
    const size = count + 1;
    if (room < size || groups.length === 0) {
      groups.push([]);
      room = MAX_ROWS;
    }
    groups.at(-1)?.push(app);
    room -= size;
  }
  return groups;
}
