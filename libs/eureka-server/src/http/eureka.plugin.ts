import { encodeNodeHeaders, hasNodeHeaders, type NodeHeaders } from '@eureka-nest/protocol';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { ResponseCache } from '../response-cache/response-cache.js';
import { ReadWriteCache } from '../response-cache/read-write-cache.js';
import { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond } from './reply.js';
import { appsResources } from './apps.resources.js';
import type { EurekaRequest } from './request-context.js';
import { announcing } from '../change-feed/feed-headers.js';
import { type Changes, changesResources } from '../change-feed/changes.resources.js';
import { respondError } from './error-handler.js';
import { instanceResources } from './instance.resources.js';
import { limited } from './read-filters.js';
import { accepted, type Accepted } from './negotiation.js';
import { replicationResources } from './replication.resources.js';
import { takeBodiesAsBytes } from './request-body.js';
import { Resources, type Found, type Method } from './resource.js';
import { serverInfoResources } from './serverinfo.resources.js';
import { statusResources, type ServerStatus } from './status.resources.js';

/** The settings that the wire goes by. */
export type WireOptions = Pick<
  EurekaServerOptions,
  | 'disableDelta'
  | 'requireDataCenterId'
  | 'refuseHarmfulRegistrations'
  | 'enforceGzip'
  | 'maxRegistrationBytes'
  | 'maxBatchBytes'
  | 'rateLimiterEnabled'
  | 'rateLimiterThrottleStandardClients'
  | 'rateLimiterPrivilegedClients'
  | 'rateLimiterBurstSize'
  | 'rateLimiterRegistryFetchAverageRate'
  | 'rateLimiterFullFetchAverageRate'
>;

export interface EurekaPluginOptions {
  readonly registry: RegistryService;
  /** Where reads of the registry as a whole are answered from. */
  readonly answers?: ResponseCache;
  /** What can be followed; left out, as with Java, nothing, and nobody is told of it. */
  readonly changes?: Changes;
  /** What `GET status` tells; left out, there is no such resource. */
  readonly status?: () => ServerStatus;
  /** What peers of this kind are told of this server; left out, nothing. */
  readonly facts?: () => NodeHeaders;
  readonly options?: Partial<WireOptions>;
}

const defaults = new EurekaServerOptions();

/**
 * The wire of a Eureka server, for any Fastify. What is asked below the prefix is answered here, also where it is wrong: errors have no
 * body but those that explain a refusal.
 */
export async function eurekaPlugin(
  app: FastifyInstance,
  { registry: service, changes, status, facts, options: given, ...parts }: EurekaPluginOptions,
): Promise<void> {
  const { clock } = service;
  const answers = parts.answers ?? new ReadWriteCache(service.registry, { clock });
  const options: WireOptions = { ...defaults, ...given };
  const limits = { limiter: new RateLimiter(options, clock), enforceGzip: options.enforceGzip };
  const resources = new Resources(
    [
      ...appsResources(service, answers, options),
      ...instanceResources(service, options),
      ...replicationResources(service),
      ...serverInfoResources(service),
      ...(status ? statusResources(status) : []),
      ...(changes ? changesResources(service, changes) : []),
    ].map((resource) => {
      const within = limited(resource, limits);
      return changes ? announcing(within, () => changes.feed.position) : within;
    }),
  );
  const base = app.prefix.replace(/\/$/, '').length + 1;

  takeBodiesAsBytes(app);
  if (facts) {
    app.addHook('onRequest', (request, reply, done) => {
      if (hasNodeHeaders(request.headers)) void reply.headers(encodeNodeHeaders(facts()));
      done();
    });
  }
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    respondError(service, error, request as EurekaRequest, reply),
  );

  const handle = (request: EurekaRequest, reply: FastifyReply) => {
    const url = withoutOrigin(request.url);
    const query = url.indexOf('?');
    const found = resources.find(url.slice(base, query < 0 ? undefined : query));
    return found ? dispatch(found, request, reply) : respond(reply, 404);
  };
  // Fastify adds HEAD to GET, and leaves out the body.
  const methods = app.supportedMethods.filter((method) => method !== 'HEAD');
  const mount = (url: string, bodyLimit: number) =>
    app.route({
      method: methods,
      url,
      bodyLimit,
      handler: (request, reply) => handle(request as EurekaRequest, reply),
    });
  mount('/', options.maxRegistrationBytes);
  mount('/*', options.maxRegistrationBytes);
  // Methods that Fastify does not know. What is at the root is the host's.
  if (base > 1) {
    app.setNotFoundHandler((request, reply) => handle(request as EurekaRequest, reply));
  }
  for (const version of ['', '/v2', '/v1']) mount(`${version}/peerreplication/*`, options.maxBatchBytes);
}

/** A request may name its whole URL, as to a proxy; Fastify finds its route by the path alone. */
const withoutOrigin = (url: string) => (url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, ''));

function dispatch(
  { resource, app, name, version }: Found,
  request: EurekaRequest,
  reply: FastifyReply,
): unknown {
  const { methods, jsonOnly } = resource;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (!isOffered(method, methods)) {
    const offered = Object.keys(methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each));
    void reply.header('allow', [...offered, 'OPTIONS'].join(','));
    return respond(reply, method === 'OPTIONS' ? 200 : 405);
  }
  const forms = jsonOnly === 'always' ? json : accepted(request.headers.accept);
  if (!forms || (jsonOnly && !forms.takesJson)) return respond(reply, 406);
  const { format, keptFormat } = forms;
  return methods[method]?.({ request, reply, app, name, version, format, keptFormat });
}

const json: Accepted = { format: 'json', keptFormat: 'json', takesJson: true };

const isOffered = (method: string, methods: Found['resource']['methods']): method is Method =>
  Object.hasOwn(methods, method);
