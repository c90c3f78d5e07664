import type { AddressInfo, Server } from 'node:net';

/** Port that a server listens on; 0 while it does not listen. */
export const listeningPort = (server: Server): number => (server.address() as AddressInfo | null)?.port ?? 0;
