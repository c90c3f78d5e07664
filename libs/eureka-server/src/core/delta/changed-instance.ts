import type { Application, InstanceInfo } from '@eureka-nest/protocol';
import type { ListedInstance } from '../listed-instance.js';

/**
 * An instance that changed. `info` shows the instance as it is when it is read (or as it was when
 * it left), not as it was at the time of the change. The registry's entries fit this by shape.
 */
export interface ChangedInstance {
  /** Upper case. */
  readonly app: string;
  readonly id: string;
  readonly info: InstanceInfo;
  /** `info` without the times of the lease; immutable, a change replaces it. */
  readonly listed: ListedInstance;
  /** A version of `listed` with the lease as it is now. */
  withLease(listed: ListedInstance): InstanceInfo;
  /** True once the instance was removed from the registry. */
  readonly hasLeft: boolean;
  /** Reduces an instance that has left to what identifies it. Does nothing to a registered one. */
  shrink(): void;
}

/** Applications with these instances, in the order in which they first occur. */
export function groupByApp(changed: Iterable<ChangedInstance>): Application[] {
  const byApp = new Map<string, InstanceInfo[]>();
  for (const { app, info } of changed) {
    const instances = byApp.get(app);
    if (instances) instances.push(info);
    else byApp.set(app, [info]);
  }
  return Array.from(byApp, ([name, instances]) => ({ name, instances }));
}
