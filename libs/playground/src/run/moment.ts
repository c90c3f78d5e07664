import type {
  Cluster,
  ClusterLink,
  InstanceNode,
  PreservationNumbers,
  RegistryNode,
  ServiceNode,
} from '@eureka-nest/cluster-view';
import type { InstanceStatus } from '@eureka-nest/protocol';
import type { EndedCall } from '../cluster/balancer.js';
import type { LogLine } from '../cluster/event-log.js';
import type { PlayMessage } from '../cluster/messages.js';
import type { SimClient } from '../cluster/sim-client.js';
import type { SimCluster } from '../cluster/sim-cluster.js';
import type { SimProcess } from '../cluster/sim-process.js';
import type { SimRegistry } from '../cluster/sim-registry.js';
import { EPOCH } from '../cluster/world.js';

/** Instances that a registry lists, with their statuses, by id. */
export type Listing = Readonly<Record<string, InstanceStatus>>;

/** A run at one time: plain data, which later steps of the run do not change. */
export interface Moment {
  /** Time since the start in ms, the clock of all times here. */
  readonly now: number;
  /** The cluster as each running registry, or none, sees it: for `ClusterPicture`. */
  readonly clusters: Readonly<Record<string, Cluster>>;
  /** Messages on their way. */
  readonly messages: readonly PlayMessage[];
  /** The latest messages that have arrived, to be opened. */
  readonly past: readonly PlayMessage[];
  readonly log: readonly LogLine[];
  /** Calls that ended, for `RotationStrip` and for figures. */
  readonly calls: readonly EndedCall[];
  /** Listings of the running registries. */
  readonly listed: Readonly<Record<string, Listing>>;
  /** Ids of the instances that each running consumer would call. */
  readonly copies: Readonly<Record<string, readonly string[]>>;
  /** Numbers for `PreservationGauge`, by registry. */
  readonly preservation: Readonly<Record<string, PreservationNumbers>>;
}

/** Key of {@link Moment.clusters} while no registry runs. */
export const NO_REGISTRY = 'none';

export function momentOf(sim: SimCluster): Moment {
  const { world, registries, clients } = sim;
  const { now } = world;
  const running = registries.filter(({ isUp }) => isUp);
  const byName = <T extends SimProcess, R>(all: readonly T[], read: (each: T) => R) =>
    Object.fromEntries(all.map((each) => [each.name, read(each)]));
  return {
    now,
    clusters:
      running.length > 0
        ? byName(running, (each) => clusterOf(sim, each))
        : { [NO_REGISTRY]: clusterOf(sim, undefined) },
    messages: world.messages.inFlight(now),
    past: world.messages.past(now),
    log: [...world.log.lines],
    calls: [...sim.calls],
    listed: byName(running, listingOf),
    copies: byName(
      clients.filter(({ isUp, declared }) => isUp && declared.kind === 'consumer'),
      ({ discovery }) => [...(discovery?.usable ?? [])].sort(),
    ),
    preservation: byName(running, preservationOf),
  };
}

const entriesOf = ({ process }: SimRegistry) => [...(process?.registry.reads.entries() ?? [])];

function listingOf(registry: SimRegistry): Listing {
  const listed = entriesOf(registry).map(({ id, status }) => [id, status] as const);
  return Object.fromEntries(listed.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function preservationOf({ process }: SimRegistry): PreservationNumbers {
  const numbers = process!.registry.reads.selfPreservation;
  const expected = Math.round(numbers.expectedClients * numbers.renewsPerClient);
  const { enabled: isEnabled, renewsLastMinute: received, threshold } = numbers;
  return { isEnabled, isOn: !numbers.allowsEviction(), received, threshold, expected };
}

function clusterOf(sim: SimCluster, self: SimRegistry | undefined): Cluster {
  const { registries, clients } = sim;
  const providers = clients.filter(({ declared }) => declared.kind === 'provider');
  const consumers = clients.filter(({ declared }) => declared.kind === 'consumer');
  const ejected = new Set(consumers.flatMap(({ balancer }) => balancer?.ejected ?? []));
  const instance = (client: SimClient) => instanceNode(client, self, ejected);
  return {
    registries: registries.map((each) => registryNode(each, self)),
    services: servicesOf(providers, instance),
    consumers: consumers.map((each) => {
      const own = instance(each);
      const copyAgeMs = each.discovery?.cache.ageMs;
      const { name } = each;
      return { id: name, name, ...(own && { instance: own }), ...(copyAgeMs !== undefined && { copyAgeMs }) };
    }),
    links: linksOf(sim, providers, consumers),
  };
}

function registryNode(registry: SimRegistry, self: SimRegistry | undefined): RegistryNode {
  const { name, process, isUp, isPaused } = registry;
  if (!process || !isUp) return { id: name, name, state: 'stopped' };
  const { reads } = process.registry;
  const isEqual = !self?.process || reads.hashCode() === self.process.registry.reads.hashCode();
  const state = isPaused ? 'unreachable' : process.isIncomplete ? 'starting' : isEqual ? 'in-step' : 'behind';
  const isPreserving = reads.size > 0 && !reads.selfPreservation.allowsEviction();
  return { id: name, name, state, isSelf: registry === self, isPreserving };
}

function servicesOf(
  providers: readonly SimClient[],
  instance: (client: SimClient) => InstanceNode | undefined,
): readonly ServiceNode[] {
  const names = [...new Set(providers.map(({ app }) => app))];
  return names.map((name) => {
    const instances = providers.filter(({ app }) => app === name).flatMap((each) => instance(each) ?? []);
    const counts: Record<string, number> = {};
    for (const { status } of instances) counts[status] = (counts[status] ?? 0) + 1;
    return { id: name, name, instances, counts };
  });
}

/** Undefined if the process neither runs nor is listed; UNKNOWN if it runs and is not listed. */
function instanceNode(
  { name, app, port, isUp, startedAt }: SimClient,
  self: SimRegistry | undefined,
  ejected: ReadonlySet<string>,
): InstanceNode | undefined {
  const entry = self?.process?.registry.reads.entry(app, name);
  const base = { id: name, label: `:${port}`, isEjected: ejected.has(name) };
  if (!entry)
    return isUp ? { ...base, status: 'UNKNOWN', renewedAt: startedAt, expiresAt: startedAt } : undefined;
  const { lease, aliveAt, status, listed } = entry;
  return {
    ...base,
    status,
    isForced: listed.overriddenStatus !== 'UNKNOWN',
    renewedAt: aliveAt - EPOCH,
    expiresAt: lease.renewedAt + lease.durationMs - EPOCH,
  };
}

function linksOf(
  { world, registries }: SimCluster,
  providers: readonly SimClient[],
  consumers: readonly SimClient[],
): readonly ClusterLink[] {
  const stateOf = (from: string, to: string): ClusterLink['state'] => {
    const there = world.links.of(from, to);
    const back = world.links.of(to, from);
    if (there.isCut || back.isCut) return 'cut';
    const isSlow = [there, back].some(({ latencyMs, lossPercent }) => latencyMs >= 100 || lossPercent > 0);
    return isSlow ? 'slow' : 'ok';
  };
  const worst = (states: readonly ClusterLink['state'][]) =>
    (['cut', 'slow', 'ok'] as const).find((each) => states.includes(each)) ?? 'ok';
  const links: ClusterLink[] = [];
  registries.forEach((one, index) =>
    registries.slice(index + 1).forEach((other) =>
      links.push({
        from: one.name,
        to: other.name,
        kind: 'replicates',
        state: stateOf(one.name, other.name),
      }),
    ),
  );
  const first = registries.find(({ isUp }) => isUp) ?? registries[0];
  const services = [...new Set(providers.map(({ app }) => app))];
  for (const service of services) {
    const members = providers.filter(({ app }) => app === service);
    if (first) {
      const states = members.map(({ name }) => stateOf(name, first.name));
      links.push({ from: service, to: first.name, kind: 'registers', state: worst(states) });
    }
    for (const { name: from } of consumers) {
      const states = members.map(({ name }) => stateOf(from, name));
      links.push({ from, to: service, kind: 'calls', state: worst(states) });
    }
  }
  for (const { name: from } of consumers)
    if (first) links.push({ from, to: first.name, kind: 'reads', state: stateOf(from, first.name) });
  return links;
}
