import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait; while there are more, nothing is read from it. */
const MAX_WAITING = 100;

interface Pipeline {
  latest: ServerResponse;
  waiting: number;
}

/**
 * Handles the requests of one connection one after the other, as RFC 9112 (9.3.2) demands of unsafe
 * methods. Node hands out pipelined requests at once; a read would then overtake the registration
 * before it, whose body still has to be read.
 *
 * Node's own limit counts the bytes of waiting responses, and a waiting request has none. Without
 * this one, requests behind a response that never ends (the change feed) would fill the memory.
 */
export function handleInOrder(app: FastifyInstance): void {
  const pipelines = new WeakMap<Socket, Pipeline>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const pipeline = pipelines.get(socket);
    if (!pipeline) {
      pipelines.set(socket, { latest: reply.raw, waiting: 0 });
      return done();
    }
    const before = pipeline.latest;
    pipeline.latest = reply.raw;
    if (before.writableEnded || before.destroyed) return done();
    pipeline.waiting++;
    pauseIfFull(socket, pipeline);
    before.once('close', () => {
      pipeline.waiting--;
      if (pipeline.waiting === MAX_WAITING) socket.resume();
      pauseIfFull(socket, pipeline);
      done();
    });
  });
}

/** Node resumes the socket after each request, in the next tick at the latest; this comes later. */
function pauseIfFull(socket: Socket, pipeline: Pipeline): void {
  if (pipeline.waiting <= MAX_WAITING) return;
  process.nextTick(() =>
    process.nextTick(() => {
      if (pipeline.waiting > MAX_WAITING) socket.pause();
    }),
  );
}
