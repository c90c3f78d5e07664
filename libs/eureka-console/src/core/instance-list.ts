import type { Changes } from './console-store.js';
import type { Entry, RegistryCopy } from './registry-copy.js';

export const sortColumns = [
  'app',
  'id',
  'status',
  'zone',
  'version',
  'renewedAt',
  'expiresAt',
  'registeredAt',
] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface ListOptions {
  /** Words that must all occur; `name=value` finds metadata. */
  readonly query: string;
  readonly status: string;
  readonly app: string;
  readonly zone: string;
  readonly sort: SortColumn;
  readonly isDescending: boolean;
}

export const everything: ListOptions = {
  query: '',
  status: '',
  app: '',
  zone: '',
  sort: 'app',
  isDescending: false,
};

const movesWithHeartbeats = (sort: SortColumn) => sort === 'renewedAt' || sort === 'expiresAt';

/**
 * Instances as the list shows them, filtered and sorted. A change of one instance moves one row;
 * everything is sorted again only after a snapshot or when the options change.
 */
export class InstanceList {
  rows: Entry[] = [];
  private options = everything;
  private places = new Map<string, Place>();

  fill(copy: RegistryCopy, options: ListOptions): void {
    this.options = options;
    const accepts = filterOf(options);
    const entries = options.app ? (copy.apps.get(options.app)?.entries ?? new Map()) : copy.entries;
    const places: Place[] = [];
    for (const entry of entries.values()) if (accepts(entry)) places.push(placeOf(entry, options.sort));
    places.sort(this.order);
    this.places = new Map(places.map((place) => [place.entry.key, place]));
    this.rows = places.map(({ entry }) => entry);
  }

  apply(copy: RegistryCopy, changes: Changes): void {
    if (changes.all) return this.fill(copy, this.options);
    const accepts = filterOf(this.options);
    for (const key of changes.keys) {
      const before = this.places.get(key);
      if (before) {
        this.rows.splice(this.indexOf(before), 1);
        this.places.delete(key);
      }
      const entry = copy.entries.get(key);
      if (!entry || !accepts(entry)) continue;
      const place = placeOf(entry, this.options.sort);
      this.rows.splice(this.indexOf(place), 0, entry);
      this.places.set(key, place);
    }
  }

  /** True if heartbeats change the order, so that the list is to be filled again now and then. */
  get ages(): boolean {
    return movesWithHeartbeats(this.options.sort);
  }

  /** Index of the first row that does not come before a place. */
  private indexOf(place: Place): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order(this.places.get(this.rows[middle]!.key)!, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private readonly order = (a: Place, b: Place): number => {
    const direction = this.options.isDescending ? -1 : 1;
    if (a.value !== b.value) return (a.value < b.value ? -1 : 1) * direction;
    return a.entry.key < b.entry.key ? -1 : a.entry.key > b.entry.key ? 1 : 0;
  };
}

interface Place {
  readonly entry: Entry;
  readonly value: string | number;
}

function placeOf(entry: Entry, sort: SortColumn): Place {
  const value = movesWithHeartbeats(sort)
    ? entry[sort as 'renewedAt' | 'expiresAt']
    : (entry.instance[sort] ?? '');
  return { entry, value };
}

function filterOf({ query, status, app, zone }: ListOptions): (entry: Entry) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ instance, text }) =>
    (!status || instance.status === status) &&
    (!app || instance.app === app) &&
    (!zone || instance.zone === zone) &&
    words.every((word) => text.includes(word));
}
