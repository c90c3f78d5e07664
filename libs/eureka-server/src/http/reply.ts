import { contentTypeOf, encoderOf, type InstanceInfo, type WireFormat } from '@eureka-nest/protocol';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type {
  DocumentId,
  EncodedResponse,
  MaybeLater,
  ResponseCache,
} from '../response-cache/response-cache.js';
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
): MaybeLater<FastifyReply> {
  const { request, cachedFormat: format, version } = context;
  const response = responses.get(document, { format, version, detail: acceptedDetail(request) });
  return response instanceof Promise
    ? response.then((later) => sendCached(context, later))
    : sendCached(context, response);
}

function sendCached(
  { request, reply, cachedFormat: format }: RequestContext,
  response: EncodedResponse | undefined,
): FastifyReply {
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
  const [first, second] = response.plain();
  if (first && !second) return reply.send(first);
  return reply
    .header('content-length', response.length)
    .send(Readable.from(inTurns(response.plain()), { objectMode: false }));
}

/** Pieces sent before other requests get their turn: about 1 MB, at a fast network 1 ms. */
const PIECES_PER_TURN = 5;

async function* inTurns(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  let count = 0;
  for (const piece of pieces) {
    yield piece;
    if (++count % PIECES_PER_TURN === 0) await nextTurn();
  }
}
