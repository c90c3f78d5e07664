import {
  decodeInstanceDocument,
  encodeApplicationDocument,
  encodeApplicationsDocument,
} from '@eureka-nest/protocol';
import type { RegistryService } from '../registry.service.js';
import { validateRegistration } from '../core/registration.js';
import { answer, answerJson, answerLargeJson } from './answers.js';
import { originOf } from './eureka-request.js';
import { jsonOf } from './request-body.js';
import type { Resource } from './resource.js';

/** The registry as a whole, the changes in it, one application of it; and registering. */
export const appsResources = (
  service: RegistryService,
  { disableDelta = false } = {},
): readonly Resource[] => [
  {
    path: 'apps',
    methods: {
      GET: (request, reply) =>
        service.registry.allowsReads()
          ? answerLargeJson(request, reply, encodeApplicationsDocument(service.registry.applications()))
          : answer(reply, 403),
    },
  },
  {
    path: 'apps/delta',
    methods: {
      GET: (request, reply) =>
        service.registry.allowsReads() && !disableDelta
          ? answerLargeJson(request, reply, encodeApplicationsDocument(service.registry.delta()))
          : answer(reply, 403),
    },
  },
  {
    path: 'apps/:app',
    methods: {
      GET: ({ params }, reply) => {
        if (!service.registry.allowsReads()) return answer(reply, 403);
        const application = service.registry.application(params.app);
        return application ? answerJson(reply, encodeApplicationDocument(application)) : answer(reply, 404);
      },
      POST: (request, reply) => {
        const { app } = request.params;
        const instance = decodeInstanceDocument(jsonOf(request), service.clock());
        const refusal = validateRegistration(app, instance);
        if (refusal !== undefined) {
          service.tellRefused(`a registration of ${app}`, request.ip, refusal);
          return reply.code(400).type('text/plain').send(refusal);
        }
        service.register(instance, originOf(request));
        // 204 and nothing else: with any other status Java's client believes that it is not registered.
        return answer(reply, 204);
      },
    },
  },
];
