import { findUnsafeField } from '@eureka-nest/protocol';
import type { DocumentId, ResponseCache } from '../response-cache/response-cache.js';
import { validateRegistration } from '../core/registry/registration.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond, respondCached } from './reply.js';
import { requestOrigin, type Handler, type RequestContext } from './request-context.js';
import { respondRefusal, unsafeFieldMessage } from './error-handler.js';
import { readInstance } from './request-body.js';
import type { Resource } from './resource.js';

type AppsOptions = Pick<EurekaServerOptions, 'disableDelta' | 'refuseHarmfulRegistrations'>;

/** Resources of the whole registry, its delta, one application, one vip; and registering. */
export function appsResources(
  service: RegistryService,
  responses: ResponseCache,
  options: AppsOptions,
): readonly Resource[] {
  const { reads } = service.registry;
  // QUIRK(PeerAwareInstanceRegistryImpl.shouldAllowAccess): if configured so, a server whose
  // initial sync found nothing refuses reads for a while.
  const read =
    (documentFor: (context: RequestContext) => DocumentId): Handler =>
    (context) =>
      reads.allowsReads()
        ? respondCached(context, responses, documentFor(context))
        : respond(context.reply, 403);
  return [
    {
      path: 'apps',
      methods: { GET: read(() => ({ kind: 'apps' })) },
      limit: 'full-fetch',
      announcesFeed: true,
    },
    {
      path: 'apps/delta',
      methods: {
        GET: options.disableDelta ? ({ reply }) => respond(reply, 403) : read(() => ({ kind: 'delta' })),
      },
      limit: 'registry-fetch',
      announcesFeed: true,
    },
    {
      path: 'apps/:app',
      methods: { GET: read(({ app }) => ({ kind: 'app', name: app })), POST: register(service, options) },
      limit: 'registry-fetch',
    },
    { path: 'vips/:name', methods: { GET: read(({ name }) => ({ kind: 'vip', name })) } },
    { path: 'svips/:name', methods: { GET: read(({ name }) => ({ kind: 'svip', name })) } },
  ];
}

const register =
  (service: RegistryService, { refuseHarmfulRegistrations }: AppsOptions): Handler =>
  (context) => {
    const { request, reply, app } = context;
    const instance = readInstance(request, service.clock());
    const from = requestOrigin(request);
    // A peer's copy is accepted even if unsafe, so that both registries stay equal; the encoders
    // cope.
    const unsafe = refuseHarmfulRegistrations && from === 'client' ? findUnsafeField(instance) : undefined;
    const refusal = validateRegistration(app, instance) ?? (unsafe && unsafeFieldMessage(unsafe));
    if (refusal !== undefined) return respondRefusal(service, context, `a registration of ${app}`, refusal);
    service.register(instance, from);
    // Java's client takes any other status than 204 for a failed registration.
    return respond(reply, 204);
  };
