import type { Application } from '@eureka-nest/protocol';
import type { Stop } from '@eureka-nest/runtime/time';
import type { ChangedInstance } from './changed-instance.js';
import { type RevisedApplications, Revisions } from './revisions.js';

interface Change {
  readonly instance: ChangedInstance;
  readonly at: number;
}

/**
 * The content of the delta: one record per instance, its latest change. Java keeps a queue of all
 * changes and drops the older ones of an instance when it renders the delta; the result is the
 * same.
 *
 * Invariant: `changes` and the map of each application hold the same records, oldest first.
 */
export class RecentChanges implements RevisedApplications {
  readonly revisions = new Revisions();
  private readonly changes = new Set<Change>();
  private readonly apps = new Map<string, Map<string, Change>>();
  private readonly listeners = new Set<(changed: ChangedInstance) => void>();

  constructor(private readonly retentionMs: number) {}

  add(instance: ChangedInstance, at: number): void {
    const { app, id } = instance;
    const ofApp = this.apps.get(app) ?? new Map<string, Change>();
    if (ofApp.size === 0) this.apps.set(app, ofApp);
    const before = ofApp.get(id);
    if (before) {
      this.changes.delete(before);
      ofApp.delete(id);
    }
    const change = { instance, at };
    this.changes.add(change);
    ofApp.set(id, change);
    this.revisions.touch(app);
    for (const listener of this.listeners) listener(instance);
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

  /** Drops the changes that are older than the retention: every client has fetched them by now. */
  sweep(now: number): void {
    for (const change of this.changes) {
      if (now - change.at <= this.retentionMs) return;
      this.changes.delete(change);
      this.drop(change.instance);
    }
  }

  application(app: string): Application | undefined {
    const ofApp = this.apps.get(app);
    return ofApp && { name: app, instances: Array.from(ofApp.values(), ({ instance }) => instance.info) };
  }

  applications(): Application[] {
    return [...this.apps.keys()].flatMap((app) => this.application(app) ?? []);
  }

  private drop({ app, id }: ChangedInstance): void {
    const ofApp = this.apps.get(app);
    ofApp?.delete(id);
    if (ofApp?.size) return this.revisions.touch(app);
    this.apps.delete(app);
    this.revisions.drop(app);
  }
}
