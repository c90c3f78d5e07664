import type { AppDigests } from '@eureka-nest/protocol';
import type { RegistryEntry } from '../registry/registry-entry.js';
import type { CurrentRevisions } from '../delta/revisions.js';

interface Sum {
  readonly count: number;
  readonly high: number;
  readonly low: number;
}

const nothing: Sum = { count: 0, high: 0, low: 0 };

/** What is summed up. */
export interface Listed {
  readonly revisions: CurrentRevisions;
  heldOf(app: string): Iterable<RegistryEntry>;
}

/**
 * By which two registries see whether they list the same: one text for all, and one for each application. Leases say
 * nothing here. Only the applications that changed since the last look are summed up anew.
 */
export class RegistryDigest {
  private readonly kept = new Map<string, { readonly revision: number; readonly sum: Sum }>();
  private seenAt = -1;
  private total = textOf(nothing);

  constructor(private readonly listed: Listed) {}

  whole(): string {
    this.look();
    return this.total;
  }

  apps(): AppDigests {
    this.look();
    return Object.fromEntries([...this.kept].map(([app, { sum }]) => [app, textOf(sum)]));
  }

  private look(): void {
    const { revisions } = this.listed;
    if (revisions.current === this.seenAt) return;
    for (const app of this.kept.keys()) if (revisions.of(app) === undefined) this.kept.delete(app);
    for (const [app, revision] of revisions) {
      if (this.kept.get(app)?.revision !== revision) this.kept.set(app, { revision, sum: this.sumOf(app) });
    }
    this.total = textOf([...this.kept.values()].reduce((all, { sum }) => plus(all, sum), nothing));
    this.seenAt = revisions.current;
  }

  private sumOf(app: string): Sum {
    let sum = nothing;
    for (const { listingHash } of this.listed.heldOf(app)) {
      const [high, low] = listingHash;
      sum = plus(sum, { count: 1, high, low });
    }
    return sum;
  }
}

/** Of 32 bits each, so that the order of the instances says nothing. */
const plus = (one: Sum, other: Sum): Sum => ({
  count: one.count + other.count,
  high: (one.high + other.high) >>> 0,
  low: (one.low + other.low) >>> 0,
});

const hex = (number: number) => number.toString(16).padStart(8, '0');

const textOf = ({ count, high, low }: Sum) => `${count}:${hex(high)}${hex(low)}`;
