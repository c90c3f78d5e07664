import { type Applications, appsHashCode, decodeApplicationsDocument, idOf } from '@eureka-nest/protocol';

/** Whether a whole registry has what its own hash code says. One without a hash code says nothing. */
export const addsUp = ({ hashCode, applications }: Applications): boolean =>
  hashCode === '' || appsHashCode(applications.flatMap(({ instances }) => instances)) === hashCode;

/** What is odd in an answer that can be used all the same; each sentence names the instance. */
export function oddities({ applications }: Applications): readonly string[] {
  const found: string[] = [];
  for (const { name, instances } of applications) {
    const seen = new Set<string>();
    for (const instance of instances) {
      const id = idOf(instance);
      if (seen.has(id)) found.push(`${name}/${id} is listed twice: the last one counts`);
      seen.add(id);
      if (!instance.port.enabled && !instance.securePort.enabled)
        found.push(`${name}/${id} has no port: it cannot be called`);
    }
  }
  return found;
}

/**
 * Reads a registry or the changes in it. Where an instance has no port at all Java takes it for 7001, which is a call to somewhere else:
 * here it has none. In the compact form the time of the last change stands in for the version that is left out there.
 */
export function readApplications(document: unknown, now: number): Applications {
  for (const instance of instancesIn(document)) {
    instance['lastDirtyTimestamp'] ??= instance['lastUpdatedTimestamp'];
    if (instance['port'] == null && instance['securePort'] == null)
      instance['port'] = { $: 0, '@enabled': 'false' };
  }
  return decodeApplicationsDocument(document, now);
}

type Fields = Record<string, unknown>;

function instancesIn(document: unknown): readonly Fields[] {
  const applications = fieldsIn(fieldsIn(document)[0]?.['applications'])[0]?.['application'];
  return fieldsIn(applications).flatMap(({ instance }) => fieldsIn(instance));
}

/** Objects alone: what else may stand there is refused when it is decoded. */
const fieldsIn = (value: unknown): readonly Fields[] =>
  [value].flat().filter((each): each is Fields => typeof each === 'object' && each !== null);
