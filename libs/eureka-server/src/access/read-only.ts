import { replicationHeader } from '@eureka-nest/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const reads = /^(GET|HEAD|OPTIONS)$/;

/**
 * A mirror: it takes what its peers replicate, and refuses the changes of clients with 403. That status makes Java's clients try their next
 * registry (405 would be a failure to them, 404 an order to register again).
 */
export function refuseClientWrites(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (reads.test(request.method) || isOfPeer(request)) return done();
    void reply.code(403).send();
  });
}

const isOfPeer = ({ headers, url }: FastifyRequest) =>
  headers[replicationHeader] === 'true' ||
  /^[^?]*\/peerreplication\/(batch|compare|detail|instances)\/?(\?|$)/.test(url);
