import type { Server } from 'node:http';

/**
 * To be called when a server is about to close, which by itself waits for two kinds of connections: one that is just being answered
 * stays open for its keep-alive time (72 s in Fastify), one that was opened ahead and never used for a minute (browsers do that).
 *
 * @param graceMs how long answers under way may take
 */
export function closeConnections(server: Server, graceMs = 300): void {
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), graceMs);
  server.once('close', () => {
    clearInterval(sweep);
    clearTimeout(end);
  });
}
