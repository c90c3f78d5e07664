import type { Setting } from '../scenario/scenario.js';

export type PaceName = 'java' | 'ours';

/** Timing of a cluster, and what its processes can do. Events change the numbers in place. */
export interface Pace {
  heartbeatMs: number;
  leaseSecs: number;
  pollMs: number;
  evictionMs: number;
  selfPreservation: boolean;
  retries: boolean;
  /** Interval of the registry's response cache; undefined if responses are always current. */
  readonly responseCacheMs: number | undefined;
  /** Age up to which the balancer uses its own list; 0 if it reads the client's copy. */
  readonly listCacheMs: number;
  /** Longest time that a change waits for others before it is replicated. */
  readonly changeDelayMs: number;
  /** Time for which a stopped process goes on answering after its cancellation. */
  readonly lingerMs: number;
  /** True if the registries have a change feed, and probe an instance whose connection broke. */
  readonly hasFeed: boolean;
  /** True if a caller ejects an instance that failed. */
  readonly ejects: boolean;
}

const java: Pace = {
  heartbeatMs: 30_000,
  leaseSecs: 90,
  pollMs: 30_000,
  evictionMs: 60_000,
  selfPreservation: true,
  retries: false,
  responseCacheMs: 30_000,
  listCacheMs: 35_000,
  changeDelayMs: 500,
  lingerMs: 0,
  hasFeed: false,
  ejects: false,
};

/** Defaults of Netflix with Spring Cloud, and of this project. Leases are the same in both. */
export const paceOf = (name: PaceName): Pace =>
  name === 'java'
    ? { ...java }
    : {
        ...java,
        responseCacheMs: undefined,
        listCacheMs: 0,
        changeDelayMs: 10,
        lingerMs: 200,
        retries: true,
        hasFeed: true,
        ejects: true,
      };

export function changePace(pace: Pace, setting: Setting, value: number): void {
  switch (setting) {
    case 'heartbeat-seconds':
      return void (pace.heartbeatMs = value * 1_000);
    case 'lease-seconds':
      return void (pace.leaseSecs = value);
    case 'polling-seconds':
      return void (pace.pollMs = value * 1_000);
    case 'eviction-seconds':
      return void (pace.evictionMs = value * 1_000);
    case 'self-preservation':
      return void (pace.selfPreservation = value === 1);
    case 'retries':
      return void (pace.retries = value === 1);
  }
}
