import type { InstanceInfo } from './instance-info.js';

/** All instances of one service. Java: com.netflix.discovery.shared.Application */
export interface Application {
  /** Name of the service, always in upper case. */
  readonly name: string;
  readonly instances: readonly InstanceInfo[];
}

/** The content of a registry, or its delta. Java: com.netflix.discovery.shared.Applications */
export interface Applications {
  /**
   * `1` for a full fetch, a running number for a delta, `-1` for a vip look-up. Not a cursor: a
   * client cannot ask for the changes since a version.
   */
  readonly version: string;
  /**
   * Hash code of the full registry, in a delta too: a client compares it after applying the delta.
   */
  readonly hashCode: string;
  readonly applications: readonly Application[];
}
