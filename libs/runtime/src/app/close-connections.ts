import type { Server } from 'node:http';

/**
 * Closes idle connections of a server that is about to close, and all of them after a grace period.
 * Otherwise closing takes as long as the keep-alive time (72 s in Fastify) of a connection that is
 * being answered, or a minute for one that a browser opened ahead and never used.
 *
 * @param graceMs time for responses in flight
 */
export function closeConnections(server: Server, graceMs = 300): void {
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), graceMs);
  server.once('close', () => {
    clearInterval(sweep);
    clearTimeout(end);
  });
}
