import type { InstanceInfo } from './instance-info.js';

/** All instances of one service. Java: com.netflix.discovery.shared.Application */
export interface Application {
  /** Upper case. */
  readonly name: string;
  readonly instances: readonly InstanceInfo[];
}

/** A registry, or the recent changes in one. Java: com.netflix.discovery.shared.Applications */
export interface Applications {
  /** `1` for a whole registry, a running number for a delta, `-1` for a look-up by vip. No cursor: see 3.9 of the protocol. */
  readonly version: string;
  /** Of the whole registry, also when this is a delta: what a client holds after it must hash to the same. */
  readonly hashCode: string;
  readonly applications: readonly Application[];
}
