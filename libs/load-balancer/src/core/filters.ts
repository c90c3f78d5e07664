import { type Candidate, isInZone } from './instance-source.js';

/** Narrows the instances of a service; errors show its `name`: "2 filtered out: version 2". */
export interface Filter {
  readonly name: string;
  /** @param hint the call's own selector, such as the version of a canary */
  keep(all: readonly Candidate[], hint?: string): readonly Candidate[];
}

/** Keeps instances that satisfy a predicate. */
export const filterWhere = (name: string, isKept: (candidate: Candidate) => boolean): Filter => ({
  name,
  keep: (all) => all.filter(isKept),
});

/** Applies a filter only where it keeps at least one instance; otherwise keeps them all. */
export const filterOrAll = ({ name, keep }: Filter): Filter => ({
  name: `${name}, or all`,
  keep: (all, hint) => {
    const kept = keep(all, hint);
    return kept.length > 0 ? kept : all;
  },
});

/** Keeps instances with one of these statuses; for sources that also list others than UP. */
export const withStatus = (...allowed: readonly string[]): Filter =>
  filterWhere(`status ${allowed.join(' or ')}`, ({ status = 'UP' }) => allowed.includes(status));

/** Keeps instances whose metadata has all of these entries. */
export const withMetadata = (wanted: Readonly<Record<string, string>>): Filter => {
  const entries = Object.entries(wanted);
  const name = `metadata ${entries.map(([key, value]) => `${key}=${value}`).join(', ')}`;
  return filterWhere(name, ({ metadata }) => entries.every(([key, value]) => metadata?.[key] === value));
};

/** Keeps instances by `metadata.version`: `2` matches 2, 2.1 and 2.1.7; `2.1` matches 2.1.7. */
export const withVersion = (version: string): Filter =>
  filterWhere(`version ${version}`, ({ metadata }) => isVersion(metadata?.['version'], version));

/** Keeps instances of a zone, or all when the zone has none. Spring: zone-preference */
export const inZone = (zone: string): Filter =>
  filterOrAll(filterWhere(`zone ${zone}`, (candidate) => isInZone(candidate, zone)));

/**
 * Keeps instances whose metadata has the call's hint, or all when none has it.
 * Spring: HintBasedServiceInstanceListSupplier
 */
export const byHint = (key = 'hint'): Filter => ({
  name: `hint in metadata ${key}`,
  keep: (all, hint) => {
    if (hint === undefined) return all;
    const matching = all.filter(({ metadata }) => metadata?.[key] === hint);
    return matching.length > 0 ? matching : all;
  },
});

const isVersion = (actual: string | undefined, wanted: string): boolean =>
  actual === wanted || (actual?.startsWith(`${wanted}.`) ?? false);
