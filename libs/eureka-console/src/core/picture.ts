import {
  detailedInstances,
  type Cluster,
  type ClusterLink,
  type ConsumerNode,
  type InstanceNode,
  type RegistryNode,
} from '@eureka-nest/cluster-view';
import type { ConsoleEvents, ConsoleHello } from '@eureka-nest/protocol/console';
import type { CallLog } from './call-log.js';
import { consumerKey, instanceLabel } from './names.js';
import type { Entry, RegistryCopy } from './registry-copy.js';

export const selfId = 'registry';
export const peerId = (index: number) => `peer ${index}`;
export const serviceId = (app: string) => `app ${app}`;

export interface Shown {
  readonly hello?: ConsoleHello | undefined;
  readonly state?: ConsoleEvents['state'] | undefined;
  readonly copy: RegistryCopy;
  readonly calls: CallLog;
}

/** Above this many services, lines from each would cover the picture. */
const linkedServices = 6;

/**
 * Node of an instance in the picture: its own, or where groups are shown the one of its service.
 */
export function nodeOf(copy: RegistryCopy, key: string): string {
  const entry = copy.entries.get(key);
  return entry && copy.entries.size > detailedInstances ? serviceId(entry.instance.app) : key;
}

/** The cluster as this registry sees it. */
export function clusterOf({ hello, state, copy, calls }: Shown): Cluster {
  const registries = registriesOf(hello, state);
  const ejected = new Set([...calls.callers.values()].flatMap(({ consumer }) => consumer.ejected));
  const isDetailed = copy.entries.size <= detailedInstances;
  const drawn = (entry: Entry) => instanceNode(entry, ejected.has(entry.key));
  const consumers: ConsumerNode[] = [...calls.callers.values()].map(({ consumer }) => {
    const entry = copy.entries.get(consumer.key);
    return {
      id: consumerKey(consumer.key),
      name: entry?.instance.app ?? consumer.key,
      ...(entry && { instance: drawn(entry) }),
      ...(consumer.copyAgeMs !== undefined && { copyAgeMs: consumer.copyAgeMs }),
    };
  });
  const services = [...copy.apps]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, app]) => {
      const entries = [...(isDetailed ? app.entries.values() : [])].filter(
        ({ key }) => !calls.callers.has(key),
      );
      if (isDetailed && entries.length === 0) return [];
      const instances = entries.map(drawn).sort((a, b) => (a.label < b.label ? -1 : 1));
      return [{ id: serviceId(name), name, instances, counts: { ...app.counts } }];
    });
  return {
    registries,
    services,
    consumers,
    links: linksOf(registries, services, consumers, { copy, calls }),
  };
}

function registriesOf(hello: Shown['hello'], state: Shown['state']): readonly RegistryNode[] {
  if (!hello) return [];
  const self: RegistryNode = {
    id: selfId,
    name: addressOf(hello.url) || hello.name,
    state: 'in-step',
    isSelf: true,
    isPreserving: state?.selfPreservation.isOn ?? false,
  };
  const peers = (state?.peers ?? []).map(
    ({ index, url, state: peerState }): RegistryNode => ({
      id: peerId(index),
      name: addressOf(url),
      state: peerState,
    }),
  );
  return [self, ...peers];
}

/** Host and port of a URL, or the text itself if it is none. */
export function addressOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

function instanceNode({ key, instance, renewedAt, expiresAt }: Entry, isEjected: boolean): InstanceNode {
  return {
    id: key,
    label: instanceLabel(instance),
    status: instance.status,
    isForced: instance.override !== undefined,
    renewedAt,
    expiresAt,
    isEjected,
  };
}

function linksOf(
  registries: readonly RegistryNode[],
  services: Cluster['services'],
  consumers: readonly ConsumerNode[],
  { copy, calls }: Pick<Shown, 'copy' | 'calls'>,
): readonly ClusterLink[] {
  const self = registries[0]?.id;
  if (self === undefined) return [];
  const links: ClusterLink[] = registries.slice(1).map(({ id, state }) => ({
    from: self,
    to: id,
    kind: 'replicates',
    state: state === 'in-step' ? 'ok' : state === 'behind' || state === 'starting' ? 'slow' : 'cut',
  }));
  if (services.length <= linkedServices)
    for (const { id } of services) links.push({ from: id, to: self, kind: 'registers', state: 'ok' });
  for (const { id } of consumers) links.push({ from: id, to: self, kind: 'reads', state: 'ok' });
  const seen = new Set<string>();
  for (const [key, caller] of calls.callers)
    for (const { target } of caller.calls) {
      const app = copy.entries.get(target)?.instance.app;
      const pair = `${key} ${app}`;
      if (app === undefined || seen.has(pair)) continue;
      seen.add(pair);
      links.push({ from: consumerKey(key), to: serviceId(app), kind: 'calls', state: 'ok' });
    }
  return links;
}
