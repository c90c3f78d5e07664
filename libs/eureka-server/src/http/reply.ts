import { contentTypeOf, encoderOf, type InstanceInfo, type WireFormat } from '@eureka-nest/protocol';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { DocumentId, EncodedResponse, ResponseCache } from '../response-cache/response-cache.js';
import { acceptedDetail, type RequestContext } from './request-context.js';
import { acceptsGzip } from './negotiation.js';

/** Bodies up to this size fit into one packet: compressing them saves nothing. */
const ONE_PACKET = 1400;

/**
 * Responds with a status and no body. Java's clients would try to parse any body of a heartbeat's
 * response as an instance.
 */
export const respond = (reply: FastifyReply, status: number): FastifyReply => reply.code(status).send();

/**
 * Responds with bytes: Fastify would add a charset to the type of a string, which Java does not
 * send.
 */
export const respondBytes = (reply: FastifyReply, status: number, type: string, text: string): FastifyReply =>
  reply.code(status).header('content-type', type).send(Buffer.from(text));

/** Responds with a document made for this request, gzipped if that is accepted and pays off. */
export function respondDocument(
  { request, reply }: RequestContext,
  format: WireFormat,
  text: string,
  status = 200,
): FastifyReply {
  const bytes = Buffer.from(text);
  void reply.code(status).header('content-type', contentTypeOf[format]);
  if (bytes.length <= ONE_PACKET || !acceptsGzip(request.headers['accept-encoding'])) {
    return reply.send(bytes);
  }
  return reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).send(gzipSync(bytes));
}

export const respondInstance = (
  context: RequestContext,
  instance: InstanceInfo,
  status = 200,
): FastifyReply => {
  const { format, version } = context;
  const encoder = encoderOf({ format, version, detail: 'full' });
  return respondDocument(context, format, encoder.instance(instance), status);
};

/** Responds with a document of the cache; 404 if there is none. */
export function respondCached(
  context: RequestContext,
  responses: ResponseCache,
  document: DocumentId,
): FastifyReply {
  const { request, reply, cachedFormat: format, version } = context;
  const response = responses.get(document, { format, version, detail: acceptedDetail(request) });
  if (!response) return respond(reply, 404);
  const isGzip = acceptsGzip(request.headers['accept-encoding']);
  void reply
    .code(200)
    .headers({ 'content-type': contentTypeOf[format], vary: 'accept, accept-encoding, x-eureka-accept' });
  if (isGzip) return reply.header('content-encoding', 'gzip').send(response.gzip());
  return sendPlain(reply, response);
}

/** Sends the pieces one by one: joining them would copy 10,000 instances for each reader. */
function sendPlain(reply: FastifyReply, response: EncodedResponse): FastifyReply {
  const pieces = response.plain();
  if (pieces.length === 1) return reply.send(pieces[0]);
  return reply.header('content-length', response.length).send(Readable.from(pieces, { objectMode: false }));
}
