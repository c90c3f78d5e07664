import type { InstanceStatus } from '@eureka-nest/protocol';
import { checkOptions } from './option-checks.js';
import { duration, instanceStatus, megabytes, serviceUrl, urlsByZone } from './option-kinds.js';
import {
  applySettings,
  flag,
  listOf,
  milliseconds,
  oneOf,
  pairs,
  port,
  seconds,
  setting,
  text,
} from '@eureka-nest/runtime/settings';

const defaultZone = 'eureka.client.service-url.defaultZone';

/** Options of a client, with Spring's names and defaults. */
export class EurekaClientOptions {
  /** `false` turns the client off: it neither registers nor fetches. */
  @setting('eureka.client.enabled', flag)
  readonly enabled: boolean = true;

  /** The registries, preferred one first; `http://user:password@host:7001/eureka/` has a login. */
  @setting(defaultZone, listOf(serviceUrl))
  readonly serviceUrls: readonly string[] = ['http://localhost:8761/eureka/'];

  /** The registries of single zones, such as `z1=http://a/eureka/,z2=http://b/eureka/`. */
  @setting('eureka.client.service-urls-by-zone', urlsByZone)
  readonly serviceUrlsByZone: Readonly<Record<string, readonly string[]>> = {};

  /** The zones in order of preference. The own zone is the `zone` of the metadata, or the first. */
  @setting('eureka.client.availability-zones', listOf(text))
  readonly availabilityZones: readonly string[] = ['defaultZone'];

  /** `true` asks the registries of the own zone first, `false` last. */
  @setting('eureka.client.prefer-same-zone-eureka', flag)
  readonly preferSameZone: boolean = true;

  /** Reads the registries from TXT records in DNS, as on AWS, instead of the lists above. */
  @setting('eureka.client.use-dns-for-fetching-service-urls', flag)
  readonly useDnsForServiceUrls: boolean = false;

  /** The region of those records. */
  @setting('eureka.client.region', text)
  readonly region: string = 'us-east-1';

  /** The domain of those records: `txt.<region>.<domain>`, `txt.<zone>.<domain>`. */
  @setting('eureka.client.eureka-server-d-n-s-name', text)
  readonly dnsName?: string;

  /** The port of the registries in DNS. */
  @setting('eureka.client.eureka-server-port', port)
  readonly dnsPort: number = 8761;

  /** The path of the registries in DNS. */
  @setting('eureka.client.eureka-server-u-r-l-context', text)
  readonly dnsContext: string = 'eureka';

  /** Interval at which the host names of the registries are resolved again. */
  @setting('eureka.client.eureka-service-url-poll-interval-seconds', seconds)
  readonly serviceUrlPollIntervalSecs: number = 300;

  /** Registers this process. */
  @setting('eureka.client.register-with-eureka', flag)
  readonly registerWithEureka: boolean = true;

  /** Fetches the registry, to find other processes. */
  @setting('eureka.client.fetch-registry', flag)
  readonly fetchRegistry: boolean = true;

  /** Lets `start()` fail if no registry accepts the first registration. */
  @setting('eureka.client.should-enforce-registration-at-init', flag)
  readonly enforceRegistrationAtInit: boolean = false;

  /** Lets `start()` fail if no registry answers the first fetch and there is no backup. */
  @setting('eureka.client.should-enforce-fetch-registry-at-init', flag)
  readonly enforceFetchAtInit: boolean = false;

  /** Interval of the fetches. */
  @setting('eureka.client.registry-fetch-interval-seconds', seconds)
  readonly registryFetchIntervalSecs: number = 30;

  /** Reads the change feed of registries that have one, in addition to the fetches. */
  @setting('eureka.client.follow-changes', flag)
  readonly followChanges: boolean = true;

  /**
   * Lets such a registry remove this process if it dies. Off without `shouldUnregisterOnShutdown`.
   */
  @setting('eureka.client.presence', flag)
  readonly presence: boolean = true;

  /** The only virtual host name to fetch, in the case it was registered in. By default all are. */
  @setting('eureka.client.registry-refresh-single-vip-address', text)
  readonly singleVipAddress?: string;

  /** Always fetches the full registry, never a delta. */
  @setting('eureka.client.disable-delta', flag)
  readonly disableDelta: boolean = false;

  /** `compact` omits what callers rarely need from the cache, such as the metadata. */
  @setting('eureka.client.client-data-accept', oneOf('full', 'compact'))
  readonly clientDataAccept: 'full' | 'compact' = 'full';

  /** Lets the registries compress their responses. */
  @setting('eureka.client.g-zip-content', flag)
  readonly gzipContent: boolean = true;

  /** Returns only instances that are UP to callers. */
  @setting('eureka.client.filter-only-up-instances', flag)
  readonly filterOnlyUpInstances: boolean = true;

  /** Limit of a response. A larger one is rejected, and the last good registry stays cached. */
  @setting('eureka.client.max-answer-megabytes', megabytes)
  readonly maxAnswerMegabytes: number = 64;

  /** File with a backup of the cache, for a start without a registry; none by default. */
  @setting('eureka.client.backup-registry-file', text)
  readonly backupRegistryFile?: string;

  /** Interval of the health check, if there is one. */
  @setting('eureka.client.instance-info-replication-interval-seconds', seconds)
  readonly healthIntervalSecs: number = 30;

  /** Cancels the registration when the process stops. Otherwise its lease has to expire. */
  @setting('eureka.client.should-unregister-on-shutdown', flag)
  readonly shouldUnregisterOnShutdown: boolean = true;

  /** Time as OUT_OF_SERVICE before the cancellation, for callers that poll; see `stopping.md`. */
  @setting('eureka.client.drain-ms', duration)
  readonly drainMs: number = 0;

  /** Time to go on after the cancellation, for feed readers to turn away; at most 3000. */
  @setting('eureka.client.linger-ms', duration)
  readonly lingerMs: number = 200;

  /** Time limit for connecting to a registry. */
  @setting('eureka.client.eureka-server-connect-timeout-seconds', seconds)
  readonly connectTimeoutSecs: number = 5;

  /** Time limit for the response of a registry, to its last byte. */
  @setting('eureka.client.eureka-server-read-timeout-seconds', seconds)
  readonly readTimeoutSecs: number = 8;

  /** Longest pause between attempts; the first is about 100 ms, then it doubles. */
  @setting('eureka.client.back-off-cap-ms', milliseconds)
  readonly backOffCapMs: number = 2_000;

  /** PEM file with the certificate of a private authority, trusted besides the public ones. */
  @setting('eureka.client.tls.trust-certificate', text)
  readonly tlsTrustCertificate?: string;

  /** PEM file with the client certificate, for registries that require one. */
  @setting('eureka.client.tls.certificate', text)
  readonly tlsCertificate?: string;

  /** PEM file with the private key of that certificate. */
  @setting('eureka.client.tls.certificate-private-key', text)
  readonly tlsPrivateKey?: string;

  /** Name of the service, the same for all its instances. Callers may use any case. */
  @setting('spring.application.name', text)
  readonly appName: string = 'unknown';

  /** Name of a group of services; for display only. */
  @setting('eureka.instance.app-group-name', text)
  readonly appGroupName?: string;

  /** Names that callers look up, separated by commas; by default the name of the service. */
  @setting('eureka.instance.virtual-host-name', text)
  readonly virtualHostName?: string;

  /** Unique id, default `${hostname}:${appName}:${port}`; knows `${ipAddress}`, `${random}` too. */
  @setting('eureka.instance.instance-id', text)
  readonly instanceId?: string;

  /** Host name of this machine for others; by default its own name. */
  @setting('eureka.instance.hostname', text)
  readonly hostname?: string;

  /** Address of this machine for others; by default that of its first network interface. */
  @setting('eureka.instance.ip-address', text)
  readonly ipAddress?: string;

  /** Patterns of network interfaces to ignore, such as `docker0,veth.*`. */
  @setting('spring.cloud.inetutils.ignored-interfaces', listOf(text))
  readonly ignoredInterfaces: readonly string[] = [];

  /** Patterns or prefixes of acceptable addresses, such as `10.0,192.168`. */
  @setting('spring.cloud.inetutils.preferred-networks', listOf(text))
  readonly preferredNetworks: readonly string[] = [];

  /** Accepts private addresses only, and ignores the preferred networks. */
  @setting('spring.cloud.inetutils.use-only-site-local-interfaces', flag)
  readonly useOnlySiteLocalInterfaces: boolean = false;

  /** Registers the address in place of the host name. */
  @setting('eureka.instance.prefer-ip-address', flag)
  readonly preferIpAddress: boolean = false;

  /** Port of this process, if `start()` gets none. */
  @setting('eureka.instance.non-secure-port', port)
  readonly port?: number;

  /** Offers the port without TLS. */
  @setting('eureka.instance.non-secure-port-enabled', flag)
  readonly nonSecurePortEnabled: boolean = true;

  /** Offers a port with TLS. */
  @setting('eureka.instance.secure-port-enabled', flag)
  readonly securePortEnabled: boolean = false;

  /** Port with TLS, if it is not the one without; by default the same, as a server has one port. */
  @setting('eureka.instance.secure-port', port)
  readonly securePort?: number;

  /** Status of the first registration; an instance that is STARTING is listed, but not called. */
  @setting('eureka.instance.initial-status', instanceStatus)
  readonly initialStatus: InstanceStatus = 'UP';

  /** Interval of the heartbeats. */
  @setting('eureka.instance.lease-renewal-interval-in-seconds', seconds)
  readonly leaseRenewalIntervalSecs: number = 30;

  /** Duration of the lease without a heartbeat. A registry waits twice as long in fact. */
  @setting('eureka.instance.lease-expiration-duration-in-seconds', seconds)
  readonly leaseExpirationDurationSecs: number = 90;

  /** Metadata for callers, such as zone=z1,version=2. */
  @setting('eureka.instance.metadata-map', pairs)
  readonly metadata: Readonly<Record<string, string>> = {};

  /** Path of the instance's home page. */
  @setting('eureka.instance.home-page-url-path', text)
  readonly homePageUrlPath: string = '/';

  /** Path of the status page, which the registry's dashboard links to. */
  @setting('eureka.instance.status-page-url-path', text)
  readonly statusPageUrlPath: string = '/actuator/info';

  /** Path of the health check. */
  @setting('eureka.instance.health-check-url-path', text)
  readonly healthCheckUrlPath: string = '/actuator/health';

  constructor(given: Partial<EurekaClientOptions> = {}) {
    applySettings(this, given);
    Object.assign(this, checkOptions(this, defaultZone));
  }
}
