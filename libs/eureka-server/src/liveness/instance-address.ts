import type { ListedInstance } from '../core/registry/listed-instance.js';

export interface InstanceAddress {
  readonly host: string;
  readonly port: number;
}

/** Registered address of an instance; undefined without an enabled port or a host. */
export function instanceAddress(instance: ListedInstance): InstanceAddress | undefined {
  const { ipAddr, hostName, port, securePort } = instance;
  const [open] = [port, securePort].filter(({ enabled }) => enabled);
  const host = ipAddr || hostName;
  if (!open || !host || !Number.isInteger(open.number) || open.number < 1 || open.number > 65_535) {
    return undefined;
  }
  return { host, port: open.number };
}

export const hostAndPort = ({ host, port }: InstanceAddress): string => `${host}:${port}`;
