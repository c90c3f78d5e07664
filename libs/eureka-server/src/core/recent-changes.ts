import type { Application, InstanceInfo } from '@eureka-nest/protocol';
import type { HeldInstance } from './held-instance.js';

interface Change {
  readonly held: HeldInstance;
  readonly at: number;
}

/**
 * What a delta is made of: one record per instance, that of its latest change. Java keeps a queue of all
 * changes and drops the older ones of an instance when it renders; what is sent is the same.
 */
export class RecentChanges {
  /** Oldest first: a further change of an instance moves it to the end. */
  private readonly changes = new Map<string, Change>();

  constructor(private readonly retentionMs: number) {}

  add(held: HeldInstance, at: number): void {
    const key = `${held.app}\n${held.id}`;
    this.changes.delete(key);
    this.changes.set(key, { held, at });
  }

  /** Drops what every client must have fetched by now. */
  sweep(now: number): void {
    for (const [key, { at }] of this.changes) {
      if (now - at <= this.retentionMs) return;
      this.changes.delete(key);
    }
  }

  /** Each instance as it is now, or as it was when it left. */
  applications(): Application[] {
    const byApp = new Map<string, InstanceInfo[]>();
    for (const { held } of this.changes.values()) {
      const instances = byApp.get(held.app);
      if (instances) instances.push(held.info);
      else byApp.set(held.app, [held.info]);
    }
    return [...byApp].map(([name, instances]) => ({ name, instances }));
  }
}
