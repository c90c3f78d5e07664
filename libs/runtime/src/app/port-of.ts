import type { AddressInfo, Server } from 'node:net';

/** The port that a server really listens on; 0 while it does not. */
export const portOf = (server: Server): number => (server.address() as AddressInfo | null)?.port ?? 0;
