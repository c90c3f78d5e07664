import { type AppDetail, type AppDigests, idOf } from '@eureka-nest/protocol';
import { detailOlder, rowOlder } from '../core/anti-entropy/reconcile.js';
import type { ComparisonRequest, PeerAnswers, Wanted } from './peer-request.js';
import type { OwnRegistry } from './own-registry.js';

/** So that neither side is busy with one answer for long. */
const MOST_ROWS = 2_000;
const MOST_FETCHED = 250;
const AGAIN_MS = 250;
/** Where differences are none to repair (an instance that each side evicts in its own time), looking again soon tells nothing. */
const LONGEST_INTERVAL_MS = 30_000;

/**
 * Keeps our registry equal to one peer's, beyond what replication and heartbeats do: every few seconds both digests are
 * compared, then those of the applications, then their instances; what is newer there is taken over. The peer does the same.
 */
export class AntiEntropySession {
  private local: OwnRegistry | undefined;
  private dueAt = Infinity;
  private intervalMs: number;
  private asking = false;
  private toDetail: (readonly string[])[] = [];
  private toFetch: Wanted[] = [];
  private repaired = 0;

  /** @param baseIntervalMs 0: never */
  constructor(private readonly baseIntervalMs: number) {
    this.intervalMs = baseIntervalMs;
  }

  start(local: OwnRegistry): void {
    this.local = local;
  }

  get nextAt(): number | undefined {
    return this.asking || this.dueAt === Infinity ? undefined : this.dueAt;
  }

  /** Whether it is done at all. */
  get isOn(): boolean {
    return this.baseIntervalMs > 0;
  }

  /** There is reason to look: the peer is new, or was away, or knows something better. */
  scheduleNow(now: number): void {
    if (!this.isOn) return;
    this.intervalMs = this.baseIntervalMs;
    this.dueAt = Math.min(this.dueAt, now);
  }

  /** The peer went away, or is none to compare with. */
  suspend(): void {
    this.dueAt = Infinity;
    this.toDetail = [];
    this.toFetch = [];
  }

  next(now: number): ComparisonRequest | undefined {
    if (!this.local || this.asking || now < this.dueAt) return undefined;
    this.asking = true;
    const apps = this.toDetail.shift();
    if (apps) return { kind: 'detail', apps };
    if (this.toFetch.length > 0) return { kind: 'fetch', wanted: this.toFetch.splice(0, MOST_FETCHED) };
    this.repaired = 0;
    return { kind: 'compare', digest: this.local.digest() };
  }

  compared(theirs: PeerAnswers['compare'], now: number): void {
    this.asking = false;
    this.toDetail = theirs && this.local ? portionsOf(differing(this.local.appDigests(), theirs)) : [];
    this.go(now, theirs !== undefined);
  }

  /** @param lateMs how much longer than usual the answer was under way: all in it is older by that */
  detailed(theirs: ReadonlyMap<string, AppDetail>, lateMs: number, now: number): void {
    this.asking = false;
    for (const [app, detail] of theirs) {
      const { repaired = 0, wanted = [] } = this.local?.compare(app, detailOlder(detail, lateMs)) ?? {};
      this.repaired += repaired;
      for (const row of wanted) this.toFetch.push({ app, row, at: now });
    }
    this.go(now, true);
  }

  fetched(wanted: readonly Wanted[], instances: PeerAnswers['fetch'], now: number): void {
    this.asking = false;
    const rows = new Map(wanted.map(({ app, row, at }) => [`${app}/${row.id}`, rowOlder(row, now - at)]));
    for (const instance of instances) {
      const row = rows.get(`${instance.app}/${idOf(instance)}`);
      if (row && this.local?.take(instance, row)) this.repaired += 1;
    }
    this.go(now, true);
  }

  failed(now: number): void {
    this.asking = false;
    this.suspend();
    if (this.isOn) this.dueAt = now + this.baseIntervalMs;
  }

  /** On to what is left of this round, or to the next one. */
  private go(now: number, differed: boolean): void {
    if (this.toDetail.length > 0 || this.toFetch.length > 0) {
      this.dueAt = now;
      return;
    }
    const isInVain = differed && this.repaired === 0;
    this.intervalMs = isInVain ? Math.min(2 * this.intervalMs, LONGEST_INTERVAL_MS) : this.baseIntervalMs;
    // One repair may show another: an instance that was fetched is compared with its override next.
    this.dueAt = now + (this.repaired > 0 ? Math.min(AGAIN_MS, this.intervalMs) : this.intervalMs);
  }
}

interface Differing {
  readonly app: string;
  readonly count: number;
}

function differing(ours: AppDigests, theirs: AppDigests): Differing[] {
  const [here, there] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((app) => here.get(app) !== there.get(app))
    .map((app) => ({ app, count: Number.parseInt(there.get(app) ?? '0', 10) }));
}

/** Applications that together have not too many instances. */
function portionsOf(apps: readonly Differing[]): (readonly string[])[] {
  const portions: string[][] = [];
  let room = 0;
  for (const { app, count } of apps) {
    // One without instances is a line all the same.
    const size = count + 1;
    if (room < size || portions.length === 0) {
      portions.push([]);
      room = MOST_ROWS;
    }
    portions.at(-1)?.push(app);
    room -= size;
  }
  return portions;
}
