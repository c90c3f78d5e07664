import type { Clock, Random } from '@eureka-nest/runtime/time';
import type { Filter } from '../core/filters.js';
import type { Candidate, InstanceSource } from '../core/instance-source.js';
import type { EjectionRules } from '../core/pool/ejection.js';
import type { RetryPolicy } from '../core/retry/retry-policy.js';
import type { Strategy } from '../core/strategies/strategy.js';

export interface BalancerLogger {
  log(message: string): void;
  warn(message: string): void;
}

/** Rule for a host name: the instance's host, the service's name, or computed per instance. */
export type HostName = 'instance' | 'service' | ((candidate: Candidate) => string);

/** Settings of one service; each that is undefined is inherited from the balancer. */
export interface ServiceSettings {
  /** Creates the strategy; called twice, since retries have turns of their own. */
  readonly strategy?: () => Strategy;
  readonly filters?: readonly Filter[];
  readonly retry?: Partial<RetryPolicy>;
  readonly ejection?: Partial<EjectionRules>;
  /** Value of the `Host` header; the instance's address by default. */
  readonly hostHeader?: HostName;
  /** Name for SNI and for the certificate check; that of the Host header by default. */
  readonly tlsName?: HostName;
}

/** Parts of a load balancer; all but the source have defaults. */
export interface LoadBalancerParts extends Pick<ServiceSettings, 'filters' | 'retry' | 'ejection'> {
  readonly source: InstanceSource;
  /** Creates the strategies of a service; the default is round robin with a random start. */
  readonly strategy?: (service: string) => Strategy;
  /** Shorthand for `ejection.forMs`. */
  readonly ejectionMs?: number;
  /** Settings per service. */
  readonly services?: Readonly<Record<string, ServiceSettings>>;
  /** Monotonic clock in ms, for response times, time limits and ejections. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Logs ejections and readmissions. */
  readonly logger?: BalancerLogger;
}
