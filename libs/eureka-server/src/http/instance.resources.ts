import { encodeInstanceDocument } from '@eureka-nest/protocol';
import type { RegistryService } from '../registry.service.js';
import type { HeartbeatVerdict } from '../core/heartbeat.js';
import { answer, answerJson } from './answers.js';
import {
  dirtyTimestampOf,
  invalid,
  originOf,
  parameterOf,
  statusOf,
  type Handler,
} from './eureka-request.js';
import type { Resource } from './resource.js';

const heartbeatStatus: Record<HeartbeatVerdict, number> = {
  accepted: 200,
  'register-again': 404,
  'ours-is-newer': 409,
};

/**
 * One instance: looking at it, its heartbeat, its leaving, its status, its metadata.
 * QUIRK(InstanceResource): a parameter that cannot be understood is answered 500; clients treat that and a 400 alike.
 */
export const instanceResources = (service: RegistryService): readonly Resource[] => [
  {
    path: 'apps/:app/:id',
    methods: {
      GET: ({ params }, reply) => {
        const instance = service.registry.find(params.app, params.id);
        return instance ? answerJson(reply, encodeInstanceDocument(instance)) : answer(reply, 404);
      },
      PUT: heartbeat(service),
      DELETE: (request, reply) => {
        const { app, id } = request.params;
        return answer(reply, service.cancel(app, id, originOf(request)) ? 200 : 404);
      },
    },
  },
  {
    path: 'apps/:app/:id/status',
    methods: { PUT: setStatus(service), DELETE: removeOverride(service) },
  },
  {
    path: 'apps/:app/:id/metadata',
    methods: {
      PUT: ({ params, query }, reply) => {
        const entries = Object.entries(query).map(([key, value]): [string, string] => [
          key,
          (typeof value === 'object' ? value[0] : value) ?? '',
        ]);
        return answer(reply, service.putMetadata(params.app, params.id, entries) ? 200 : 404);
      },
    },
  },
  {
    path: 'instances/:id',
    methods: {
      GET: ({ params }, reply) => {
        const instance = service.registry.findById(params.id);
        return instance ? answerJson(reply, encodeInstanceDocument(instance)) : answer(reply, 404);
      },
    },
  },
];

const heartbeat =
  (service: RegistryService): Handler =>
  (request, reply) => {
    const { app, id } = request.params;
    const from = originOf(request);
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (lastDirtyTimestamp === invalid) return answer(reply, 500);
    const overriddenStatus = statusOf(parameterOf(request, 'overriddenstatus'));
    const known = overriddenStatus === invalid ? undefined : overriddenStatus;
    const { verdict, renewed, instance } = service.heartbeat(app, id, {
      from,
      lastDirtyTimestamp,
      overriddenStatus: known,
    });
    if (verdict === 'ours-is-newer' && instance)
      return answerJson(reply, encodeInstanceDocument(instance), 409);
    // Looked at only where it would be stored.
    const isWanted = verdict === 'register-again' && renewed && from === 'peer';
    if (isWanted && overriddenStatus === invalid) return answer(reply, 500);
    return answer(reply, heartbeatStatus[verdict]);
  };

const setStatus =
  (service: RegistryService): Handler =>
  (request, reply) => {
    const { app, id } = request.params;
    if (!service.registry.find(app, id)) return answer(reply, 404);
    const status = statusOf(parameterOf(request, 'value'));
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (status === undefined || status === invalid || lastDirtyTimestamp === invalid)
      return answer(reply, 500);
    const known = service.setStatus(app, id, status, { from: originOf(request), lastDirtyTimestamp });
    return answer(reply, known ? 200 : 404);
  };

const removeOverride =
  (service: RegistryService): Handler =>
  (request, reply) => {
    const { app, id } = request.params;
    if (!service.registry.find(app, id)) return answer(reply, 404);
    const status = statusOf(parameterOf(request, 'value')) ?? 'UNKNOWN';
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (status === invalid || lastDirtyTimestamp === invalid) return answer(reply, 500);
    const known = service.removeOverride(app, id, status, { from: originOf(request), lastDirtyTimestamp });
    return answer(reply, known ? 200 : 404);
  };
