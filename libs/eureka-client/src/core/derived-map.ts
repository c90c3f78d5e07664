/** Read-only map from texts to objects; a `Map` is one. */
export interface Lookup<V> {
  readonly size: number;
  get(key: string): V | undefined;
  has(key: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<V>;
  [Symbol.iterator](): Iterator<[string, V]>;
}

/** Entries that differ from those of another map; undefined where one was deleted. */
export type Edits<V> = ReadonlyMap<string, V | undefined>;

/** A derived map is copied once its edits are more than this part of its base. */
const editsPerEntry = 1 / 64;

/** Derives an edited map from one that stays as it is, at the cost of the edits alone. */
export function derivedMap<V extends object>(map: Lookup<V>, edits: Edits<V>): Lookup<V> {
  const isDerived = map instanceof DerivedMap;
  const base: Lookup<V> = isDerived ? (map as DerivedMap<V>).base : map;
  const all = new Map(isDerived ? (map as DerivedMap<V>).edits : undefined);
  let { size } = map;
  for (const [key, value] of edits) {
    size += Number(value !== undefined) - Number(map.has(key));
    all.set(key, value);
  }
  return all.size > base.size * editsPerEntry ? edited(base, all) : new DerivedMap(base, all, size);
}

function edited<V>(base: Lookup<V>, edits: Edits<V>): Lookup<V> {
  const copy = new Map(base);
  for (const [key, value] of edits) {
    if (value === undefined) copy.delete(key);
    else copy.set(key, value);
  }
  return copy;
}

/** A map that shares the entries of another one. */
class DerivedMap<V> implements Lookup<V> {
  constructor(
    readonly base: Lookup<V>,
    readonly edits: Edits<V>,
    readonly size: number,
  ) {}

  get(key: string): V | undefined {
    return this.edits.has(key) ? this.edits.get(key) : this.base.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *[Symbol.iterator](): Generator<[string, V]> {
    for (const [key, value] of this.base) {
      const current = this.edits.has(key) ? this.edits.get(key) : value;
      if (current !== undefined) yield [key, current];
    }
    for (const [key, value] of this.edits) if (value !== undefined && !this.base.has(key)) yield [key, value];
  }

  *keys(): Generator<string> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value;
  }
}
