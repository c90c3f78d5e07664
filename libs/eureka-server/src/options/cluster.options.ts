import { count, listOf, milliseconds, oneOf, path, setting, text, url } from '@eureka-nest/runtime/settings';
import { AccessOptions } from './access.options.js';

/** Address of a server, its peers, and replication between them. */
export class ClusterOptions extends AccessOptions {
  /** Base URLs of the other servers; this server's own URL is ignored. None: a single server. */
  @setting('eureka.client.service-url.defaultZone', listOf(url))
  readonly peers: readonly string[] = [];

  /**
   * Base URL whose host name is resolved, at start and then repeatedly: each of its addresses is a
   * peer.
   */
  @setting('eureka.server.peers-dns', url)
  readonly peersDns?: string;

  /** Interval at which `peersDns` is resolved (Java 600000). */
  @setting('eureka.server.peer-eureka-nodes-update-interval-ms', milliseconds)
  readonly peerEurekaNodesUpdateIntervalMs: number = 10_000;

  /**
   * Base URL of this server, by which it recognizes itself among the peers. Default: host name and
   * port.
   */
  @setting('eureka.server.my-url', url)
  readonly myUrl!: string;

  /** Host name in this server's default base URL. */
  @setting('eureka.instance.hostname', text)
  readonly hostname: string = 'localhost';

  /**
   * `course` replaces `localhost` in registry URLs by `eureka<port>.com`, as in the course's hosts
   * file.
   */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  /** Path of the API. It must end in `/eureka`, as in `/context/eureka`. */
  @setting('eureka.server.path', path)
  readonly path: string = '/eureka';

  /**
   * Environment, shown on the page. Servers of different environments do not replicate to each
   * other.
   */
  @setting('eureka.environment', text)
  readonly environment: string = 'test';

  /** Data center, shown on the page. */
  @setting('eureka.datacenter', text)
  readonly datacenter: string = 'default';

  /** Time after which a server reports ready (`/health/ready`) although no peer responds. */
  @setting('eureka.server.wait-for-peers-ms', milliseconds)
  readonly waitForPeersMs: number = 10_000;

  /** Longest pause between two attempts of the initial sync. */
  @setting('eureka.server.registry-sync-retry-wait-ms', milliseconds)
  readonly registrySyncRetryWaitMs: number = 30_000;

  /** Connect timeout to a peer (Spring Cloud 200). */
  @setting('eureka.server.peer-node-connect-timeout-ms', milliseconds)
  readonly peerNodeConnectTimeoutMs: number = 1_000;

  /** Response timeout of a peer (Spring Cloud 200). */
  @setting('eureka.server.peer-node-read-timeout-ms', milliseconds)
  readonly peerNodeReadTimeoutMs: number = 5_000;

  /** Maximum size of a peer's response in bytes; the largest is its whole registry. */
  @setting('eureka.server.max-peer-answer-bytes', count)
  readonly maxPeerAnswerBytes: number = 134_217_728;

  /** Maximum time for which a heartbeat waits for others, to share a batch. */
  @setting('eureka.server.max-batching-delay-ms', milliseconds)
  readonly maxBatchingDelayMs: number = 500;

  /** Maximum time for which any other change waits for others (Java 500). */
  @setting('eureka.server.max-change-delay-ms', milliseconds)
  readonly maxChangeDelayMs: number = 10;

  /** Idle time after which a peer is probed with an empty batch. */
  @setting('eureka.server.peer-probe-interval-ms', milliseconds)
  readonly peerProbeIntervalMs: number = 2_000;

  /**
   * Interval at which the registry is compared with each peer that is not Java's; 0 turns it off.
   */
  @setting('eureka.server.peer-comparison-interval-ms', count)
  readonly peerComparisonIntervalMs: number = 3_000;

  /** Queue limit per peer; beyond it the oldest change is dropped. */
  @setting('eureka.server.max-elements-in-peer-replication-pool', count)
  readonly maxElementsInPeerReplicationPool: number = 10_000;

  /** Time after which a queued cancel or status change is dropped. */
  @setting('eureka.server.max-time-for-replication', milliseconds)
  readonly maxTimeForReplicationMs: number = 30_000;

  /** Maximum size of a batch from a peer, in bytes. */
  @setting('eureka.server.max-batch-bytes', count)
  readonly maxBatchBytes: number = 16_777_216;
}
