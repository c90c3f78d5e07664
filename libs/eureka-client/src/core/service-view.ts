import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { instancesOf, type LocalRegistry } from './local-registry.js';

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

/** What callers see of a registry: the instances that can be called, in the order of their ids, by name whatever its case. */
export class ServiceView {
  /** In lower case, as Spring lists them; a service without an instance that is UP is left out. */
  readonly services: readonly string[];
  private readonly byVip = new Map<string, ServiceInstance[]>();
  private readonly byApp = new Map<string, ServiceInstance[]>();

  /** @param onlyUp whether to leave out those that are not UP; those without a port are left out always */
  constructor(registry: LocalRegistry, onlyUp = true) {
    const shown = [...instancesOf(registry)].filter(
      ({ status, port, securePort }) => (status === 'UP' || !onlyUp) && (port.enabled || securePort.enabled),
    );
    shown.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    for (const instance of shown) {
      const asCalled = serviceInstance(instance);
      add(this.byApp, instance.app, asCalled);
      for (const vip of (instance.vipAddress ?? '').split(',')) if (vip) add(this.byVip, vip, asCalled);
    }
    this.services = [...this.byApp.keys()].map((app) => app.toLowerCase()).sort();
  }

  /** By vip, as Spring does; and by application name, since a plain Netflix client's vip is its host and port. */
  instances(service: string): readonly ServiceInstance[] {
    const name = service.toUpperCase();
    return this.byVip.get(name) ?? this.byApp.get(name) ?? [];
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

function add(index: Map<string, ServiceInstance[]>, name: string, instance: ServiceInstance): void {
  const key = name.toUpperCase();
  const found = index.get(key);
  if (found) found.push(instance);
  else index.set(key, [instance]);
}
