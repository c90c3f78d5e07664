import type { EjectionRules } from '../core/ejection.js';
import type { Filter } from '../core/filters.js';
import type { Candidate } from '../core/instance-source.js';
import type { RetryPolicy } from '../core/retry-policy.js';
import type { Strategy } from '../core/strategies/strategy.js';

/** A host name for a call: that of the instance, the service's own, or one that is worked out. */
export type HostName = 'instance' | 'service' | ((candidate: Candidate) => string);

/** How one service is called; what is not said is as for all services. */
export interface ServiceSettings {
  /** Makes its strategy, and more than one: second tries have turns of their own. */
  readonly strategy?: () => Strategy;
  readonly filters?: readonly Filter[];
  readonly retry?: Partial<RetryPolicy>;
  readonly ejection?: Partial<EjectionRules>;
  /** What the `Host` header says; the instance's address unless told otherwise. */
  readonly hostHeader?: HostName;
  /** The name that a certificate is checked for, and that is asked for with SNI; as the Host header unless told otherwise. */
  readonly tlsName?: HostName;
}
