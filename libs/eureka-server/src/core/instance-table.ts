import type { Application, InstanceInfo } from '@eureka-nest/protocol';
import type { HeldInstance } from './held-instance.js';

/** Application name -> instance id -> what is held. Names are found in any case, ids only exactly. */
export class InstanceTable {
  private readonly apps = new Map<string, Map<string, HeldInstance>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(app: string, id: string): HeldInstance | undefined {
    return this.instancesOf(app)?.get(id);
  }

  put(held: HeldInstance): void {
    const instances = this.apps.get(held.app) ?? new Map<string, HeldInstance>();
    if (!instances.has(held.id)) this.count += 1;
    this.apps.set(held.app, instances.set(held.id, held));
  }

  remove({ app, id }: HeldInstance): void {
    const instances = this.apps.get(app);
    if (!instances?.delete(id)) return;
    this.count -= 1;
    if (instances.size === 0) this.apps.delete(app);
  }

  /** Those of every application that have this id. */
  *withId(id: string): IterableIterator<HeldInstance> {
    for (const instances of this.apps.values()) {
      const held = instances.get(id);
      if (held) yield held;
    }
  }

  *[Symbol.iterator](): IterableIterator<HeldInstance> {
    for (const instances of this.apps.values()) yield* instances.values();
  }

  application(app: string): Application | undefined {
    const instances = this.instancesOf(app);
    return instances && { name: app.toUpperCase(), instances: infosOf(instances) };
  }

  applications(): Application[] {
    return [...this.apps].map(([name, instances]) => ({ name, instances: infosOf(instances) }));
  }

  private instancesOf(app: string): Map<string, HeldInstance> | undefined {
    return this.apps.get(app.toUpperCase());
  }
}

const infosOf = (instances: Map<string, HeldInstance>): InstanceInfo[] =>
  [...instances.values()].map(({ info }) => info);
