import { applySettings, flag, milliseconds, setting } from '@eureka-nest/runtime/settings';

/** Settings for calls by service name. */
export class LoadBalancerOptions {
  /** Look up service names; if false, a name is taken for a host. */
  @setting('spring.cloud.loadbalancer.enabled', flag)
  readonly enabled: boolean = true;

  /** Time for which an instance is ejected after it refused or broke a call. */
  @setting('spring.cloud.loadbalancer.ejection-in-ms', milliseconds)
  readonly ejectionMs: number = 10_000;

  /** Time limit for a connection, after which the next instance is tried. */
  @setting('spring.http.client.connect-timeout', milliseconds)
  readonly connectTimeoutMs: number = 2_000;

  /** Time limit for a call with all its tries. */
  @setting('spring.http.client.read-timeout', milliseconds)
  readonly timeoutMs: number = 10_000;

  constructor(given: Partial<LoadBalancerOptions> = {}) {
    applySettings(this, given);
  }
}
