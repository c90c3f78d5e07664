import type { Candidate } from './instance-source.js';
import { isInZone } from './strategies/zone-first.js';

/** Leaves some of the instances out; `name` is its word in messages: "2 left out by version 2". */
export interface Filter {
  readonly name: string;
  /** @param hint what the call wished for, such as the version of a canary */
  keep(all: readonly Candidate[], hint?: string): readonly Candidate[];
}

/** Those whose status is one of these: for sources that list others than UP ones. */
export const withStatus = (...allowed: readonly string[]): Filter =>
  each(`status ${allowed.join(' or ')}`, ({ status = 'UP' }) => allowed.includes(status));

/** Those that say all of this about themselves. */
export const withMetadata = (wanted: Readonly<Record<string, string>>): Filter => {
  const entries = Object.entries(wanted);
  const name = `metadata ${entries.map(([key, value]) => `${key}=${value}`).join(', ')}`;
  return each(name, ({ metadata }) => entries.every(([key, value]) => metadata?.[key] === value));
};

/** Those of this version, told in `metadata.version`: `2` keeps 2, 2.1 and 2.1.7; `2.1` keeps 2.1 and 2.1.7. */
export const withVersion = (version: string): Filter =>
  each(`version ${version}`, ({ metadata }) => isOfVersion(metadata?.['version'], version));

/** Those of this zone, or all when it has none. Spring: zone-preference */
export const inZone = (zone: string): Filter =>
  orAll(each(`zone ${zone}`, (candidate) => isInZone(candidate, zone)));

/** Those that have the hint of the call in this metadata, or all when none has. Spring: HintBasedServiceInstanceListSupplier */
export const byHint = (key = 'hint'): Filter => ({
  name: `hint in metadata ${key}`,
  keep: (all, hint) => {
    if (hint === undefined) return all;
    const meant = all.filter(({ metadata }) => metadata?.[key] === hint);
    return meant.length > 0 ? meant : all;
  },
});

/** Without this filter when it would keep nobody. */
export const orAll = ({ name, keep }: Filter): Filter => ({
  name: `${name}, or all`,
  keep: (all, hint) => {
    const some = keep(all, hint);
    return some.length > 0 ? some : all;
  },
});

/** One filter of a predicate. */
export const each = (name: string, isKept: (candidate: Candidate) => boolean): Filter => ({
  name,
  keep: (all) => all.filter(isKept),
});

const isOfVersion = (has: string | undefined, wanted: string): boolean =>
  has === wanted || (has?.startsWith(`${wanted}.`) ?? false);
