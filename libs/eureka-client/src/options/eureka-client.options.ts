import type { InstanceStatus } from '@eureka-nest/protocol';
import { checked, instanceStatus, megabytes, urlsByZone } from './option-checks.js';
import {
  applySettings,
  count,
  flag,
  listOf,
  milliseconds,
  oneOf,
  pairs,
  port,
  seconds,
  setting,
  text,
  url,
} from './settings.js';

const defaultZone = 'eureka.client.service-url.defaultZone';

/** What a Eureka client may be told, in Spring's names and with its defaults. */
export class EurekaClientOptions {
  /** Whether there is a registry at all; without one nothing registers and nothing is found. */
  @setting('eureka.client.enabled', flag)
  readonly enabled: boolean = true;

  /** The registries, the preferred one first; a login may stand in front of the host, as in `http://user:password@host:7001/eureka/`. */
  @setting(defaultZone, listOf(url))
  readonly serviceUrls: readonly string[] = ['http://localhost:8761/eureka/'];

  /** The registries of single zones, such as `z1=http://a:7001/eureka/ http://b:7001/eureka/,z2=http://c:7001/eureka/`; a zone without an entry has the ones above. */
  @setting('eureka.client.service-urls-by-zone', urlsByZone)
  readonly serviceUrlsByZone: Readonly<Record<string, readonly string[]>> = {};

  /** The zones whose registries are asked, in this order; one's own is the `zone` of the metadata, or the first. */
  @setting('eureka.client.availability-zones', listOf(text))
  readonly availabilityZones: readonly string[] = ['defaultZone'];

  /** Whether the registries of one's own zone are asked first, or last. */
  @setting('eureka.client.prefer-same-zone-eureka', flag)
  readonly preferSameZone: boolean = true;

  /** Whether the registries are listed by a name server, in TXT records as in Amazon's cloud, and not above. */
  @setting('eureka.client.use-dns-for-fetching-service-urls', flag)
  readonly useDnsForServiceUrls: boolean = false;

  /** The region whose registries the name server is asked for. */
  @setting('eureka.client.region', text)
  readonly region: string = 'us-east-1';

  /** The domain of those records: `txt.<region>.<domain>` lists the zones, `txt.<zone>.<domain>` the hosts of one. */
  @setting('eureka.client.eureka-server-d-n-s-name', text)
  readonly dnsName?: string;

  /** The port of the registries that are listed there. */
  @setting('eureka.client.eureka-server-port', port)
  readonly dnsPort: number = 8761;

  /** The path of the registries that are listed there. */
  @setting('eureka.client.eureka-server-u-r-l-context', text)
  readonly dnsContext: string = 'eureka';

  /** How often the names of the registries are looked up again. */
  @setting('eureka.client.eureka-service-url-poll-interval-seconds', seconds)
  readonly serviceUrlPollIntervalSecs: number = 300;

  /** Whether this process can be found by others. */
  @setting('eureka.client.register-with-eureka', flag)
  readonly registerWithEureka: boolean = true;

  /** Whether this process finds others. */
  @setting('eureka.client.fetch-registry', flag)
  readonly fetchRegistry: boolean = true;

  /** Whether `start()` fails when no registry takes the first registration; otherwise the client waits for one in the background. */
  @setting('eureka.client.should-enforce-registration-at-init', flag)
  readonly enforceRegistrationAtInit: boolean = false;

  /** Whether `start()` fails when no registry answers the first fetch, nor a backup is there; otherwise the client waits in the background. */
  @setting('eureka.client.should-enforce-fetch-registry-at-init', flag)
  readonly enforceFetchAtInit: boolean = false;

  /** How often the copy of the registry is brought up to date. */
  @setting('eureka.client.registry-fetch-interval-seconds', seconds)
  readonly registryFetchIntervalSecs: number = 30;

  /** Whether a registry that tells its changes as they happen is followed; Java's do not, and are asked at the interval above. */
  @setting('eureka.client.follow-changes', flag)
  readonly followChanges: boolean = true;

  /** Whether such a registry looks after this process when that connection breaks, and takes it out when its port refuses too; else it stays until its lease is over. */
  @setting('eureka.client.presence', flag)
  readonly presence: boolean = true;

  /** The one virtual host name that is fetched, in the case it was registered in; left out, all of the registry is. */
  @setting('eureka.client.registry-refresh-single-vip-address', text)
  readonly singleVipAddress?: string;

  /** Always fetch the whole registry, never just the changes. */
  @setting('eureka.client.disable-delta', flag)
  readonly disableDelta: boolean = false;

  /** `compact` leaves out of the copy what callers seldom need, such as the metadata. */
  @setting('eureka.client.client-data-accept', oneOf('full', 'compact'))
  readonly clientDataAccept: 'full' | 'compact' = 'full';

  /** Whether the registries may pack their answers. */
  @setting('eureka.client.g-zip-content', flag)
  readonly gzipContent: boolean = true;

  /** Whether callers are shown only instances that are UP. */
  @setting('eureka.client.filter-only-up-instances', flag)
  readonly filterOnlyUpInstances: boolean = true;

  /** An answer larger than this is not read to its end; the last good copy stays. */
  @setting('eureka.client.max-answer-megabytes', megabytes)
  readonly maxAnswerMegabytes: number = 64;

  /** Where the last copy of the registry is kept on disk, for a start while no registry answers; left out, it is not kept. */
  @setting('eureka.client.backup-registry-file', text)
  readonly backupRegistryFile?: string;

  /** How often a process is asked for its health, where it has one. */
  @setting('eureka.client.instance-info-replication-interval-seconds', seconds)
  readonly healthIntervalSecs: number = 30;

  /** Whether a process that stops takes itself out of the registry; otherwise its lease has to run out. */
  @setting('eureka.client.should-unregister-on-shutdown', flag)
  readonly shouldUnregisterOnShutdown: boolean = true;

  /** How long a process that stops stands in the registry as OUT_OF_SERVICE before it takes itself out, so that callers turn away while it still answers; at most 3000. */
  @setting('eureka.client.drain-ms', count)
  readonly drainMs: number = 0;

  /** How long a process that has taken itself out still answers, so that callers that follow the changes have turned away before its port closes; at most 3000. Not after a drain, for they had by then. */
  @setting('eureka.client.linger-ms', count)
  readonly lingerMs: number = 200;

  /** How long connecting to a registry may take. */
  @setting('eureka.client.eureka-server-connect-timeout-seconds', seconds)
  readonly connectTimeoutSecs: number = 5;

  /** How long the answer of a registry may take, to its last byte. */
  @setting('eureka.client.eureka-server-read-timeout-seconds', seconds)
  readonly readTimeoutSecs: number = 8;

  /** The longest wait between two tries while no registry answers; the first is about 100 ms, then it doubles. */
  @setting('eureka.client.back-off-cap-ms', milliseconds)
  readonly backOffCapMs: number = 2_000;

  /** Whom to trust, beside the usual authorities: a PEM file with the certificate of the registries' own authority. */
  @setting('eureka.client.tls.trust-certificate', text)
  readonly tlsTrustCertificate?: string;

  /** What to show to registries that ask for it: a PEM file with the certificate of this client. */
  @setting('eureka.client.tls.certificate', text)
  readonly tlsCertificate?: string;

  /** The PEM file with the private key of that certificate. */
  @setting('eureka.client.tls.certificate-private-key', text)
  readonly tlsPrivateKey?: string;

  /** The name of the service, the same for all its instances; callers look it up in any case. */
  @setting('spring.application.name', text)
  readonly appName: string = 'unknown';

  /** A name for several services together; only shown. */
  @setting('eureka.instance.app-group-name', text)
  readonly appGroupName?: string;

  /** The name that callers look up, several separated by commas; left out, the name of the service. */
  @setting('eureka.instance.virtual-host-name', text)
  readonly virtualHostName?: string;

  /** What tells the instances of a service apart; left out, it is `${hostname}:${appName}:${port}`, and it may be another template of these, `${ipAddress}` and `${random}`. */
  @setting('eureka.instance.instance-id', text)
  readonly instanceId?: string;

  /** The name others reach this machine by; left out, the one it calls itself. */
  @setting('eureka.instance.hostname', text)
  readonly hostname?: string;

  /** The address others reach this machine by; left out, that of its first network interface. */
  @setting('eureka.instance.ip-address', text)
  readonly ipAddress?: string;

  /** Patterns of network interfaces whose address is not taken, such as `docker0,veth.*`. */
  @setting('spring.cloud.inetutils.ignored-interfaces', listOf(text))
  readonly ignoredInterfaces: readonly string[] = [];

  /** Patterns, or beginnings, of the addresses that may be taken, such as `10.0,192.168`. */
  @setting('spring.cloud.inetutils.preferred-networks', listOf(text))
  readonly preferredNetworks: readonly string[] = [];

  /** Whether only private addresses may be taken; the preferred networks are not looked at then. */
  @setting('spring.cloud.inetutils.use-only-site-local-interfaces', flag)
  readonly useOnlySiteLocalInterfaces: boolean = false;

  /** Whether others are given the address in place of the host name. */
  @setting('eureka.instance.prefer-ip-address', flag)
  readonly preferIpAddress: boolean = false;

  /** The port this process is called at, where `start()` is not told one. */
  @setting('eureka.instance.non-secure-port', port)
  readonly port?: number;

  /** Whether others may call without TLS. */
  @setting('eureka.instance.non-secure-port-enabled', flag)
  readonly nonSecurePortEnabled: boolean = true;

  /** Whether others are to call over TLS, at the same port. */
  @setting('eureka.instance.secure-port-enabled', flag)
  readonly securePortEnabled: boolean = false;

  /** What this process registers as; STARTING is there but not called. */
  @setting('eureka.instance.initial-status', instanceStatus)
  readonly initialStatus: InstanceStatus = 'UP';

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
    Object.assign(this, checked(this, defaultZone));
  }
}
