import type { InstanceInfo } from '@eureka-nest/protocol';

/**
 * An instance that changed. `info` shows the instance as it is when it is read (or as it was when
 * it left), not as it was at the time of the change. The registry's entries fit this by shape.
 */
export interface ChangedInstance {
  /** Upper case. */
  readonly app: string;
  readonly id: string;
  readonly info: InstanceInfo;
}
