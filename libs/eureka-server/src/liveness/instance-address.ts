import type { ListedInstance } from '../core/listed-instance.js';

export interface InstanceAddress {
  readonly host: string;
  readonly port: number;
}

/** Registered address of an instance; undefined without an enabled port or a host. */
export function instanceAddress(instance: ListedInstance): InstanceAddress | undefined {
  const { ipAddr, hostName, port, securePort } = instance;
  const [open] = [port, securePort].filter(({ enabled }) => enabled);
  // An IPv6 address may be registered in brackets, as in a URL.
  const host = (ipAddr || hostName)?.replace(/^\[(.*)\]$/, '$1');
  if (!open || !host || !Number.isInteger(open.number) || open.number < 1 || open.number > 65_535) {
    return undefined;
  }
  return { host, port: open.number };
}

export const hostAndPort = ({ host, port }: InstanceAddress): string => `${host}:${port}`;
