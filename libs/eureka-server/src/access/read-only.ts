import { replicationHeader } from '@eureka-nest/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const readMethods = /^(GET|HEAD|OPTIONS)$/;

/**
 * Turns a server into a mirror: writes of clients are refused with 403, replication by peers is
 * accepted. A 403 makes Java's clients try their next registry; a 405 would be a failure to them,
 * a 404 an order to register again.
 */
export function refuseClientWrites(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (readMethods.test(request.method) || isFromPeer(request)) return done();
    void reply.code(403).send();
  });
}

const isFromPeer = ({ headers, url }: FastifyRequest) =>
  headers[replicationHeader] === 'true' ||
  /^[^?]*\/peerreplication\/(batch|compare|detail|instances)\/?(\?|$)/.test(url);
