import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import { authorityOf } from './authority.js';

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

export function serviceInstance(instance: InstanceInfo): ServiceInstance {
  const secure = instance.securePort.enabled;
  const port = (secure ? instance.securePort : instance.port).number;
  const host = instance.hostName;
  return {
    serviceId: instance.app,
    instanceId: idOf(instance),
    host,
    port,
    secure,
    status: instance.status,
    uri: `${secure ? 'https' : 'http'}://${authorityOf(host, port)}`,
    metadata: instance.metadata,
    version: instance.lastDirtyTimestamp,
  };
}
