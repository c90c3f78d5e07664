import { hostname, networkInterfaces } from 'node:os';

/** The name this machine calls itself. */
export const ownHostname = (): string => hostname() || 'localhost';

/** The first IPv4 address that others can see; this machine's own without a network. */
export function ownAddress(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()): string {
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
