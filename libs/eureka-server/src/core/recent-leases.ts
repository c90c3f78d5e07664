/** One line of the page "last 1000 newly registered / cancelled leases". */
export interface RecentLease {
  readonly at: number;
  /** `APP(id)` */
  readonly lease: string;
}

/** A ring buffer for people to read; nothing decides by it. */
export class RecentLeases {
  private readonly ring: RecentLease[] = [];
  private next = 0;

  constructor(private readonly capacity = 1000) {}

  add(app: string, id: string, at: number): void {
    this.ring[this.next] = { at, lease: `${app}(${id})` };
    this.next = (this.next + 1) % this.capacity;
  }

  newestFirst(): readonly RecentLease[] {
    return [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)].reverse();
  }
}
