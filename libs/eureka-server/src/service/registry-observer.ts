import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from '../core/registry/heartbeat.js';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

/** Is called for each change that the log has a line for, beside that line. */
export interface RegistryObserver {
  /** @param before status before; undefined if the instance is new */
  registered(instance: InstanceInfo, before: InstanceStatus | undefined, from: Origin): void;
  left(
    instance: InstanceInfo,
    how: 'cancelled' | 'disconnected' | 'evicted',
    by: Origin | 'registry',
    reason?: string,
  ): void;
  /** @param removed the override that was removed; undefined if one was set */
  overrideChanged(instance: InstanceInfo, removed: string | undefined, from: Origin): void;
  metadataChanged(instance: InstanceInfo, entries: readonly (readonly [string, string])[]): void;
  statusMerged(app: string, id: string, status: InstanceStatus, override: InstanceStatus): void;
  selfPreservationChanged(isOn: boolean): void;
  minuteClosed(numbers: SelfPreservationNumbers): void;
}
