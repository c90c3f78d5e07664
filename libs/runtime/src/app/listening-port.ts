import type { AddressInfo, Server } from 'node:net';

/** The port that a server really listens on; 0 while it does not. */
export const listeningPort = (server: Server): number => (server.address() as AddressInfo | null)?.port ?? 0;
