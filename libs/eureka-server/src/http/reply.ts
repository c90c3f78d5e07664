import { contentTypeOf, encoderOf, type InstanceInfo, type WireFormat } from '@eureka-nest/protocol';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
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
/** Bodies above this size are compressed by another thread: 100 kB take 1 ms. */
const MAX_COMPRESSED_AT_ONCE = 100_000;

const gzipLater = promisify<Buffer, Buffer>(gzip);

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
): MaybeLater<FastifyReply> {
  const bytes = Buffer.from(text);
  void reply.code(status).header('content-type', contentTypeOf[format]);
  if (bytes.length <= ONE_PACKET || !acceptsGzip(request.headers['accept-encoding'])) {
    return reply.send(bytes);
  }
  void reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  return bytes.length <= MAX_COMPRESSED_AT_ONCE
    ? reply.send(gzipSync(bytes))
    : gzipLater(bytes).then((zipped) => reply.send(zipped));
}

export const respondInstance = (
  context: RequestContext,
  instance: InstanceInfo,
  status = 200,
): MaybeLater<FastifyReply> => {
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
  if (!isGzip) return sendPieces(reply, () => response.plain(), response.length);
  const zipped = response.gzip();
  const length = zipped.reduce((sum, piece) => sum + piece.length, 0);
  return sendPieces(reply.header('content-encoding', 'gzip'), () => zipped, length);
}

/** Sends the pieces one by one: joining them would copy 10,000 instances for each reader. */
function sendPieces(reply: FastifyReply, pieces: () => Iterable<Buffer>, length: number): FastifyReply {
  const [first, second] = pieces();
  if (first && !second) return reply.send(first);
  return reply.header('content-length', length).send(Readable.from(inTurns(pieces()), { objectMode: false }));
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
