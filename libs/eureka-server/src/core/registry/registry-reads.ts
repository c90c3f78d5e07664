import type { Application, Applications, InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Stop } from '@eureka-nest/runtime/time';
import type { ApplicationSnapshot } from '../delta/application-snapshot.js';
import type { ChangedInstance } from '../delta/changed-instance.js';
import type { CurrentRevisions, RevisedApplications } from '../delta/revisions.js';
import { isExpired } from './lease.js';
import type { ListedInstance } from '../listed-instance.js';
import type { RecentLeases } from './recent-leases.js';
import type { RegistryEntry } from './registry-entry.js';
import type { RegistryState } from './registry-state.js';
import type { SelfPreservationNumbers } from './self-preservation.js';
import type { VipIndex } from './vip-index.js';

/** The two addresses by which an instance can be looked up. */
type VipKind = 'vip' | 'svip';

/** The reading side of a registry: everything but its changes. */
export class RegistryReads {
  private deltaVersion = 0;
  private deltaState = -1;

  constructor(private readonly state: RegistryState) {}

  // ---- one instance ----

  /**
   * An instance, unless it has expired and waits for its eviction.
   * QUIRK(AbstractInstanceRegistry.getInstanceByAppAndId): {@link applications} still lists such an
   * instance.
   */
  find(app: string, id: string): InstanceInfo | undefined {
    return this.state.visible(app, id)?.info;
  }

  /** The first instance with this id in any application, with the visibility of {@link find}. */
  findById(id: string): InstanceInfo | undefined {
    return this.state.instances.withId(id).find((entry) => this.state.isVisible(entry))?.info;
  }

  /** An instance, expired or not. */
  peek(app: string, id: string): InstanceInfo | undefined {
    return this.state.instances.get(app, id)?.info;
  }

  /** {@link peek} without the times of the lease; cheaper. */
  peekListed(app: string, id: string): ListedInstance | undefined {
    return this.state.instances.get(app, id)?.listed;
  }

  /** True while the instance is registered and its lease has not expired. */
  isAlive(app: string, id: string): boolean {
    const entry = this.state.instances.get(app, id);
    return entry !== undefined && !isExpired(entry.lease, this.state.clock());
  }

  /** Time of the instance's last sign of life, here or at a peer that reported it. */
  heardAt(app: string, id: string): number | undefined {
    const entry = this.state.instances.get(app, id);
    return entry && Math.max(entry.aliveAt, entry.contentAt);
  }

  /**
   * The operator's override of an instance. Reading it keeps it from being forgotten, as in Java.
   */
  overrideOf(id: string): InstanceStatus | undefined {
    return this.state.overrides.get(id, this.state.clock());
  }

  /** All overrides by instance id, also those of instances that are registered at a peer alone. */
  overrides(): ReadonlyMap<string, InstanceStatus> {
    return this.state.overrides.all(this.state.clock());
  }

  /** An instance and its lease, for readers that need its times without a copy of it. */
  entry(app: string, id: string): RegistryEntry | undefined {
    return this.state.instances.get(app, id);
  }

  // ---- all instances ----

  /** Walks over all instances, expired ones included. */
  entries(): Iterable<RegistryEntry> {
    return this.state.instances;
  }

  /** Number of instances, expired ones included. */
  get size(): number {
    return this.state.instances.size;
  }

  /** `appsHashCode` of all instances, without walking over them. */
  hashCode(): string {
    return this.state.instances.hashCode();
  }

  application(app: string): Application | undefined {
    return this.state.instances.application(app);
  }

  applications(): Applications {
    const { instances } = this.state;
    return { version: '1', hashCode: instances.hashCode(), applications: instances.applications() };
  }

  /**
   * The recent changes, with the hash code of the whole registry, by which a client checks its copy
   * after merging them. Both are of the same moment. Java needs a lock for that, and its cached
   * delta can still be older than its hash code.
   */
  delta(): Applications {
    return { ...this.deltaHeader(), applications: this.state.recentChanges.applications() };
  }

  /**
   * QUIRK(AbstractInstanceRegistry.getApplicationDeltas): the version is a running number, one
   * higher for each delta made, and no cursor: every client receives the same changes, and only
   * checks that the version is not -1. Like Java, this makes a new delta at the first request after
   * a change.
   */
  deltaHeader(): { readonly version: string; readonly hashCode: string } {
    const state = this.deltaRevision;
    if (state !== this.deltaState) this.deltaVersion += 1;
    this.deltaState = state;
    return { version: String(this.deltaVersion), hashCode: this.hashCode() };
  }

  /** Calls the listener with each change that enters the delta, as it happens. */
  whenChanged(listener: (changed: ChangedInstance) => void): Stop {
    return this.state.recentChanges.whenAdded(listener);
  }

  /** The instances with this (secure) vip address. */
  vip(kind: VipKind, name: string): Applications {
    return this.vipIndex(kind).applications(name);
  }

  // ---- snapshots and revisions, for documents that are written in slices ----

  /** Snapshots of all applications by name, as they are at the first step of the iteration. */
  snapshots(): Iterable<ApplicationSnapshot> {
    return this.state.instances.snapshots();
  }

  /** Snapshots of the instances with this (secure) vip address, by application. */
  vipSnapshots(kind: VipKind, name: string): readonly ApplicationSnapshot[] {
    return this.vipIndex(kind).snapshots(name);
  }

  /** The registered applications. */
  get applicationRevisions(): RevisedApplications {
    return this.state.instances;
  }

  /** The applications in the delta. */
  get deltaRevisions(): RevisedApplications {
    return this.state.recentChanges;
  }

  /** Rises with every change of the delta or its hash code. */
  get deltaRevision(): number {
    const { instances, recentChanges } = this.state;
    // The revisions only rise, so their sum changes whenever one of them does.
    return instances.revisions.current + recentChanges.revisions.current;
  }

  vipRevisions(kind: VipKind): CurrentRevisions {
    return this.vipIndex(kind).revisions;
  }

  // ---- state of the server ----

  get selfPreservation(): SelfPreservationNumbers {
    return this.state.selfPreservation;
  }

  /** Latest registrations, shown on the dashboard. */
  get recentlyRegistered(): RecentLeases {
    return this.state.recentlyRegistered;
  }

  get recentlyCancelled(): RecentLeases {
    return this.state.recentlyCancelled;
  }

  /**
   * True unless the server has just started and found no peer to copy from: its registry would look
   * empty. With Spring's defaults always true.
   */
  allowsReads(): boolean {
    return this.state.clock() > this.state.readsRefusedUntil;
  }

  private vipIndex(kind: VipKind): VipIndex {
    const { vips, secureVips } = this.state.instances;
    return kind === 'vip' ? vips : secureVips;
  }
}
