import { findUnsafeField } from '@eureka-nest/protocol';
import type { ResponseCache } from '../response-cache/response-cache.js';
import { validateRegistration } from '../core/registry/registration.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond, respondCached } from './reply.js';
import { originOf, type Handler } from './request-context.js';
import { respondRefusal, errorMessage } from './error-handler.js';
import { instanceIn } from './request-body.js';
import type { Resource } from './resource.js';

export interface AppsOptions {
  readonly disableDelta: boolean;
  readonly requireDataCenterId: boolean;
  readonly refuseHarmfulRegistrations: boolean;
}

/** The registry as a whole, the changes in it, one application of it; and registering. */
export const appsResources = (
  service: RegistryService,
  answers: ResponseCache,
  options: AppsOptions,
): readonly Resource[] => [
  {
    path: 'apps',
    methods: { GET: whereAllowed(service, (call) => respondCached(call, answers, { kind: 'apps' })) },
  },
  {
    path: 'apps/delta',
    methods: {
      GET: options.disableDelta
        ? ({ reply }) => respond(reply, 403)
        : whereAllowed(service, (call) => respondCached(call, answers, { kind: 'delta' })),
    },
  },
  {
    path: 'apps/:app',
    methods: {
      GET: whereAllowed(service, (call) => respondCached(call, answers, { kind: 'app', name: call.app })),
      POST: register(service, options),
    },
  },
  {
    path: 'vips/:name',
    methods: {
      GET: whereAllowed(service, (call) => respondCached(call, answers, { kind: 'vip', name: call.name })),
    },
  },
  {
    path: 'svips/:name',
    methods: {
      GET: whereAllowed(service, (call) => respondCached(call, answers, { kind: 'svip', name: call.name })),
    },
  },
];

/** QUIRK(PeerAwareInstanceRegistryImpl.shouldAllowAccess): after a start that found nothing, for a while, if so configured. */
const whereAllowed =
  ({ registry }: RegistryService, handler: Handler): Handler =>
  (call) =>
    registry.allowsReads() ? handler(call) : respond(call.reply, 403);

const register =
  (service: RegistryService, { requireDataCenterId, refuseHarmfulRegistrations }: AppsOptions): Handler =>
  (call) => {
    const { request, reply, app } = call;
    const instance = instanceIn(request, service.clock());
    const from = originOf(request);
    // What a peer has accepted is taken over, so that the two stay equal; the encoders make the best of it.
    const harm = refuseHarmfulRegistrations && from === 'client' ? findUnsafeField(instance) : undefined;
    const refusal =
      validateRegistration(app, instance, { requireDataCenterId }) ?? (harm && errorMessage(harm));
    if (refusal !== undefined) return respondRefusal(service, call, `a registration of ${app}`, refusal);
    service.register(instance, from);
    // 204 and nothing else: with any other status Java's client believes that it is not registered.
    return respond(reply, 204);
  };
