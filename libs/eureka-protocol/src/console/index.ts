/**
 * Types of what the console's page and a registry exchange. All times are milliseconds of the
 * registry's clock; a key is `APP/instanceId`, with `%2F` for a slash in the application's name.
 */

export type ConsoleStatus = 'UP' | 'DOWN' | 'STARTING' | 'OUT_OF_SERVICE' | 'UNKNOWN';

/** One registered instance, as the console shows it. */
export interface ConsoleInstance {
  readonly key: string;
  readonly app: string;
  readonly id: string;
  readonly host: string;
  readonly ip: string;
  readonly port?: number;
  readonly securePort?: number;
  readonly vip?: string;
  readonly secureVip?: string;
  /** Status that clients see. */
  readonly status: ConsoleStatus;
  /** Status that the instance itself sent last. */
  readonly ownStatus: ConsoleStatus;
  /** Status that an operator set; it wins over the own status. */
  readonly override?: ConsoleStatus;
  readonly zone?: string;
  readonly version?: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Only http and https URLs. */
  readonly homePageUrl?: string;
  readonly statusPageUrl?: string;
  readonly healthCheckUrl?: string;
  readonly registeredAt: number;
  readonly upSince?: number;
  readonly renewedAt: number;
  /** Lease as the instance asked for it; `expiresAt` includes Netflix's doubling, if it applies. */
  readonly leaseMs: number;
  readonly renewalMs: number;
  readonly expiresAt: number;
  readonly dirtyAt: number;
  readonly changedAt: number;
  /** True while the instance reads the change feed under its own name. */
  readonly isConnected?: boolean;
}

export interface ConsoleSelfPreservation {
  readonly isEnabled: boolean;
  /** True while no expired lease is evicted. */
  readonly isOn: boolean;
  readonly expectedClients: number;
  readonly expectedPerMinute: number;
  readonly thresholdPercent: number;
  readonly threshold: number;
  readonly receivedLastMinute: number;
  readonly receivedThisMinute: number;
  readonly missing: number;
  /** Text of the original's banner (English, as Java has it), if one is shown. */
  readonly banner?: string;
  /** Keys that would be evicted now if it were off: the first of them, and how many there are. */
  readonly expired: readonly string[];
  readonly expiredCount: number;
  readonly evictionLimit: number;
  /** Number of instances from which on one dead instance is evicted. */
  readonly evictsFrom: number;
}

export interface ConsolePeer {
  readonly index: number;
  readonly url: string;
  readonly state: 'in-step' | 'behind' | 'unreachable' | 'starting' | 'refused';
  readonly since: number;
  readonly reason?: string;
  readonly queued: number;
  readonly oldestQueuedAt?: number;
  readonly lastContactAt?: number;
  readonly lagMs?: number;
  /** True if it speaks our comparison; a Java peer is compared by its list. */
  readonly isOurs?: boolean;
}

export interface ConsoleActivity {
  readonly number: number;
  readonly at: number;
  readonly kind:
    | 'registered'
    | 'cancelled'
    | 'evicted'
    | 'disconnected'
    | 'status'
    | 'override'
    | 'metadata'
    | 'action'
    | 'server';
  readonly key?: string;
  /** Author of it: `client`, `peer URL`, `operator NAME`, `registry`. */
  readonly by: string;
  /** Details for programs, such as `{ from: 'UP', to: 'DOWN' }`, `{ reason: 'lease expired' }`. */
  readonly detail: Readonly<Record<string, string>>;
  readonly result?: string;
}

export interface ConsoleCall {
  readonly service: string;
  /** Key of the instance called, or its URL if it is not registered. */
  readonly target: string;
  readonly at: number;
  readonly ms: number;
  readonly outcome: 'ok' | 'failed' | 'refused' | 'timeout' | 'aborted';
  readonly status?: number;
}

/** Calls of a consumer, as it reports them itself; also the body of its endpoint's events. */
export interface ConsoleConsumer {
  readonly key: string;
  readonly calls: readonly ConsoleCall[];
  readonly ejected: readonly string[];
  /** Age of its copy of the registry. */
  readonly copyAgeMs?: number;
  readonly registry?: string;
}

export interface ConsoleMinute {
  readonly at: number;
  readonly received: number;
  readonly threshold: number;
}

export interface ConsoleHello {
  readonly node: string;
  readonly name: string;
  readonly url: string;
  readonly version: string;
  readonly environment: string;
  readonly datacenter: string;
  readonly startedAt: number;
  readonly now: number;
  readonly isReadOnly: boolean;
  /** Reason why actions are off: not enabled, or the login lacks the role. */
  readonly actions: {
    readonly enabled: boolean;
    readonly reason?: 'off' | 'login' | 'role' | 'read-only';
    readonly token?: string;
    readonly user?: string;
  };
  /** Heartbeats of the last hour, oldest first. */
  readonly history: readonly ConsoleMinute[];
}

/** Events of `GET console/api/events`, by name of the event. */
export interface ConsoleEvents {
  readonly hello: ConsoleHello;
  /** Snapshot in parts of at most 500; the page replaces its copy when the last part has come. */
  readonly instances: {
    readonly part: number;
    readonly isLast: boolean;
    readonly instances: readonly ConsoleInstance[];
  };
  readonly changes: { readonly put: readonly ConsoleInstance[]; readonly removed: readonly string[] };
  /** Renewals (at most 4 events a second, 500 keys each; the rest is counted and comes later). */
  readonly heartbeats: {
    readonly at: number;
    readonly renewed: readonly (readonly [key: string, at: number])[];
    readonly omitted: number;
  };
  /** State of the registry, once a second at most, and when a part of it changes. */
  readonly state: {
    readonly now: number;
    readonly selfPreservation: ConsoleSelfPreservation;
    readonly peers: readonly ConsolePeer[];
    /** The last minute whose heartbeats were counted; left out during the first one. */
    readonly minute?: ConsoleMinute;
    /** Open consoles. */
    readonly readers: number;
    readonly memoryBytes: number;
  };
  readonly activity: { readonly entries: readonly ConsoleActivity[] };
  readonly calls: { readonly consumers: readonly ConsoleConsumer[] };
}

/** `GET console/api/peers/:index/comparison`. */
export interface ConsoleComparison {
  readonly peer: string;
  readonly at: number;
  readonly here: number;
  readonly there: number;
  /** The first 1,000; `total` counts all. */
  readonly differences: readonly ConsoleDifference[];
  readonly total: number;
}
export interface ConsoleSide {
  readonly status: ConsoleStatus;
  readonly override?: ConsoleStatus;
  readonly dirtyAt: number;
}
export interface ConsoleDifference {
  readonly key: string;
  readonly kind: 'missing-here' | 'missing-there' | 'status' | 'override' | 'content';
  readonly here?: ConsoleSide;
  readonly there?: ConsoleSide;
  readonly newer: 'here' | 'there' | 'same' | 'unknown';
}

/**
 * Body of `POST console/api/actions`; the header `Eureka-Nest-Console` has the token of `hello`.
 */
export type ConsoleAction =
  | { readonly action: 'out-of-service' | 'in-service' | 'remove'; readonly key: string }
  | {
      readonly action: 'metadata';
      readonly key: string;
      readonly metadata: Readonly<Record<string, string>>;
    };
export interface ConsoleActionResult {
  readonly ok: boolean;
  readonly message: string;
  readonly code?: ConsoleFailureCode;
}

/** Reasons of a failure that the page words in the reader's language; others are shown as sent. */
export type ConsoleFailureCode =
  | 'no-instance'
  | 'no-override'
  | 'unsafe-metadata'
  | 'token'
  | 'off'
  | 'login'
  | 'role'
  | 'read-only'
  | 'other-site'
  | 'too-many-readers'
  | 'no-peer'
  | 'busy'
  | 'peer-down'
  | 'other-environment'
  | 'stopping';

/** `GET console/lab`; the page shows the lab's tab only if this answers 200. */
export interface LabHello {
  readonly token: string;
  readonly timings: 'classic' | 'fast';
  readonly processes: readonly LabProcess[];
}
export interface LabProcess {
  readonly name: string;
  readonly kind: 'registry' | 'provider' | 'consumer';
  readonly port: number;
  readonly state: 'running' | 'starting' | 'stopping' | 'stopped' | 'killed';
  readonly pid?: number;
  readonly since: number;
  readonly behaviour?: LabBehaviour;
}
export interface LabBehaviour {
  readonly delayMs: number;
  readonly failWith?: number;
}
/** Body of `POST console/lab/actions`; the token is in the header `Eureka-Nest-Lab`. */
export type LabAction =
  | { readonly action: 'stop' | 'kill' | 'start' | 'drain'; readonly name: string }
  | { readonly action: 'behave'; readonly name: string; readonly behaviour: LabBehaviour }
  | { readonly action: 'timings'; readonly timings: 'classic' | 'fast' }
  | { readonly action: 'call'; readonly times: number };
/** Events of `GET console/lab/events`. */
export interface LabEvents {
  readonly processes: { readonly timings: 'classic' | 'fast'; readonly processes: readonly LabProcess[] };
  /** One call of the consumer: who answered, and the time since the last change made in the lab. */
  readonly call: {
    readonly number: number;
    readonly at: number;
    readonly ms: number;
    readonly status?: number;
    readonly port?: number;
    readonly error?: string;
    readonly sinceChangeMs?: number;
  };
  readonly log: { readonly at: number; readonly name: string; readonly line: string };
}
