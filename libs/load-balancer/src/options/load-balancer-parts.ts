import type { Clock, Random } from '@eureka-nest/runtime/time';
import type { Filter } from '../core/filters.js';
import type { InstanceSource } from '../core/instance-source.js';
import type { EjectionRules } from '../core/pool/ejection.js';
import type { RetryPolicy } from '../core/retry/retry-policy.js';
import type { Strategy } from '../core/strategies/strategy.js';
import type { ServiceSettings } from './service-settings.js';

export interface BalancerLogger {
  log(message: string): void;
  warn(message: string): void;
}

/** Parts of a load balancer; all but the source have defaults. */
export interface LoadBalancerParts {
  readonly source: InstanceSource;
  /** Creates the strategies of a service; the default is round robin with a random start. */
  readonly strategy?: (service: string) => Strategy;
  readonly filters?: readonly Filter[];
  readonly retry?: Partial<RetryPolicy>;
  readonly ejection?: Partial<EjectionRules>;
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
