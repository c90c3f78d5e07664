import {
  type Applications,
  appsHashCode,
  decodeApplicationsDocument,
  idOf,
  type Position,
} from '@eureka-nest/protocol';

/** A document with its change position, if the registry sends one. */
export type Positioned<T> = T & { readonly position?: Position };

/** True if a full registry matches its own hash code, or has none. */
export const matchesOwnHashCode = ({ hashCode, applications }: Applications): boolean =>
  hashCode === '' || appsHashCode(applications.flatMap(({ instances }) => instances)) === hashCode;

/** Describes irregular instances of a usable registry; each text names the instance. */
export function irregularitiesIn({ applications }: Applications): readonly string[] {
  const found: string[] = [];
  for (const { name, instances } of applications) {
    const seen = new Set<string>();
    for (const instance of instances) {
      const id = idOf(instance);
      if (seen.has(id)) found.push(`${name}/${id} is listed twice, using the last entry`);
      seen.add(id);
      if (!instance.port.enabled && !instance.securePort.enabled)
        found.push(`${name}/${id} has no port, so it cannot be called`);
    }
  }
  return found;
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
