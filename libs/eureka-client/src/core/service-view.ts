import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { instancesOf, type LocalRegistry } from './registry-snapshot.js';

/** One running copy of a service, as a caller needs it. The shape of Spring's ServiceInstance. */
export interface ServiceInstance {
  /** The application's name, upper case. */
  readonly serviceId: string;
  readonly instanceId: string;
  /** The registered host name: the address where the instance prefers that. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly uri: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The instance's lastDirtyTimestamp: a newer one means that it was started or changed since. */
  readonly version: number;
}

/** Instances that callers are not shown, and why: `{ why: 'DOWN', count: 2 }`. */
export interface FilteredOut {
  readonly why: string;
  readonly count: number;
}

/** What callers see of a registry: the instances that can be called, in the order of their ids, by name whatever its case. */
export class ServiceView {
  /** In lower case, as Spring lists them; a service without an instance that is UP is left out. */
  readonly services: readonly string[];
  private readonly byVip = new Map<string, ServiceInstance[]>();
  private readonly byApp = new Map<string, ServiceInstance[]>();

  /** @param onlyUp whether to leave out those that are not UP; those without a port are left out always */
  constructor(
    private readonly registry: LocalRegistry,
    private readonly onlyUp = true,
  ) {
    const shown = [...instancesOf(registry)].filter((each) => this.whyNot(each) === undefined);
    shown.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    for (const instance of shown) {
      const asCalled = serviceInstance(instance);
      add(this.byApp, instance.app, asCalled);
      for (const vip of vipsOf(instance)) add(this.byVip, vip, asCalled);
    }
    this.services = [...this.byApp.keys()].map((app) => app.toLowerCase()).sort();
  }

  /** By vip, as Spring does; and by application name, since a plain Netflix client's vip is its host and port. */
  instances(service: string): readonly ServiceInstance[] {
    const name = service.toUpperCase();
    return this.byVip.get(name) ?? this.byApp.get(name) ?? [];
  }

  /** Those that go by this name and are not shown. Counted when it is asked, which is when nobody can be called. */
  filteredOut(service: string): readonly FilteredOut[] {
    const name = service.toUpperCase();
    const counts = new Map<string, number>();
    for (const instance of instancesOf(this.registry)) {
      const why = this.whyNot(instance);
      if (why === undefined || !namesOf(instance).includes(name)) continue;
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
    return [...counts].map(([why, count]) => ({ why, count })).sort((a, b) => (a.why < b.why ? -1 : 1));
  }

  private whyNot({ status, port, securePort }: InstanceInfo): string | undefined {
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
    uri: `${secure ? 'https' : 'http'}://${authority}`,
    metadata: instance.metadata,
    version: instance.lastDirtyTimestamp,
  };
}

const vipsOf = ({ vipAddress = '' }: InstanceInfo): readonly string[] =>
  vipAddress.split(',').filter((vip) => vip !== '');

const namesOf = (instance: InstanceInfo): readonly string[] =>
  [...vipsOf(instance), instance.app].map((name) => name.toUpperCase());

function add(index: Map<string, ServiceInstance[]>, name: string, instance: ServiceInstance): void {
  const key = name.toUpperCase();
  const found = index.get(key);
  if (found) found.push(instance);
  else index.set(key, [instance]);
}
