import type { FastifyReply } from 'fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EurekaRequest } from './eureka-request.js';
import { takesGzip } from './negotiation.js';

const zip = promisify(gzip);

/** An answer without a body; Java's clients try to read any body of a heartbeat's answer as an instance. */
export const answer = (reply: FastifyReply, status: number): FastifyReply => reply.code(status).send();

/** As bytes, for Fastify adds a charset to the type of a text, which Java does not send. */
export const answerJson = (reply: FastifyReply, document: object, status = 200): FastifyReply =>
  reply.code(status).type('application/json').send(bytesOf(document));

/** Compressed where the client asked for it. */
export async function answerLargeJson(
  { headers }: EurekaRequest,
  reply: FastifyReply,
  document: object,
): Promise<FastifyReply> {
  void reply.header('vary', 'accept-encoding');
  if (!takesGzip(headers['accept-encoding'])) return answerJson(reply, document);
  const bytes = await zip(bytesOf(document));
  return reply.type('application/json').header('content-encoding', 'gzip').send(bytes);
}

const bytesOf = (document: object) => Buffer.from(JSON.stringify(document));
