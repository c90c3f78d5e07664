import type { AppDigests } from '@eureka-nest/protocol';
import type { InstanceTable } from '../registry/instance-table.js';

interface Sum {
  readonly count: number;
  readonly high: number;
  readonly low: number;
}

const emptySum: Sum = { count: 0, high: 0, low: 0 };

/** Instances per step; the hash of one takes about 10 µs. */
const INSTANCES_PER_STEP = 25;

/**
 * Digests of a registry, by which two registries see whether they list the same: one of the whole
 * and one per application. Lease times do not count. Only applications that changed since the last
 * call are summed up anew.
 */
export class RegistryDigest {
  private readonly sums = new Map<string, { readonly revision: number; readonly sum: Sum }>();
  private seen = -1;

  constructor(private readonly source: Pick<InstanceTable, 'revisions' | 'entriesOf'>) {}

  whole(): string {
    this.refreshAll();
    return digestOf([...this.sums.values()].reduce((total, { sum }) => plus(total, sum), emptySum));
  }

  apps(): AppDigests {
    this.refreshAll();
    return Object.fromEntries([...this.sums].map(([app, { sum }]) => [app, digestOf(sum)]));
  }

  /**
   * Sums up the changed applications anew, in steps between which the registry may change: what
   * changes meanwhile is left to the next call.
   */
  *refresh(): Generator<void, void, void> {
    const { revisions } = this.source;
    const { current } = revisions;
    const known = () => [...this.sums.keys(), ...Array.from(revisions, ([app]) => app)];
    for (const app of revisions.changedSince(this.seen) ?? known()) {
      const revision = revisions.of(app);
      if (revision === undefined) this.sums.delete(app);
      if (revision === this.sums.get(app)?.revision) continue;
      const sum = yield* this.sumOf(app);
      if (revision !== undefined && revision === revisions.of(app)) this.sums.set(app, { revision, sum });
    }
    this.seen = Math.max(this.seen, current);
  }

  private refreshAll(): void {
    for (const steps = this.refresh(); !steps.next().done; );
  }

  private *sumOf(app: string): Generator<void, Sum, void> {
    let sum = emptySum;
    for (const { listingHash } of this.source.entriesOf(app)) {
      sum = plus(sum, { count: 1, high: listingHash[0], low: listingHash[1] });
      if (sum.count % INSTANCES_PER_STEP === 0) yield;
    }
    // Small applications count too: a step is one application at least.
    yield;
    return sum;
  }
}

const plus = (one: Sum, other: Sum): Sum => ({
  count: one.count + other.count,
  high: (one.high + other.high) >>> 0,
  low: (one.low + other.low) >>> 0,
});

const hex = (number: number) => number.toString(16).padStart(8, '0');

const digestOf = ({ count, high, low }: Sum) => `${count}:${hex(high)}${hex(low)}`;
