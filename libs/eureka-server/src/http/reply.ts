import { contentTypeOf, encoderOf, type InstanceInfo, type WireFormat } from '@eureka-nest/protocol';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { EncodedResponse, ResponseCache, CacheQuestion } from '../response-cache/response-cache.js';
import { detailOf, type RequestContext } from './request-context.js';
import { takesGzip } from './negotiation.js';

/** What fits into one packet is not made smaller by compressing it. */
const ONE_PACKET = 1400;

/** An answer without a body; Java's clients try to read any body of a heartbeat's answer as an instance. */
export const respond = (reply: FastifyReply, status: number): FastifyReply => reply.code(status).send();

/** As bytes, for Fastify adds a charset to the type of a text, which Java does not send. */
export const respondBytes = (reply: FastifyReply, status: number, type: string, text: string): FastifyReply =>
  reply.code(status).header('content-type', type).send(Buffer.from(text));

/** A document made for this call. */
export function respondDocument(
  { request, reply }: RequestContext,
  format: WireFormat,
  text: string,
  status = 200,
): FastifyReply {
  const bytes = Buffer.from(text);
  void reply.code(status).header('content-type', contentTypeOf[format]);
  if (bytes.length <= ONE_PACKET || !takesGzip(request.headers['accept-encoding'])) return reply.send(bytes);
  return reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).send(gzipSync(bytes));
}

export const respondInstance = (call: RequestContext, instance: InstanceInfo, status = 200): FastifyReply => {
  const { format, version } = call;
  return respondDocument(
    call,
    format,
    encoderOf({ format, version, detail: 'full' }).instance(instance),
    status,
  );
};

/** A document that is kept, encoded, for whoever asks next. */
export function respondCached(
  call: RequestContext,
  answers: ResponseCache,
  asked: CacheQuestion,
): FastifyReply {
  const { request, reply, keptFormat: format, version } = call;
  const kept = answers.get(asked, { format, version, detail: detailOf(request) });
  if (!kept) return respond(reply, 404);
  const isGzip = takesGzip(request.headers['accept-encoding']);
  void reply
    .code(200)
    .headers({ 'content-type': contentTypeOf[format], vary: 'accept, accept-encoding, x-eureka-accept' });
  if (isGzip) return reply.header('content-encoding', 'gzip').send(kept.gzip());
  return sendPlain(reply, kept);
}

/** Many pieces go out one by one: joined, 10,000 instances would be copied for each reader. */
function sendPlain(reply: FastifyReply, kept: EncodedResponse): FastifyReply {
  const [first, ...more] = kept.plain();
  if (more.length === 0) return reply.send(first);
  return reply.header('content-length', kept.length).send(Readable.from(kept.plain(), { objectMode: false }));
}
