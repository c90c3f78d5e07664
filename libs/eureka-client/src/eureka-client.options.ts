import { readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import {
  applySettings,
  envNameOf,
  flag,
  InvalidOptionError,
  listOf,
  milliseconds,
  pairs,
  seconds,
  setting,
  text,
  url,
} from '@eureka-nest/runtime';

const defaultZone = 'eureka.client.service-url.defaultZone';

/** What a Eureka client may be told, in Spring's names and with its defaults. */
export class EurekaClientOptions {
  /** Whether there is a registry at all; without one nothing registers and nothing is found. */
  @setting('eureka.client.enabled', flag)
  readonly enabled: boolean = true;

  /** The registries, asked in this order; a login may stand in front of the host, as in `http://user:password@host:7001/eureka/`. */
  @setting(defaultZone, listOf(url))
  readonly serviceUrls: readonly string[] = ['http://localhost:8761/eureka/'];

  /** Whether this process can be found by others. */
  @setting('eureka.client.register-with-eureka', flag)
  readonly registerWithEureka: boolean = true;

  /** Whether this process finds others. */
  @setting('eureka.client.fetch-registry', flag)
  readonly fetchRegistry: boolean = true;

  /** How often the copy of the registry is brought up to date. */
  @setting('eureka.client.registry-fetch-interval-seconds', seconds)
  readonly registryFetchIntervalSecs: number = 30;

  /** Always fetch the whole registry, never just the changes. */
  @setting('eureka.client.disable-delta', flag)
  readonly disableDelta: boolean = false;

  /** Whether a process that stops takes itself out of the registry; otherwise its lease has to run out. */
  @setting('eureka.client.should-unregister-on-shutdown', flag)
  readonly shouldUnregisterOnShutdown: boolean = true;

  /** How long connecting to a registry may take; added to the time for its answer, since the two cannot be told apart. */
  @setting('eureka.client.eureka-server-connect-timeout-seconds', seconds)
  readonly connectTimeoutSecs: number = 5;

  /** How long the answer of a registry may take, to its last byte. */
  @setting('eureka.client.eureka-server-read-timeout-seconds', seconds)
  readonly readTimeoutSecs: number = 8;

  /** The longest wait between two tries while no registry answers; the first is about 100 ms, then it doubles. */
  @setting('eureka.client.back-off-cap-ms', milliseconds)
  readonly backOffCapMs: number = 2_000;

  /** The name of the service, the same for all its instances; callers look it up in any case. */
  @setting('spring.application.name', text)
  readonly appName: string = 'unknown';

  /** What tells the instances of a service apart; left out, it is `<hostname>:<application name>:<port>`. */
  @setting('eureka.instance.instance-id', text)
  readonly instanceId?: string;

  /** The name others reach this machine by; left out, the one it calls itself. */
  @setting('eureka.instance.hostname', text)
  readonly hostname?: string;

  /** The address others reach this machine by; left out, its first IPv4 address that is not a loopback. */
  @setting('eureka.instance.ip-address', text)
  readonly ipAddress?: string;

  /** Whether others are given the address in place of the host name. */
  @setting('eureka.instance.prefer-ip-address', flag)
  readonly preferIpAddress: boolean = false;

  /** How often the lease is renewed by a heartbeat. */
  @setting('eureka.instance.lease-renewal-interval-in-seconds', seconds)
  readonly leaseRenewalIntervalSecs: number = 30;

  /** How long a lease lasts without a renewal; a registry really waits twice as long. */
  @setting('eureka.instance.lease-expiration-duration-in-seconds', seconds)
  readonly leaseExpirationDurationSecs: number = 90;

  /** What else callers may know of this instance, such as zone=z1,version=2. */
  @setting('eureka.instance.metadata-map', pairs)
  readonly metadata: Readonly<Record<string, string>> = {};

  /** Where the instance's home page is, below its address. */
  @setting('eureka.instance.home-page-url-path', text)
  readonly homePageUrlPath: string = '/';

  /** What the registry's page links to, below the instance's address. */
  @setting('eureka.instance.status-page-url-path', text)
  readonly statusPageUrlPath: string = '/actuator/info';

  /** Where the instance tells how it is, below its address. */
  @setting('eureka.instance.health-check-url-path', text)
  readonly healthCheckUrlPath: string = '/actuator/health';

  constructor(given: Partial<EurekaClientOptions> = {}) {
    applySettings(this, given);
    this.serviceUrls = [...new Set(this.serviceUrls.map(serviceUrl))];
    if (this.serviceUrls.length === 0)
      throw new InvalidOptionError(where, [], 'a list of at least one registry');
  }
}

/** The option and its variable: whichever was set is recognised. */
const where = `serviceUrls (${envNameOf(defaultZone)})`;

function serviceUrl(given: string): string {
  const verdict = readRegistryUrl(given);
  if ('url' in verdict) return verdict.url;
  const meant = withoutLogin(verdict.didYouMean);
  throw new InvalidOptionError(
    where,
    withoutLogin(given),
    `the address of a registry: did you mean ${meant}?`,
  );
}
