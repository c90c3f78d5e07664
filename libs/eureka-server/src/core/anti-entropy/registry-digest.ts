import type { AppDigests } from '@eureka-nest/protocol';
import type { InstanceTable } from '../registry/instance-table.js';

interface Sum {
  readonly count: number;
  readonly high: number;
  readonly low: number;
}

const emptySum: Sum = { count: 0, high: 0, low: 0 };

/**
 * Digests of a registry, by which two registries see whether they list the same: one of the whole
 * and one per application. Lease times do not count. Only applications that changed since the last
 * call are summed up anew.
 */
export class RegistryDigest {
  private readonly sums = new Map<string, { readonly revision: number; readonly sum: Sum }>();
  private seen = -1;
  private total = digestOf(emptySum);

  constructor(private readonly source: Pick<InstanceTable, 'revisions' | 'entriesOf'>) {}

  whole(): string {
    this.refresh();
    return this.total;
  }

  apps(): AppDigests {
    this.refresh();
    return Object.fromEntries([...this.sums].map(([app, { sum }]) => [app, digestOf(sum)]));
  }

  private refresh(): void {
    const { revisions } = this.source;
    if (revisions.current === this.seen) return;
    for (const app of this.sums.keys()) if (revisions.of(app) === undefined) this.sums.delete(app);
    for (const [app, revision] of revisions) {
      if (this.sums.get(app)?.revision !== revision) this.sums.set(app, { revision, sum: this.sumOf(app) });
    }
    this.total = digestOf([...this.sums.values()].reduce((total, { sum }) => plus(total, sum), emptySum));
    this.seen = revisions.current;
  }

  private sumOf(app: string): Sum {
    let sum = emptySum;
    for (const { listingHash } of this.source.entriesOf(app)) {
      sum = plus(sum, { count: 1, high: listingHash[0], low: listingHash[1] });
    }
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
