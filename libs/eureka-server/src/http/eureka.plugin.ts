import { DecodeError } from '@eureka-nest/protocol';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { UnreadableBodyError } from '../errors.js';
import type { RegistryService } from '../registry.service.js';
import { answer, answerJson } from './answers.js';
import { appsResources } from './apps.resources.js';
import type { EurekaRequest } from './eureka-request.js';
import { instanceResources } from './instance.resources.js';
import { answerForm } from './negotiation.js';
import { replicationResources } from './replication.resources.js';
import { takeBodiesAsBytes } from './request-body.js';
import { Resources, type Found } from './resource.js';
import { serverInfoResources } from './serverinfo.resources.js';

export interface EurekaPluginOptions {
  readonly registry: RegistryService;
  readonly disableDelta?: boolean;
  readonly maxRegistrationBytes?: number;
  readonly maxBatchBytes?: number;
}

/**
 * The wire of a Eureka server, for any Fastify: `fastify.register(eurekaPlugin, { prefix: '/eureka', registry })`.
 * What is asked below the prefix is answered here, also where it is wrong: errors have no body but those that explain a refusal.
 */
export async function eurekaPlugin(app: FastifyInstance, options: EurekaPluginOptions): Promise<void> {
  const { registry, maxRegistrationBytes = 1_048_576, maxBatchBytes = 16_777_216 } = options;
  const resources = new Resources([
    ...appsResources(registry, options),
    ...instanceResources(registry),
    ...replicationResources(registry),
    ...serverInfoResources(registry),
  ]);
  const base = app.prefix.replace(/\/$/, '').length + 1;

  takeBodiesAsBytes(app);
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    answerError(registry, error, request as EurekaRequest, reply),
  );

  const handle = (request: EurekaRequest, reply: FastifyReply) => {
    const [path = ''] = request.url.split('?', 1);
    const found = resources.find(path.slice(base));
    return found ? dispatch(found, request, reply) : answer(reply, 404);
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
  mount('/', maxRegistrationBytes);
  mount('/*', maxRegistrationBytes);
  mount('/peerreplication/*', maxBatchBytes);
  mount('/v2/peerreplication/*', maxBatchBytes);
}

function dispatch({ resource, params }: Found, request: EurekaRequest, reply: FastifyReply): unknown {
  const { methods, jsonOnly } = resource;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (!isOffered(method, methods)) {
    const offered = Object.keys(methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each));
    void reply.header('allow', [...offered, 'OPTIONS'].join(','));
    return answer(reply, method === 'OPTIONS' ? 200 : 405);
  }
  if (!jsonOnly && !answerForm(request.headers.accept)) return answer(reply, 406);
  request.params = params;
  return methods[method]?.(request, reply);
}

const isOffered = (method: string, methods: Found['resource']['methods']): method is keyof typeof methods =>
  Object.hasOwn(methods, method);

function answerError(
  registry: RegistryService,
  error: FastifyError,
  request: EurekaRequest,
  reply: FastifyReply,
): unknown {
  const what = `${request.method} ${request.url}`;
  if (error instanceof DecodeError || error instanceof UnreadableBodyError) {
    registry.tellRefused(what, request.ip, error.message);
    const status = error instanceof DecodeError ? 400 : bodyStatus[error.reason];
    return status === 400 ? answerJson(reply, { error: error.message }, 400) : answer(reply, status);
  }
  const status = error.statusCode ?? 500;
  if (status < 500) registry.tellRefused(what, request.ip, error.message);
  else registry.tellFailed(what, error);
  return answer(reply, status);
}

const bodyStatus: Record<UnreadableBodyError['reason'], number> = {
  'too-large': 413,
  'not-gzip': 400,
  'not-json-type': 415,
  'not-json': 400,
};
