import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';

/**
 * Handles the requests of one connection one after the other, as RFC 9112 (9.3.2) demands of unsafe
 * methods. Node hands out pipelined requests at once; a read would then overtake the registration
 * before it, whose body still has to be read.
 */
export function handleInOrder(app: FastifyInstance): void {
  const latest = new WeakMap<object, ServerResponse>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const before = latest.get(socket);
    latest.set(socket, reply.raw);
    if (!before || before.writableEnded || before.destroyed) return done();
    before.once('close', () => done());
  });
}
