import type { Application } from '@eureka-nest/protocol';
import type { Stop } from '@eureka-nest/runtime/time';
import { OldestFirst } from '../oldest.js';
import { sizeOfInstance } from '../sizes.js';
import { ApplicationSnapshot } from './application-snapshot.js';
import { BeforeChange } from './before-change.js';
import type { ChangedInstance } from './changed-instance.js';
import { type RevisedApplications, Revisions } from './revisions.js';

interface Change {
  readonly instance: ChangedInstance;
  readonly at: number;
  /** Size of an instance that has left; one that is registered takes no memory here. */
  size: number;
}

/** Characters of all instances in the delta that have left: 8,000 of 1 kB. */
const MAX_SIZE = 8 * 1024 * 1024;

/**
 * The content of the delta: one record per instance, its latest change. Java keeps a queue of all
 * changes and drops the older ones of an instance when it renders the delta; the result is the
 * same.
 *
 * Instances that have left are in memory only here, so their size is limited: beyond the limit the
 * oldest of them are reduced to their names. Names too long for the limit are no longer in the
 * delta; a client that misses one finds another hash code and fetches the whole registry.
 *
 * Invariant: `changes` and the map of each application hold the same records, oldest first. `whole`
 * and `reduced` hold those of instances that have left; `removedSize` is the sum of their sizes.
 */
export class RecentChanges implements RevisedApplications {
  readonly revisions = new Revisions();
  private readonly changes = new Set<Change>();
  private readonly whole = new OldestFirst<Change>();
  private readonly reduced = new OldestFirst<Change>();
  private removedSize = 0;
  private readonly apps = new Map<string, Map<string, Change>>();
  private readonly listeners = new Set<(changed: ChangedInstance) => void>();

  /** @param beforeChange the registry's: entries are changed there before they come here */
  constructor(
    private readonly retentionMs: number,
    private readonly maxSize = MAX_SIZE,
    readonly beforeChange = new BeforeChange(),
  ) {}

  get size(): number {
    return this.changes.size;
  }

  add(instance: ChangedInstance, at: number): void {
    const { app, id } = instance;
    this.beforeChange.of(app);
    const ofApp = this.apps.get(app) ?? new Map<string, Change>();
    if (ofApp.size === 0) this.apps.set(app, ofApp);
    const before = ofApp.get(id);
    if (before) {
      this.forget(before, instance);
      ofApp.delete(id);
    }
    const change = { instance, at, size: instance.hasLeft ? sizeOfInstance(instance.info) : 0 };
    this.changes.add(change);
    ofApp.set(id, change);
    if (instance.hasLeft) {
      this.whole.add(change);
      this.removedSize += change.size;
    }
    this.revisions.touch(app);
    for (const listener of this.listeners) listener(instance);
    if (this.removedSize > this.maxSize) this.limitSize();
  }

  /** Raises the revision of an instance's application without recording a change. */
  touch(instance: ChangedInstance): void {
    if (this.apps.get(instance.app)?.get(instance.id)?.instance === instance) {
      this.revisions.touch(instance.app);
    }
  }

  /** Calls the listener after each {@link add}. */
  whenAdded(listener: (changed: ChangedInstance) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Drops the changes that are older than the retention: every client has fetched them by now.
   * Returns true if it left some of them, as it drops only so many.
   */
  sweep(now: number, most = Infinity): boolean {
    let left = most;
    for (const change of this.changes) {
      if (now - change.at <= this.retentionMs) return false;
      if (left-- === 0) return true;
      this.drop(change);
    }
    return false;
  }

  application(app: string): Application | undefined {
    const ofApp = this.apps.get(app);
    return ofApp && { name: app, instances: Array.from(ofApp.values(), ({ instance }) => instance.info) };
  }

  snapshot(app: string): ApplicationSnapshot | undefined {
    const ofApp = this.apps.get(app);
    return (
      ofApp &&
      new ApplicationSnapshot(
        app,
        Array.from(ofApp.values(), ({ instance }) => instance),
      )
    );
  }

  applications(): Application[] {
    return [...this.apps.keys()].flatMap((app) => this.application(app) ?? []);
  }

  private limitSize(): void {
    let oldest: Change | undefined;
    while (this.removedSize > this.maxSize && (oldest = this.whole.oldest)) this.reduce(oldest);
    while (this.removedSize > this.maxSize && (oldest = this.reduced.oldest)) this.drop(oldest);
  }

  private reduce(change: Change): void {
    const { instance, size } = change;
    this.beforeChange.of(instance.app);
    instance.shrink();
    change.size = sizeOfInstance(instance.info);
    this.removedSize += change.size - size;
    this.whole.delete(change);
    this.reduced.add(change);
    this.revisions.touch(instance.app);
  }

  /** @param next recorded in its place; the change log may still hold the instance that left */
  private forget(change: Change, next?: ChangedInstance): void {
    this.changes.delete(change);
    this.whole.delete(change);
    this.reduced.delete(change);
    this.removedSize -= change.size;
    if (change.instance !== next) change.instance.shrink();
  }

  private drop(change: Change): void {
    const { app, id } = change.instance;
    this.beforeChange.of(app);
    this.forget(change);
    const ofApp = this.apps.get(app);
    ofApp?.delete(id);
    if (ofApp?.size) return this.revisions.touch(app);
    this.apps.delete(app);
    this.revisions.drop(app);
  }
}
