import type { FastifyInstance } from 'fastify';

/**
 * Refuses a request with several `Host` headers, as RFC 9112 (3.2) demands and Tomcat does: Node
 * reads the first, and a proxy in between may have gone by another.
 */
export function refuseSeveralHosts(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw: { rawHeaders } }, reply, done) => {
    let hosts = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at]!;
      if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
    }
    if (hosts > 1) void reply.code(400).send();
    else done();
  });
}
