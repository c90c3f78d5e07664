import type { FastifyInstance } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerLogger } from '../log/server-logger.js';
import type { Login } from '../options/access.options.js';

/** Bound of the memory of addresses; a failure from any further address is not logged. */
const MAX_LOGGED_ADDRESSES = 1000;

/**
 * HTTP basic authentication for all routes of this Fastify instance. A failure is a 401 without a
 * body, which makes clients fail over to their next registry. It is logged once per address, and
 * again after a success from there.
 *
 * Not @fastify/basic-auth, which reads UTF-8 only: Java's clients (Jersey's filter, Spring's
 * RestClient) send ISO-8859-1.
 */
export function requireLogin(
  app: FastifyInstance,
  { name, password }: Login,
  logger: Pick<ServerLogger, 'warn'>,
): void {
  const accepted = (['utf8', 'latin1'] as const).map((charset) =>
    digest(Buffer.from(`${name}:${password}`, charset)),
  );
  const logged = new Set<string>();
  app.addHook('onRequest', (request, reply, done) => {
    const { authorization } = request.headers;
    const given = digest(credentialsIn(authorization));
    if (accepted.filter((each) => timingSafeEqual(each, given)).length > 0) {
      logged.delete(request.ip);
      return done();
    }
    if (!logged.has(request.ip) && logged.size < MAX_LOGGED_ADDRESSES) {
      logged.add(request.ip);
      const reason = authorization === undefined ? 'no credentials' : 'wrong credentials';
      logger.warn(`login refused for ${request.ip}: ${reason}`);
    }
    void reply.code(401).header('www-authenticate', 'Basic realm="Eureka", charset="UTF-8"').send();
  });
}

/** Digests have one length, so the time of a comparison reveals nothing. */
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

function credentialsIn(authorization = ''): Buffer {
  const [, encoded = ''] = /^basic +([\w+/=-]+)$/i.exec(authorization) ?? [];
  return Buffer.from(encoded, 'base64');
}
