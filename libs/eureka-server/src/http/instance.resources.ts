import { findUnsafeMetadata } from '@eureka-nest/protocol';
import type { RegistryService } from '../service/registry.service.js';
import type { HeartbeatVerdict } from '../core/registry/heartbeat.js';
import { respond, respondInstance } from './reply.js';
import {
  dirtyTimestampOf,
  invalid,
  originOf,
  parameterOf,
  statusParameter,
  type Handler,
} from './request-context.js';
import { respondRefusal, errorMessage } from './error-handler.js';
import type { Resource } from './resource.js';

const heartbeatStatus: Record<HeartbeatVerdict, number> = {
  accepted: 200,
  'register-again': 404,
  'ours-is-newer': 409,
};

export interface InstanceOptions {
  readonly refuseHarmfulRegistrations: boolean;
}

/**
 * One instance: looking at it, its heartbeat, its leaving, its status, its metadata.
 * QUIRK(InstanceResource): a parameter that cannot be understood is answered 500; clients treat that and a 400 alike.
 */
export const instanceResources = (
  service: RegistryService,
  options: InstanceOptions,
): readonly Resource[] => [
  {
    path: 'apps/:app/:name',
    methods: {
      GET: (call) => {
        const instance = service.registry.find(call.app, call.name);
        return instance ? respondInstance(call, instance) : respond(call.reply, 404);
      },
      PUT: heartbeat(service),
      DELETE: ({ request, reply, app, name }) =>
        respond(reply, service.cancel(app, name, originOf(request)) ? 200 : 404),
    },
  },
  {
    path: 'apps/:app/:name/status',
    methods: { PUT: setStatus(service), DELETE: removeOverride(service) },
  },
  {
    path: 'apps/:app/:name/metadata',
    methods: { PUT: putMetadata(service, options) },
  },
  {
    path: 'instances/:name',
    methods: {
      GET: (call) => {
        const instance = service.registry.findById(call.name);
        return instance ? respondInstance(call, instance) : respond(call.reply, 404);
      },
    },
  },
];

const heartbeat =
  (service: RegistryService): Handler =>
  (call) => {
    const { request, reply, app, name } = call;
    const from = originOf(request);
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (lastDirtyTimestamp === invalid) return respond(reply, 500);
    const overriddenStatus = statusParameter(parameterOf(request, 'overriddenstatus'));
    const known = overriddenStatus === invalid ? undefined : overriddenStatus;
    const { verdict, renewed, instance } = service.heartbeat(app, name, {
      from,
      lastDirtyTimestamp,
      overriddenStatus: known,
    });
    if (verdict === 'ours-is-newer' && instance) return respondInstance(call, instance, 409);
    // Looked at only where it would be stored.
    const isWanted = verdict === 'register-again' && renewed && from === 'peer';
    if (isWanted && overriddenStatus === invalid) return respond(reply, 500);
    return respond(reply, heartbeatStatus[verdict]);
  };

const setStatus =
  (service: RegistryService): Handler =>
  ({ request, reply, app, name }) => {
    if (!service.registry.find(app, name)) return respond(reply, 404);
    const status = statusParameter(parameterOf(request, 'value'));
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (status === undefined || status === invalid || lastDirtyTimestamp === invalid)
      return respond(reply, 500);
    const known = service.setStatus(app, name, status, { from: originOf(request), lastDirtyTimestamp });
    return respond(reply, known ? 200 : 404);
  };

const removeOverride =
  (service: RegistryService): Handler =>
  ({ request, reply, app, name }) => {
    if (!service.registry.find(app, name)) return respond(reply, 404);
    const status = statusParameter(parameterOf(request, 'value')) ?? 'UNKNOWN';
    const lastDirtyTimestamp = dirtyTimestampOf(request);
    if (status === invalid || lastDirtyTimestamp === invalid) return respond(reply, 500);
    const known = service.removeOverride(app, name, status, { from: originOf(request), lastDirtyTimestamp });
    return respond(reply, known ? 200 : 404);
  };

const putMetadata =
  (service: RegistryService, { refuseHarmfulRegistrations }: InstanceOptions): Handler =>
  (call) => {
    const { request, reply, app, name } = call;
    if (!service.registry.find(app, name)) return respond(reply, 404);
    const entries = Object.entries(request.query).map(([key, value]): [string, string] => [
      key,
      (typeof value === 'object' ? value[0] : value) ?? '',
    ]);
    const isAsked = refuseHarmfulRegistrations && originOf(request) === 'client';
    const harm = isAsked ? findUnsafeMetadata(Object.fromEntries(entries)) : undefined;
    if (harm) return respondRefusal(service, call, `metadata of ${app}/${name}`, errorMessage(harm));
    return respond(reply, service.putMetadata(app, name, entries) ? 200 : 404);
  };
