import type { AppDetail, AppDigests, LeftRow, ListedRow } from '@eureka-nest/protocol';
import type { OwnRecord } from './reconcile.js';
import type { RegistryEntry } from '../registry/registry-entry.js';
import type { RegistryState } from '../registry/registry-state.js';
import { RegistryDigest } from './registry-digest.js';

/**
 * Report of a registry on itself for a comparison with a peer: a digest, the digests of its
 * applications, and the rows of those that differ.
 */
export class Inventory {
  private readonly digests: RegistryDigest;

  constructor(private readonly state: RegistryState) {
    this.digests = new RegistryDigest(state.instances);
  }

  /** Digest of all that is listed: equal at two registries that list the same. */
  digest(): string {
    return this.digests.whole();
  }

  /** Prepares the digests in steps, so that the next comparison finds little to do. */
  refresh(): Generator<void, void, void> {
    return this.digests.refresh();
  }

  appDigests(): AppDigests {
    return this.digests.apps();
  }

  details(apps: Iterable<string>): ReadonlyMap<string, AppDetail> {
    const wanted = new Set(apps);
    const now = this.state.clock();
    const left = new Map<string, LeftRow[]>();
    for (const { app, id, lastDirtyTimestamp, at } of this.state.tombstones.cancelledOf(wanted, now)) {
      const rows = left.get(app) ?? [];
      rows.push({ id, lastDirtyTimestamp, ageMs: ageOf(at, now) });
      left.set(app, rows);
    }
    const detailOf = (app: string): AppDetail => ({
      listed: Array.from(this.state.instances.entriesOf(app), (entry) => this.rowOf(entry, now)),
      left: left.get(app) ?? [],
    });
    return new Map(Array.from(wanted, (app) => [app, detailOf(app)]));
  }

  known(app: string, id: string): OwnRecord {
    const now = this.state.clock();
    const entry = this.state.instances.get(app, id);
    const left = this.state.tombstones.of(app, id);
    return {
      ...(entry && { listed: this.rowOf(entry, now) }),
      ...(left && {
        left: { id, lastDirtyTimestamp: left.lastDirtyTimestamp, ageMs: ageOf(left.at, now), how: left.how },
      }),
    };
  }

  /** Hash of all that is listed of an instance; undefined if it is not listed. */
  listingHashOf(app: string, id: string): string | undefined {
    return this.state.instances.get(app, id)?.listingHash.join();
  }

  private rowOf(
    { id, listed, contentFingerprint, contentAt, aliveAt }: RegistryEntry,
    now: number,
  ): ListedRow {
    const { lastDirtyTimestamp, status, overriddenStatus, lastUpdatedTimestamp } = listed;
    const overrideAt = this.state.overrides.setAt(id, now);
    return {
      id,
      fingerprint: contentFingerprint,
      lastDirtyTimestamp,
      status,
      overriddenStatus,
      contentAgeMs: ageOf(contentAt, now),
      statusAgeMs: ageOf(lastUpdatedTimestamp, now),
      aliveAgeMs: ageOf(aliveAt, now),
      ...(overrideAt !== undefined && { overrideAgeMs: ageOf(overrideAt, now) }),
    };
  }
}

/** Age of an event; 0 if the clock has been set back since. */
const ageOf = (at: number, now: number) => Math.max(0, now - at);
