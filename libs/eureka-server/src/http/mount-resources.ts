import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { EurekaRequest } from './request-context.js';
import { type AcceptedForms, negotiate } from './negotiation.js';
import { respond } from './reply.js';
import { Resources, type Method, type Resource, type ResourceMatch } from './resource.js';

/**
 * Routes every request below the scope's prefix to the resources: 404, 405 and 406 have no body.
 * Rate limits and headers are added in `server/wire.plugin.ts`.
 */
export function mountResources(
  app: FastifyInstance,
  list: readonly Resource[],
  {
    maxRegistrationBytes,
    maxBatchBytes,
  }: Pick<EurekaServerOptions, 'maxRegistrationBytes' | 'maxBatchBytes'>,
): void {
  const resources = new Resources(list);
  const baseLength = app.prefix.replace(/\/$/, '').length + 1;
  const handle = (request: EurekaRequest, reply: FastifyReply) => {
    const url = withoutOrigin(request.url);
    const query = url.indexOf('?');
    const match = resources.find(url.slice(baseLength, query < 0 ? undefined : query));
    return match ? dispatch(match, request, reply) : respond(reply, 404);
  };
  // Fastify adds HEAD to GET, and leaves out the body.
  const methods = app.supportedMethods.filter((method) => method !== 'HEAD');
  const route = (url: string, bodyLimit: number) =>
    app.route({
      method: methods,
      url,
      bodyLimit,
      handler: (request, reply) => handle(request as EurekaRequest, reply),
    });
  route('/', maxRegistrationBytes);
  route('/*', maxRegistrationBytes);
  for (const version of ['', '/v2', '/v1']) route(`${version}/peerreplication/*`, maxBatchBytes);
  // Methods unknown to Fastify end up here. At the root they belong to the host.
  if (baseLength > 1) {
    app.setNotFoundHandler((request, reply) => handle(request as EurekaRequest, reply));
  }
}

/** A request line may hold a whole URL, as for a proxy; Fastify routes it by its path alone. */
const withoutOrigin = (url: string) => (url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, ''));

function dispatch(
  { resource, app, name, version }: ResourceMatch,
  request: EurekaRequest,
  reply: FastifyReply,
): unknown {
  const { methods, negotiation } = resource;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (!isOffered(method, methods)) {
    const offered = Object.keys(methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each));
    void reply.header('allow', [...offered, 'OPTIONS'].join(','));
    return respond(reply, method === 'OPTIONS' ? 200 : 405);
  }
  const forms = negotiation === 'none' ? jsonOnly : negotiate(request.headers.accept);
  if (!forms || (negotiation === 'json' && !forms.acceptsJson)) return respond(reply, 406);
  const { format, cachedFormat } = forms;
  return methods[method]?.({ request, reply, app, name, version, format, cachedFormat });
}

const jsonOnly: AcceptedForms = { format: 'json', cachedFormat: 'json', acceptsJson: true };

const isOffered = (method: string, methods: Resource['methods']): method is Method =>
  Object.hasOwn(methods, method);
