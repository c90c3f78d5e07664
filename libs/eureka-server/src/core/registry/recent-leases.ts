/** One line of the page "last 1000 newly registered / cancelled leases". */
export interface RecentLease {
  readonly at: number;
  /** `APP(id)` */
  readonly lease: string;
}

/** A ring buffer for people to read; nothing decides by it. */
export class RecentLeases {
  private readonly ring: { readonly at: number; readonly app: string; readonly id: string }[] = [];
  private next = 0;

  constructor(private readonly capacity = 1000) {}

  add(app: string, id: string, at: number): void {
    this.ring[this.next] = { at, app: shown(app), id: shown(id) };
    this.next = (this.next + 1) % this.capacity;
  }

  newestFirst(): readonly RecentLease[] {
    const oldestFirst = [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)];
    return oldestFirst.map(({ at, app, id }) => ({ at, lease: `${app}(${id})` })).reverse();
  }
}

const LONGEST = 200;

/** Anybody may cancel what nobody has, under a name of a megabyte; and a slice of that would keep all of it alive, unlike joined characters. */
const shown = (name: string) => (name.length > LONGEST ? `${[...name.slice(0, LONGEST)].join('')}…` : name);
