import type { Application } from '@eureka-nest/protocol';
import type { RegistryEntry } from '../registry/registry-entry.js';
import type { ApplicationGroups } from '../registry/instance-table.js';
import { type CurrentRevisions, Revisions } from './revisions.js';

interface Change {
  readonly held: RegistryEntry;
  readonly at: number;
}

/**
 * What a delta is made of: one record per instance, that of its latest change. Java keeps a queue of all
 * changes and drops the older ones of an instance when it renders; what is sent is the same.
 */
export class RecentChanges implements ApplicationGroups {
  /** Oldest first: a further change of an instance moves it to the end, here and in its application. */
  private readonly changes = new Set<Change>();
  private readonly apps = new Map<string, Map<string, Change>>();
  private readonly numbered = new Revisions();

  /** @param tell called with each change, when it is complete */
  constructor(
    private readonly retentionMs: number,
    private readonly tell: (held: RegistryEntry) => void = () => undefined,
  ) {}

  get revisions(): CurrentRevisions {
    return this.numbered;
  }

  add(held: RegistryEntry, at: number): void {
    const { app, id } = held;
    const instances = this.apps.get(app) ?? new Map<string, Change>();
    if (instances.size === 0) this.apps.set(app, instances);
    const before = instances.get(id);
    if (before) {
      this.changes.delete(before);
      instances.delete(id);
    }
    const change = { held, at };
    this.changes.add(change);
    instances.set(id, change);
    this.numbered.touch(app);
    this.tell(held);
  }

  /** Says that an instance looks different although nothing happened that a delta tells. */
  touch(held: RegistryEntry): void {
    if (this.apps.get(held.app)?.get(held.id)?.held === held) this.numbered.touch(held.app);
  }

  /** Drops what every client must have fetched by now. */
  sweep(now: number): void {
    for (const change of this.changes) {
      if (now - change.at <= this.retentionMs) return;
      this.changes.delete(change);
      this.drop(change.held);
    }
  }

  /** Each instance as it is now, or as it was when it left. */
  application(app: string): Application | undefined {
    const instances = this.apps.get(app);
    return instances && { name: app, instances: [...instances.values()].map(({ held }) => held.info) };
  }

  applications(): Application[] {
    return [...this.apps.keys()].flatMap((app) => this.application(app) ?? []);
  }

  private drop({ app, id }: RegistryEntry): void {
    const instances = this.apps.get(app);
    instances?.delete(id);
    if (instances?.size) return this.numbered.touch(app);
    this.apps.delete(app);
    this.numbered.drop(app);
  }
}
