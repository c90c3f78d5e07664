import { DecodeError, escapeText, type UnsafeField } from '@eureka-nest/protocol';
import type { FastifyError, FastifyReply } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { RegistryService } from '../service/registry.service.js';
import { UnreadableBodyError } from './errors.js';
import { respond, respondBytes } from './reply.js';
import type { RequestContext, EurekaRequest } from './request-context.js';
import { readBodyForm } from './negotiation.js';

/**
 * Responds to an error and logs it: a fault of the caller in one line, one of ours with its stack.
 */
export function respondError(
  service: RegistryService,
  error: FastifyError,
  request: EurekaRequest,
  reply: FastifyReply,
): unknown {
  const what = `${request.method} ${request.url}`;
  if (error instanceof DecodeError || error instanceof UnreadableBodyError) {
    service.logRefused(what, callerAddress(request), error.message);
    const status = error instanceof DecodeError ? 400 : unreadableBodyStatus[error.reason];
    return status === 400 ? respondUnreadable(request, reply, error.message) : respond(reply, status);
  }
  const status = error.statusCode ?? 500;
  if (status < 500) service.logRefused(what, callerAddress(request), error.message);
  else service.logFailed(what, error);
  return respond(reply, status);
}

/**
 * Responds to a request that Fastify refuses before it looks for a route, such as one whose path
 * cannot be decoded. It is an option of the Fastify itself, which a plugin cannot set.
 */
export const frameworkErrors = (error: FastifyError, _request: unknown, reply: FastifyReply): unknown =>
  respond(reply, error.statusCode ?? 400);

/** Responds 400 with the reason to a readable request that is refused, and logs it. */
export function respondRefusal(
  service: RegistryService,
  { request, reply }: Pick<RequestContext, 'request' | 'reply'>,
  what: string,
  why: string,
): FastifyReply {
  service.logRefused(what, callerAddress(request), why);
  return respondBytes(reply, 400, 'text/plain', why);
}

/**
 * Responds to a malformed request without a body, and logs why. Better than Java, whose 500 counts
 * as a fault of the server; clients treat both alike.
 */
export function respondMalformed(
  service: RegistryService,
  { request, reply }: Pick<RequestContext, 'request' | 'reply'>,
  { malformedAsServerError }: Pick<EurekaServerOptions, 'malformedAsServerError'>,
  why: string,
): FastifyReply {
  service.logRefused(`${request.method} ${request.url}`, callerAddress(request), why);
  return respond(reply, malformedAsServerError ? 500 : 400);
}

export const unsafeFieldMessage = ({ field, reason }: UnsafeField): string => `Harmful ${field}: ${reason}`;

/** Node forgets the address of a connection that broke. */
const callerAddress = ({ ip }: EurekaRequest): string => ip || 'a broken connection';

const unreadableBodyStatus: Record<UnreadableBodyError['reason'], number> = {
  'too-large': 413,
  'not-gzip': 400,
  'not-wire-type': 415,
  'not-json-type': 415,
  'not-json': 400,
};

/** Format: that of the unreadable body, as in Java's DiscoveryJerseyProvider. */
function respondUnreadable({ headers }: EurekaRequest, reply: FastifyReply, message: string): FastifyReply {
  if (readBodyForm(headers['content-type'])?.format !== 'xml') {
    return respondBytes(reply, 400, 'application/json', JSON.stringify({ error: message }));
  }
  const text = `<error><message>${escapeText(message)}</message></error>`;
  return respondBytes(reply, 400, 'application/xml', text);
}
