import { encodeNodeHeaders, hasNodeHeaders, type NodeHeaders, syncingHeader } from '@eureka-nest/protocol';
import type { FastifyError, FastifyInstance } from 'fastify';
import { changesResources } from '../change-feed/changes.resources.js';
import { withFeedHeaders } from '../change-feed/feed-headers.js';
import type { OfferedFeed } from '../change-feed/offered-feed.js';
import { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { appsResources } from '../http/apps.resources.js';
import { respondError } from '../http/error-handler.js';
import { handleInOrder } from '../http/in-order.js';
import { instanceResources } from '../http/instance.resources.js';
import { mountResources } from '../http/mount-resources.js';
import { withRateLimit } from '../http/rate-limit.js';
import { replicationResources } from '../http/replication.resources.js';
import { respondBytes } from '../http/reply.js';
import { readBodiesAsBytes } from '../http/request-body.js';
import type { EurekaRequest } from '../http/request-context.js';
import { serverInfoResources } from '../http/serverinfo.resources.js';
import { statusResources, type ServerStatus } from '../http/status.resources.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { foreignRefusal } from '../peers/foreign-refusal.js';
import { ReadWriteCache } from '../response-cache/read-write-cache.js';
import type { ResponseCache } from '../response-cache/response-cache.js';
import type { RegistryService } from '../service/registry.service.js';
import { holdsReadWhile, withHeldReads } from './held-reads.js';

interface WirePluginOptions {
  readonly service: RegistryService;
  /** Cache for reads of applications and vips; left out, a cache that is always up to date. */
  readonly responses?: ResponseCache;
  /** Change feed; left out, the server has none, as Java's, and announces none. */
  readonly feed?: OfferedFeed;
  /** Content of `GET status`; left out, there is no such resource. */
  readonly status?: () => ServerStatus;
  /** Headers of the responses to servers of this project; left out, none. */
  readonly nodeHeaders?: () => NodeHeaders;
  /** True while instances that live may be missing; left out, never. */
  readonly isIncomplete?: () => boolean;
  readonly options?: Partial<EurekaServerOptions>;
}

const defaults = new EurekaServerOptions();

const isRead = ({ method }: { readonly method: string }) => method === 'GET' || method === 'HEAD';

/** The registry API on any Fastify: all paths below the prefix, with their own error responses. */
export async function wirePlugin(
  app: FastifyInstance,
  {
    service,
    feed,
    status,
    nodeHeaders,
    isIncomplete = () => false,
    options: given,
    ...parts
  }: WirePluginOptions,
): Promise<void> {
  const { clock } = service;
  const options = { ...defaults, ...given };
  const responses = parts.responses ?? new ReadWriteCache(service.registry.reads, { clock });
  const limiter = new RateLimiter(options, clock);
  const holds = holdsReadWhile(() => options.holdReadsWhenSyncEmpty && isIncomplete());
  const lists = [
    ...appsResources(service, responses, options),
    ...(feed ? changesResources(service, feed) : []),
  ];
  const resources = [
    ...lists.map((resource) => withHeldReads(resource, holds)),
    ...instanceResources(service, options, (request) => (holds(request) ? 503 : 404)),
    ...replicationResources(service, options),
    ...serverInfoResources(service),
    ...(status ? statusResources(status) : []),
  ].map((resource) => withFeedHeaders(withRateLimit(resource, limiter), feed?.feed));

  handleInOrder(app);
  readBodiesAsBytes(app);
  app.addHook('onRequest', (request, reply, done) => {
    if (isRead(request) && isIncomplete()) void reply.header(syncingHeader, 'true');
    done();
  });
  if (nodeHeaders) {
    app.addHook('onRequest', (request, reply, done) => {
      if (!hasNodeHeaders(request.headers)) return done();
      const own = nodeHeaders();
      void reply.headers(encodeNodeHeaders(own));
      const refusal = isRead(request) ? undefined : foreignRefusal(request.headers, own);
      if (refusal === undefined) return done();
      void respondBytes(reply, 403, 'text/plain', refusal);
    });
  }
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    respondError(service, error, request as EurekaRequest, reply),
  );
  mountResources(app, resources, options);
}
