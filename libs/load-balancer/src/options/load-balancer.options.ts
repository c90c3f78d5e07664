import { applySettings, flag, milliseconds, setting } from '@eureka-nest/runtime/settings';

/** How calls to services by name are made. */
export class LoadBalancerOptions {
  /** Whether names of services are looked up; without it a name is taken for a host. */
  @setting('spring.cloud.loadbalancer.enabled', flag)
  readonly enabled: boolean = true;

  /** How long an instance that refused or broke a call is left out. */
  @setting('spring.cloud.loadbalancer.ejection-in-ms', milliseconds)
  readonly ejectionMs: number = 10_000;

  /** How long a connection may take to come about before the next instance is tried. */
  @setting('spring.http.client.connect-timeout', milliseconds)
  readonly connectTimeoutMs: number = 2_000;

  /** How long a call may take, with all its tries. */
  @setting('spring.http.client.read-timeout', milliseconds)
  readonly timeoutMs: number = 10_000;

  constructor(given: Partial<LoadBalancerOptions> = {}) {
    applySettings(this, given);
  }
}
