import {
  type Applications,
  appsHashCode,
  idOf,
  type InstanceInfo,
  type InstanceStatus,
} from '@eureka-nest/protocol';
import { ownInstance } from '../core/own-instance.js';
import type { RegistrySink } from '../discovery/registry-source.js';
import { EurekaClient } from '../eureka-client.js';
import { EurekaClientOptions } from '../options/eureka-client.options.js';

/** Instance of a double: its URL, or the URL with more. */
export type ListedInstance =
  | string
  | {
      readonly url: string;
      readonly instanceId?: string;
      readonly status?: InstanceStatus;
      readonly metadata?: Readonly<Record<string, string>>;
    };

const silent = {
  debug: () => undefined,
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * A {@link EurekaClient} without a network, for tests:
 * `new EurekaClientDouble({ 'payment-service': ['http://127.0.0.1:8001'] })`.
 * Lookups, events and change streams are those of the real client. It counts as registered from its
 * start with a port to its stop.
 */
export class EurekaClientDouble extends EurekaClient {
  /** Statuses that the tested code has set, in order. */
  readonly statuses: InstanceStatus[] = [];
  /** Metadata that the tested code has set, merged. */
  readonly metadata: Record<string, string> = {};
  private readonly listed = new Map<string, readonly InstanceInfo[]>();
  private readonly sink: RegistrySink;
  private isRegistered = false;

  constructor(
    lists: Readonly<Record<string, readonly ListedInstance[]>> = {},
    options: Partial<EurekaClientOptions> = {},
  ) {
    const held: { sink?: RegistrySink } = {};
    const offline = { registerWithEureka: false, fetchRegistry: true, enabled: true };
    super(
      { ...options, ...offline },
      {
        logger: silent,
        source: (_failover, sink) => {
          held.sink = sink;
          return { start: () => undefined, refresh: async () => undefined, stop: async () => undefined };
        },
      },
    );
    this.sink = held.sink as RegistrySink;
    this.sink.replace(this.documentOf([]), 'double');
    for (const [service, list] of Object.entries(lists)) this.set(service, list);
    this.sink.endAttempt();
  }

  /** Lists the instances of a service in place of those that it had, and emits the changes. */
  set(service: string, list: readonly ListedInstance[]): void {
    const app = service.toUpperCase();
    const before = this.listed.get(app) ?? [];
    const now = list.map((each) => instanceOf(service, each));
    const ids = new Set(now.map(idOf));
    this.listed.set(app, now);
    const removed = before.filter((each) => !ids.has(idOf(each)));
    const changed = [
      ...removed.map((each) => ({ ...each, actionType: 'DELETED' as const })),
      ...now.map((each) => ({ ...each, actionType: 'ADDED' as const })),
    ];
    this.sink.applyDelta(this.documentOf(changed), 'double');
  }

  override get registered(): boolean {
    return this.isRegistered;
  }

  override async start(port = this.options.port): Promise<void> {
    await super.start();
    this.isRegistered = port !== undefined;
  }

  override async stop(): Promise<void> {
    this.isRegistered = false;
    await super.stop();
  }

  override async whenRegistered(): Promise<boolean> {
    return this.isRegistered;
  }

  override async setStatus(status: InstanceStatus): Promise<boolean> {
    this.statuses.push(status);
    return this.isRegistered;
  }

  override async setMetadata(metadata: Readonly<Record<string, string>>): Promise<boolean> {
    Object.assign(this.metadata, metadata);
    return this.isRegistered;
  }

  private documentOf(instances: readonly InstanceInfo[]): Applications {
    const names = [...new Set(instances.map(({ app }) => app))];
    const applications = names.map((name) => ({
      name,
      instances: instances.filter(({ app }) => app === name),
    }));
    return { version: '1', hashCode: appsHashCode([...this.listed.values()].flat()), applications };
  }
}

function instanceOf(service: string, given: ListedInstance): InstanceInfo {
  const {
    url,
    instanceId,
    status = 'UP',
    metadata = {},
  } = typeof given === 'string' ? { url: given } : given;
  if (!URL.canParse(url))
    throw new TypeError(`${url} is not the URL of an instance, such as http://127.0.0.1:8001`);
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = new EurekaClientOptions({
    appName: service.toLowerCase(),
    securePortEnabled: isSecure,
    nonSecurePortEnabled: !isSecure,
    initialStatus: status,
    metadata,
    ...(instanceId !== undefined && { instanceId }),
  });
  const number = Number(port) || (isSecure ? 443 : 80);
  return ownInstance({ ...options, hostname: host, ipAddress: host }, number, Date.now(), Math.random);
}
