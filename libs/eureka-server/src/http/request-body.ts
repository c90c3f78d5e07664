import {
  decodeInstanceDocument,
  decodeInstanceXml,
  DecodeError,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnreadableBodyError } from '../errors.js';
import type { EurekaRequest } from './request-context.js';
import { jsonExcess } from './json-limits.js';
import { bodyForm, type BodyForm } from './negotiation.js';

const unzip = promisify(gunzip);

/**
 * Bodies reach the handlers as bytes: Fastify's own JSON parser refuses the empty JSON that Spring's clients send with every PUT.
 * Only a POST has a body that means something.
 */
export function takeBodiesAsBytes(app: FastifyInstance): void {
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
  // The type of a body that is not read may be anything, or nothing at all.
  app.addHook('onRequest', (request, _reply, done) => {
    // Set, not deleted: an object that loses a property is slow from then on.
    const { headers, method } = request;
    if (method !== 'POST' && headers['content-type'] !== undefined) headers['content-type'] = undefined;
    done();
  });
}

/** Its old name too, as HTTP has it. */
const isGzip = (encoding: string | undefined) => encoding !== undefined && /^(x-)?gzip$/i.test(encoding);

/** The instance in a request's body, in whichever form. */
export function instanceIn(request: EurekaRequest, now: number): InstanceInfo {
  const form = bodyForm(request.headers['content-type']);
  if (!form) throw new UnreadableBodyError('not-wire-type');
  return form.format === 'xml'
    ? decodeInstanceXml(textIn(request, form), now)
    : decodeInstanceDocument(parsed(request, form), now);
}

/** The JSON value in a request's body, where there is no other form. */
export function jsonIn(request: EurekaRequest): unknown {
  const form = bodyForm(request.headers['content-type']);
  if (form?.format !== 'json') throw new UnreadableBodyError('not-json-type');
  return parsed(request, form);
}

/** Bytes that are no text would be read as U+FFFD: a name that nobody has. */
function textIn(request: EurekaRequest, { encoding }: BodyForm): string {
  const bytes = bytesIn(request);
  if (encoding === 'utf8' && !isUtf8(bytes)) throw new DecodeError('its text', 'UTF-8');
  const text = bytes.toString(encoding);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function parsed(request: EurekaRequest, form: BodyForm): unknown {
  const excess = jsonExcess(bytesIn(request));
  if (excess !== undefined) throw new DecodeError('its JSON', excess);
  const text = textIn(request, form);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableBodyError('not-json', { cause: error });
  }
}

const bytesIn = ({ body }: EurekaRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

const isTooLarge = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
