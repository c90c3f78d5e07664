import {
  hashCodeOfCounts,
  idOf,
  type Applications,
  type InstanceInfo,
  type StatusCounts,
} from '@eureka-nest/protocol';
import { derivedMap, type Lookup } from './derived-map.js';

/** Immutable snapshot of a registry: instances by id, by application. */
export type RegistrySnapshot = Lookup<Lookup<InstanceInfo>>;

export const emptySnapshot: RegistrySnapshot = new Map();

/** Makes a snapshot of a full fetch. */
export function snapshotOf({ applications }: Applications): RegistrySnapshot {
  const copy = new Map<string, Map<string, InstanceInfo>>();
  for (const instance of applications.flatMap(({ instances }) => instances)) addInstance(copy, instance);
  return copy;
}

/** Applies a delta, which may repeat known entries. An empty one returns the same object. */
export function applyDelta(snapshot: RegistrySnapshot, { applications }: Applications): RegistrySnapshot {
  const edits = new Map<string, Map<string, InstanceInfo | undefined>>();
  for (const instance of applications.flatMap(({ instances }) => instances)) {
    const ofApp = edits.get(instance.app) ?? new Map<string, InstanceInfo | undefined>();
    edits.set(
      instance.app,
      ofApp.set(idOf(instance), instance.actionType === 'DELETED' ? undefined : instance),
    );
  }
  if (edits.size === 0) return snapshot;
  const counts = { ...countsOf(snapshot) };
  const apps = new Map<string, Lookup<InstanceInfo> | undefined>();
  for (const [app, ofApp] of edits) {
    const before = snapshot.get(app) ?? noInstances;
    const after = derivedMap(before, ofApp);
    apps.set(app, after.size > 0 ? after : undefined);
    for (const [id, instance] of ofApp) {
      count(counts, before.get(id), -1);
      count(counts, instance, 1);
    }
  }
  const merged = derivedMap(snapshot, apps);
  knownCounts.set(merged, counts);
  return merged;
}

/** True if the instances per status match the hash code. If not, a change was missed. */
export const matchesHashCode = (snapshot: RegistrySnapshot, hashCode: string): boolean =>
  hashCodeOfCounts(countsOf(snapshot)) === hashCode;

export function* instancesOf(snapshot: RegistrySnapshot): Generator<InstanceInfo> {
  for (const instances of snapshot.values()) yield* instances.values();
}

function addInstance(apps: Map<string, Map<string, InstanceInfo>>, instance: InstanceInfo): void {
  const instances = apps.get(instance.app) ?? new Map<string, InstanceInfo>();
  apps.set(instance.app, instances.set(idOf(instance), instance));
}

const noInstances: Lookup<InstanceInfo> = new Map();

type Counts = { -readonly [status in keyof StatusCounts]: StatusCounts[status] };

/** Instances per status of each snapshot: a delta changes those of the snapshot before it. */
const knownCounts = new WeakMap<RegistrySnapshot, StatusCounts>();

function countsOf(snapshot: RegistrySnapshot): StatusCounts {
  const known = knownCounts.get(snapshot);
  if (known) return known;
  const counts: Counts = {};
  for (const instance of instancesOf(snapshot)) count(counts, instance, 1);
  knownCounts.set(snapshot, counts);
  return counts;
}

function count(counts: Counts, instance: InstanceInfo | undefined, by: 1 | -1): void {
  if (instance) counts[instance.status] = (counts[instance.status] ?? 0) + by;
}
