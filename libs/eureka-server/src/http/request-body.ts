import type { FastifyInstance, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnreadableBodyError } from '../errors.js';
import type { EurekaRequest } from './eureka-request.js';
import { bodyForm } from './negotiation.js';

const unzip = promisify(gunzip);

/**
 * Bodies reach the handlers as bytes: Fastify's own JSON parser refuses the empty JSON that Spring's clients send with every PUT.
 * Only a POST has a body that means something.
 */
export function takeBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    if (request.method !== 'POST' || request.headers['content-encoding'] !== 'gzip') return bytes;
    try {
      return await unzip(bytes, { maxOutputLength: request.routeOptions.bodyLimit });
    } catch (error) {
      throw new UnreadableBodyError(isTooLarge(error) ? 'too-large' : 'not-gzip', { cause: error });
    }
  });
  // The type of a body that is not read may be anything, or nothing at all.
  app.addHook('onRequest', (request, _reply, done) => {
    // Set, not deleted: an object that loses a property is slow from then on.
    const { headers, method } = request;
    if (method !== 'POST' && headers['content-type'] !== undefined) headers['content-type'] = undefined;
    done();
  });
}

/** The JSON value in a request's body. */
export function jsonOf({ body, headers }: EurekaRequest): unknown {
  const form = bodyForm(headers['content-type']);
  if (!form) throw new UnreadableBodyError('not-json-type');
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString(form.encoding) : '');
  } catch (error) {
    throw new UnreadableBodyError('not-json', { cause: error });
  }
}

const isTooLarge = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
