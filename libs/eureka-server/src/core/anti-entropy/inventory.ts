import type { AppDetail, AppDigests, LeftRow, ListedRow } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import type { Known } from './reconcile.js';
import type { Tombstones } from './tombstones.js';
import type { RegistryEntry } from '../registry/registry-entry.js';
import type { InstanceTable } from '../registry/instance-table.js';
import type { Overrides } from '../registry/overrides.js';
import { RegistryDigest } from './registry-digest.js';

/** What a registry tells another one, so that both see where they differ: in short, and in detail where it is asked for. */
export class Inventory {
  private readonly digests: RegistryDigest;

  constructor(
    private readonly instances: InstanceTable,
    private readonly forced: Overrides,
    private readonly departures: Tombstones,
    private readonly clock: Clock,
  ) {
    this.digests = new RegistryDigest(instances);
  }

  /** Equal where two registries list the same. */
  digest(): string {
    return this.digests.whole();
  }

  appDigests(): AppDigests {
    return this.digests.apps();
  }

  details(apps: Iterable<string>): ReadonlyMap<string, AppDetail> {
    const wanted = new Set(apps);
    const now = this.clock();
    const gone = new Map<string, LeftRow[]>();
    for (const { app, id, lastDirtyTimestamp, at } of this.departures.cancelledOf(wanted, now)) {
      const rows = gone.get(app) ?? [];
      rows.push({ id, lastDirtyTimestamp, ageMs: age(at, now) });
      gone.set(app, rows);
    }
    return new Map(
      [...wanted].map((app) => [
        app,
        {
          listed: [...this.instances.heldOf(app)].map((held) => this.rowOf(held, now)),
          left: gone.get(app) ?? [],
        },
      ]),
    );
  }

  known(app: string, id: string): Known {
    const now = this.clock();
    const held = this.instances.get(app, id);
    const left = this.departures.of(app, id);
    return {
      ...(held && { listed: this.rowOf(held, now) }),
      ...(left && {
        left: { id, lastDirtyTimestamp: left.lastDirtyTimestamp, ageMs: age(left.at, now), how: left.how },
      }),
    };
  }

  /** Another one after each change of what is listed of an instance. */
  markOf(app: string, id: string): string | undefined {
    return this.instances.get(app, id)?.listingHash.join();
  }

  private rowOf(
    { id, given, contentFingerprint, contentAt, aliveAt }: RegistryEntry,
    now: number,
  ): ListedRow {
    const { lastDirtyTimestamp, status, overriddenStatus, lastUpdatedTimestamp } = given;
    const overrideAt = this.forced.setAt(id, now);
    return {
      id,
      fingerprint: contentFingerprint,
      lastDirtyTimestamp,
      status,
      overriddenStatus,
      contentAgeMs: age(contentAt, now),
      statusAgeMs: age(lastUpdatedTimestamp, now),
      aliveAgeMs: age(aliveAt, now),
      ...(overrideAt !== undefined && { overrideAgeMs: age(overrideAt, now) }),
    };
  }
}

/** A clock may have been set back meanwhile. */
const age = (at: number, now: number) => Math.max(0, now - at);
