import {
  type Applications,
  appsHashCode,
  decodeApplicationsDocument,
  idOf,
  type Position,
} from '@eureka-nest/protocol';
import { addressFault, authorityFor } from './callable-address.js';
import { excerpt } from './excerpt.js';

/** A document with its change position, if the registry sends one. */
export type Positioned<T> = T & {
  readonly position?: Position;
  /** True if the registry has just started and knows only a part of its instances yet. */
  readonly isSyncing?: boolean;
};

/** True if a full registry matches its own hash code, or has none. */
export const matchesOwnHashCode = ({ hashCode, applications }: Applications): boolean =>
  hashCode === '' || appsHashCode(applications.flatMap(({ instances }) => instances)) === hashCode;

/** Something irregular in a usable registry: how often it occurs, and its log line. */
export interface Irregularity {
  readonly kind: 'hash code' | 'listed twice' | 'no port' | 'bad address';
  readonly count: number;
  /** Follows the name of the registry. */
  readonly text: string;
}

/** Describes what is irregular in a usable registry; each text names an instance. */
export function irregularitiesIn(registry: Applications): readonly Irregularity[] {
  const twice: string[] = [];
  const portless: string[] = [];
  const misplaced: string[] = [];
  for (const { name, instances } of registry.applications) {
    const seen = new Set<string>();
    for (const instance of instances) {
      const id = idOf(instance);
      if (seen.has(id)) twice.push(`${name}/${id}`);
      seen.add(id);
      const fault = addressFault(instance);
      if (fault === 'no port') portless.push(`${name}/${id}`);
      if (fault === 'bad address') misplaced.push(`${name}/${id} (${excerpt(authorityFor(instance))})`);
    }
  }
  return [
    hashCodeIrregularity(registry),
    irregularity('listed twice', twice, [
      'is listed twice, using the last entry',
      'instances are listed twice, using their last entries',
    ]),
    irregularity('no port', portless, [
      'has no port, so it cannot be called',
      'instances have no port, so they cannot be called',
    ]),
    irregularity('bad address', misplaced, [
      'has a bad address, so it cannot be called',
      'instances have bad addresses, so they cannot be called',
    ]),
  ];
}

export const matchingHashCode: Irregularity = { kind: 'hash code', count: 0, text: '' };

function hashCodeIrregularity(registry: Applications): Irregularity {
  const { hashCode, applications } = registry;
  if (matchesOwnHashCode(registry)) return matchingHashCode;
  const actual = appsHashCode(applications.flatMap(({ instances }) => instances)) || 'no instances';
  const text = ` lists ${actual}, but its hash code is ${excerpt(hashCode)}: using its list`;
  return { kind: 'hash code', count: 1, text };
}

function irregularity(
  kind: Irregularity['kind'],
  names: readonly string[],
  [one, many]: readonly [one: string, many: string],
): Irregularity {
  const first = excerpt(names[0] ?? '', 200);
  const count = names.length;
  return { kind, count, text: count === 1 ? `: ${first} ${one}` : `: ${count} ${many}, such as ${first}` };
}

/**
 * Reads a full registry or a delta. An instance without any port gets none: Java assumes 7001,
 * which would be another process. The compact form has no version, so the time of the last update
 * replaces it.
 */
export function readApplications(document: unknown, now: number): Applications {
  for (const instance of rawInstancesIn(document)) {
    instance['lastDirtyTimestamp'] ??= instance['lastUpdatedTimestamp'];
    if (instance['port'] == null && instance['securePort'] == null)
      instance['port'] = { $: 0, '@enabled': 'false' };
  }
  return decodeApplicationsDocument(document, now);
}

type Fields = Record<string, unknown>;

function rawInstancesIn(document: unknown): readonly Fields[] {
  const applications = objectsIn(objectsIn(document)[0]?.['applications'])[0]?.['application'];
  return objectsIn(applications).flatMap(({ instance }) => objectsIn(instance));
}

/** Returns the objects of a list or of a single value. The decoder rejects everything else. */
const objectsIn = (value: unknown): readonly Fields[] =>
  [value].flat().filter((each): each is Fields => typeof each === 'object' && each !== null);
