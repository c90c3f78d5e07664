import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import { instancesOf, type RegistrySnapshot } from './registry-snapshot.js';

/** One running copy of a service, in the shape of Spring's ServiceInstance. */
export interface ServiceInstance {
  /** The application's name, upper case. */
  readonly serviceId: string;
  readonly instanceId: string;
  /** The registered host name; the address if the instance prefers that. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** UP, unless `filterOnlyUpInstances` is off. */
  readonly status: InstanceStatus;
  readonly uri: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The instance's lastDirtyTimestamp; a newer one means that it was restarted or changed. */
  readonly version: number;
}

/** Number of instances that callers do not get, for one reason: `{ why: 'DOWN', count: 2 }`. */
export interface FilteredOut {
  readonly why: string;
  readonly count: number;
}

/** The usable instances of a registry by service name, in any case, ordered by id. */
export class ServiceView {
  /** Names of the services with a usable instance, in lower case, as Spring lists them. */
  readonly services: readonly string[];
  private readonly byVip = new Map<string, ServiceInstance[]>();
  private readonly byApp = new Map<string, ServiceInstance[]>();

  /** @param onlyUp true if only instances that are UP are usable; one without a port never is */
  constructor(
    private readonly snapshot: RegistrySnapshot,
    private readonly onlyUp = true,
  ) {
    const usable = [...instancesOf(snapshot)].filter((each) => this.filterReason(each) === undefined);
    usable.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    for (const instance of usable) {
      const callable = serviceInstance(instance);
      addToIndex(this.byApp, instance.app, callable);
      for (const vip of vipsOf(instance)) addToIndex(this.byVip, vip, callable);
    }
    this.services = [...this.byApp.keys()].map((app) => app.toLowerCase()).sort();
  }

  /**
   * Looks up by VIP, as Spring does, then by application name, because the VIP of a plain Netflix
   * client is its host and port.
   */
  instances(service: string): readonly ServiceInstance[] {
    const name = service.toUpperCase();
    return this.byVip.get(name) ?? this.byApp.get(name) ?? [];
  }

  /** Counts the unusable instances of a service. Computed on demand: only errors need it. */
  filteredOut(service: string): readonly FilteredOut[] {
    const name = service.toUpperCase();
    const counts = new Map<string, number>();
    for (const instance of instancesOf(this.snapshot)) {
      const why = this.filterReason(instance);
      if (why === undefined || !serviceNamesOf(instance).includes(name)) continue;
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
    return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1));
  }

  private filterReason({ status, port, securePort }: InstanceInfo): string | undefined {
    if (status !== 'UP' && this.onlyUp) return status;
    return port.enabled || securePort.enabled ? undefined : 'no port';
  }
}

export function serviceInstance(instance: InstanceInfo): ServiceInstance {
  const secure = instance.securePort.enabled;
  const port = (secure ? instance.securePort : instance.port).number;
  const host = instance.hostName;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    serviceId: instance.app,
    instanceId: idOf(instance),
    host,
    port,
    secure,
    status: instance.status,
    uri: `${secure ? 'https' : 'http'}://${authority}`,
    metadata: instance.metadata,
    version: instance.lastDirtyTimestamp,
  };
}

const vipsOf = ({ vipAddress = '' }: InstanceInfo): readonly string[] =>
  vipAddress.split(',').filter((vip) => vip !== '');

const serviceNamesOf = (instance: InstanceInfo): readonly string[] =>
  [...vipsOf(instance), instance.app].map((name) => name.toUpperCase());

function addToIndex(index: Map<string, ServiceInstance[]>, name: string, instance: ServiceInstance): void {
  const key = name.toUpperCase();
  const found = index.get(key);
  if (found) found.push(instance);
  else index.set(key, [instance]);
}
