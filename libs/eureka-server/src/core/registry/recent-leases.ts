/** A line of the dashboard's lists of the last 1000 registered and cancelled leases. */
export interface RecentLease {
  readonly at: number;
  /** `APP(id)` */
  readonly lease: string;
}

/** Ring buffer of leases for the dashboard; no decision depends on it. */
export class RecentLeases {
  private readonly ring: { readonly at: number; readonly app: string; readonly id: string }[] = [];
  private next = 0;

  constructor(private readonly capacity = 1000) {}

  add(app: string, id: string, at: number): void {
    this.ring[this.next] = { at, app: truncate(app), id: truncate(id) };
    this.next = (this.next + 1) % this.capacity;
  }

  newestFirst(): readonly RecentLease[] {
    const oldestFirst = [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)];
    return oldestFirst.map(({ at, app, id }) => ({ at, lease: `${app}(${id})` })).reverse();
  }
}

const MAX_LENGTH = 200;

/**
 * Truncates a name, since any client may cancel an instance that does not exist, under a name of a
 * megabyte. Joined characters, unlike a slice, do not keep the whole name in memory.
 */
const truncate = (name: string) =>
  name.length > MAX_LENGTH ? `${[...name.slice(0, MAX_LENGTH)].join('')}…` : name;
