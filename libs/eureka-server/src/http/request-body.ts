import {
  decodeInstanceDocument,
  decodeJson,
  decodeInstanceXml,
  DecodeError,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnreadableBodyError } from './errors.js';
import type { EurekaRequest } from './request-context.js';
import { exceededJsonLimit } from './json-limits.js';
import { readBodyForm, type BodyForm } from './negotiation.js';

const unzip = promisify(gunzip);

/**
 * Hands bodies to the handlers as bytes: Fastify's own JSON parser refuses the empty JSON body that
 * Spring's clients send with every PUT. Only the body of a POST is ever read.
 */
export function readBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer, done) => {
    const { method, headers } = request;
    if (method !== 'POST' || !isGzip(headers['content-encoding'])) return done(null, bytes);
    unzip(bytes, { maxOutputLength: request.routeOptions.bodyLimit }).then(
      (plain) => done(null, plain),
      (cause: unknown) =>
        done(new UnreadableBodyError(isTooLarge(cause) ? 'too-large' : 'not-gzip', { cause })),
    );
  });
  // A body that is not read may have any type, or an invalid one.
  app.addHook('onRequest', (request, _reply, done) => {
    // Setting undefined keeps the headers object fast; `delete` would not.
    const { headers, method } = request;
    if (method !== 'POST' && headers['content-type'] !== undefined) headers['content-type'] = undefined;
    done();
  });
}

/** HTTP knows gzip by its old name `x-gzip` too. */
const isGzip = (encoding: string | undefined) => encoding !== undefined && /^(x-)?gzip$/i.test(encoding);

/** Decodes the instance in a request's body, JSON or XML. */
export function readInstance(request: EurekaRequest, now: number): InstanceInfo {
  const form = readBodyForm(request.headers['content-type']);
  if (!form) throw new UnreadableBodyError('not-wire-type');
  return form.format === 'xml'
    ? decodeInstanceXml(bodyText(request, form), now)
    : bodyJson(request, form, (document) => decodeInstanceDocument(document, now));
}

/** Decodes a request's body, which must be JSON. */
export function readJson<T>(request: EurekaRequest, decode: (document: unknown) => T): T {
  const form = readBodyForm(request.headers['content-type']);
  if (form?.format !== 'json') throw new UnreadableBodyError('not-json-type');
  return bodyJson(request, form, decode);
}

/** Invalid UTF-8 is refused: decoded leniently, it would put U+FFFD into names. */
function bodyText(request: EurekaRequest, { encoding }: BodyForm): string {
  const bytes = bodyBytes(request);
  if (encoding === 'utf8' && !isUtf8(bytes)) throw new DecodeError('its text', 'UTF-8');
  const text = bytes.toString(encoding);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function bodyJson<T>(request: EurekaRequest, form: BodyForm, decode: (document: unknown) => T): T {
  const limit = exceededJsonLimit(bodyBytes(request));
  if (limit !== undefined) throw new DecodeError('its JSON', limit);
  const text = bodyText(request, form);
  try {
    return decodeJson(text, decode);
  } catch (error) {
    throw error instanceof SyntaxError ? new UnreadableBodyError('not-json', { cause: error }) : error;
  }
}

const bodyBytes = ({ body }: EurekaRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

const isTooLarge = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
