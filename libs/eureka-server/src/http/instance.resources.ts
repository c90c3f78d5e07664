import { findUnsafeMetadata } from '@eureka-nest/protocol';
import type { RegistryService } from '../service/registry.service.js';
import type { HeartbeatVerdict } from '../core/registry/heartbeat.js';
import { respond, respondInstance } from './reply.js';
import {
  dirtyTimestampParameter,
  invalid,
  requestOrigin,
  queryParameter,
  parseStatus,
  type Handler,
} from './request-context.js';
import { respondRefusal, unsafeFieldMessage } from './error-handler.js';
import type { Resource } from './resource.js';

const heartbeatStatus: Record<HeartbeatVerdict, number> = {
  accepted: 200,
  'register-again': 404,
  'ours-is-newer': 409,
};

interface InstanceOptions {
  readonly refuseHarmfulRegistrations: boolean;
}

/**
 * Resources of one instance: read, heartbeat, cancel, status override, metadata.
 * QUIRK(InstanceResource): an invalid parameter gets 500; clients treat it like a 400.
 */
export const instanceResources = (
  service: RegistryService,
  options: InstanceOptions,
): readonly Resource[] => [
  {
    path: 'apps/:app/:name',
    methods: {
      GET: (context) => {
        const instance = service.registry.reads.find(context.app, context.name);
        return instance ? respondInstance(context, instance) : respond(context.reply, 404);
      },
      PUT: heartbeat(service),
      DELETE: ({ request, reply, app, name }) =>
        respond(reply, service.cancel(app, name, requestOrigin(request)) ? 200 : 404),
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
      GET: (context) => {
        const instance = service.registry.reads.findById(context.name);
        return instance ? respondInstance(context, instance) : respond(context.reply, 404);
      },
    },
  },
];

const heartbeat =
  (service: RegistryService): Handler =>
  (context) => {
    const { request, reply, app, name } = context;
    const from = requestOrigin(request);
    const lastDirtyTimestamp = dirtyTimestampParameter(request);
    if (lastDirtyTimestamp === invalid) return respond(reply, 500);
    const given = parseStatus(queryParameter(request, 'overriddenstatus'));
    const overriddenStatus = given === invalid ? undefined : given;
    const { verdict, renewed, instance } = service.heartbeat(app, name, {
      from,
      lastDirtyTimestamp,
      overriddenStatus,
    });
    if (verdict === 'ours-is-newer' && instance) return respondInstance(context, instance, 409);
    // An invalid status only matters where it would be stored.
    const isStored = verdict === 'register-again' && renewed && from === 'peer';
    if (isStored && given === invalid) return respond(reply, 500);
    return respond(reply, heartbeatStatus[verdict]);
  };

const setStatus =
  (service: RegistryService): Handler =>
  ({ request, reply, app, name }) => {
    if (!service.registry.reads.find(app, name)) return respond(reply, 404);
    const status = parseStatus(queryParameter(request, 'value'));
    const lastDirtyTimestamp = dirtyTimestampParameter(request);
    if (status === undefined || status === invalid || lastDirtyTimestamp === invalid)
      return respond(reply, 500);
    const isSet = service.setStatus(app, name, status, { from: requestOrigin(request), lastDirtyTimestamp });
    return respond(reply, isSet ? 200 : 404);
  };

const removeOverride =
  (service: RegistryService): Handler =>
  ({ request, reply, app, name }) => {
    if (!service.registry.reads.find(app, name)) return respond(reply, 404);
    const status = parseStatus(queryParameter(request, 'value')) ?? 'UNKNOWN';
    const lastDirtyTimestamp = dirtyTimestampParameter(request);
    if (status === invalid || lastDirtyTimestamp === invalid) return respond(reply, 500);
    const from = requestOrigin(request);
    const isRemoved = service.removeOverride(app, name, status, { from, lastDirtyTimestamp });
    return respond(reply, isRemoved ? 200 : 404);
  };

const putMetadata =
  (service: RegistryService, { refuseHarmfulRegistrations }: InstanceOptions): Handler =>
  (context) => {
    const { request, reply, app, name } = context;
    if (!service.registry.reads.find(app, name)) return respond(reply, 404);
    const entries = Object.entries(request.query).map(([key, value]): [string, string] => [
      key,
      (typeof value === 'object' ? value[0] : value) ?? '',
    ]);
    const isChecked = refuseHarmfulRegistrations && requestOrigin(request) === 'client';
    const unsafe = isChecked ? findUnsafeMetadata(Object.fromEntries(entries)) : undefined;
    if (unsafe) {
      return respondRefusal(service, context, `metadata of ${app}/${name}`, unsafeFieldMessage(unsafe));
    }
    return respond(reply, service.putMetadata(app, name, entries) ? 200 : 404);
  };
