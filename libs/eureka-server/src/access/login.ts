import type { FastifyInstance } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerLogger } from '../log/server-logger.js';

export interface Login {
  readonly name: string;
  readonly password: string;
}

/** More callers than anybody watches; beyond them the log is silent. */
const mostTold = 1000;

/**
 * Everything below asks for HTTP basic authentication from now on. Who fails is answered 401 without a body, which sends clients to their
 * next registry; the log names each such address once, and again after it came in meanwhile.
 *
 * Not @fastify/basic-auth, which reads UTF-8 alone: Java's clients (Jersey's filter, Spring's RestClient) send ISO-8859-1.
 */
export function requireLogin(
  app: FastifyInstance,
  { name, password }: Login,
  logger: Pick<ServerLogger, 'warn'>,
): void {
  const wanted = (['utf8', 'latin1'] as const).map((charset) =>
    digest(Buffer.from(`${name}:${password}`, charset)),
  );
  const told = new Set<string>();
  app.addHook('onRequest', (request, reply, done) => {
    const { authorization } = request.headers;
    const given = digest(loginIn(authorization));
    if (wanted.filter((each) => timingSafeEqual(each, given)).length > 0) {
      told.delete(request.ip);
      return done();
    }
    if (!told.has(request.ip) && told.size < mostTold) {
      told.add(request.ip);
      logger.warn(`refused ${request.ip}: ${authorization === undefined ? 'no login' : 'a wrong login'}`);
    }
    void reply.code(401).header('www-authenticate', 'Basic realm="Eureka", charset="UTF-8"').send();
  });
}

/** Of one length whatever was sent, so that the time to compare tells nothing. */
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

function loginIn(authorization = ''): Buffer {
  const [, encoded = ''] = /^basic +([\w+/=-]+)$/i.exec(authorization) ?? [];
  return Buffer.from(encoded, 'base64');
}
