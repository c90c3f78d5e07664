import { DecodeError, escapeText, type UnsafeField } from '@eureka-nest/protocol';
import type { FastifyError, FastifyReply } from 'fastify';
import { UnreadableBodyError } from '../errors.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond, respondBytes } from './reply.js';
import type { RequestContext, EurekaRequest } from './request-context.js';
import { bodyForm } from './negotiation.js';

/** Answers what went wrong, and tells it: a caller's fault in one line, ours with its stack. */
export function respondError(
  registry: RegistryService,
  error: FastifyError,
  request: EurekaRequest,
  reply: FastifyReply,
): unknown {
  const what = `${request.method} ${request.url}`;
  if (error instanceof DecodeError || error instanceof UnreadableBodyError) {
    registry.logRefused(what, callerOf(request), error.message);
    const status = error instanceof DecodeError ? 400 : statusOf[error.reason];
    return status === 400 ? answerUnreadable(request, reply, error.message) : respond(reply, status);
  }
  const status = error.statusCode ?? 500;
  if (status < 500) registry.logRefused(what, callerOf(request), error.message);
  else registry.logFailed(what, error);
  return respond(reply, status);
}

/** Refuses what could be read, and says why, to the caller and in the log. */
export function respondRefusal(
  registry: RegistryService,
  { request, reply }: Pick<RequestContext, 'request' | 'reply'>,
  what: string,
  why: string,
): FastifyReply {
  registry.logRefused(what, callerOf(request), why);
  return respondBytes(reply, 400, 'text/plain', why);
}

export const errorMessage = ({ field, reason }: UnsafeField): string => `Harmful ${field}: ${reason}`;

/** A connection that broke has no address any more. */
const callerOf = ({ ip }: EurekaRequest): string => ip || 'a broken connection';

const statusOf: Record<UnreadableBodyError['reason'], number> = {
  'too-large': 413,
  'not-gzip': 400,
  'not-wire-type': 415,
  'not-json-type': 415,
  'not-json': 400,
};

/** In the form of the body that could not be read, as Java's DiscoveryJerseyProvider. */
function answerUnreadable({ headers }: EurekaRequest, reply: FastifyReply, message: string): FastifyReply {
  if (bodyForm(headers['content-type'])?.format !== 'xml') {
    return respondBytes(reply, 400, 'application/json', JSON.stringify({ error: message }));
  }
  const text = `<error><message>${escapeText(message)}</message></error>`;
  return respondBytes(reply, 400, 'application/xml', text);
}
