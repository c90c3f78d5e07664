import { findUnsafeMetadata, type InstanceInfo, instanceStatuses } from '@eureka-nest/protocol';
import type { FastifyReply } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
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
  type RequestContext,
} from './request-context.js';
import { respondMalformed, respondRefusal, unsafeFieldMessage } from './error-handler.js';
import type { Resource } from './resource.js';

const heartbeatStatus: Record<HeartbeatVerdict, number> = {
  accepted: 200,
  'register-again': 404,
  'ours-is-newer': 409,
};

type InstanceOptions = Pick<EurekaServerOptions, 'refuseHarmfulRegistrations' | 'malformedAsServerError'>;

/** Status of a read that finds no instance. */
type AbsentStatus = (request: RequestContext['request']) => 404 | 503;

/**
 * Resources of one instance: read, heartbeat, cancel, status override, metadata.
 */
export function instanceResources(
  service: RegistryService,
  options: InstanceOptions,
  absentStatus: AbsentStatus = () => 404,
): readonly Resource[] {
  const { reads } = service.registry;
  const read =
    (find: (context: RequestContext) => InstanceInfo | undefined): Handler =>
    (context) => {
      const instance = find(context);
      return instance
        ? respondInstance(context, instance)
        : respond(context.reply, absentStatus(context.request));
    };
  return [
    {
      path: 'apps/:app/:name',
      methods: {
        GET: read(({ app, name }) => reads.find(app, name)),
        PUT: heartbeat(service, options),
        DELETE: ({ request, reply, app, name }) =>
          respondFound(reply, service.cancel(app, name, requestOrigin(request))),
      },
    },
    {
      path: 'apps/:app/:name/status',
      methods: {
        PUT: changeStatus(service, options, 'setStatus'),
        DELETE: changeStatus(service, options, 'removeOverride'),
      },
    },
    { path: 'apps/:app/:name/metadata', methods: { PUT: putMetadata(service, options) } },
    { path: 'instances/:name', methods: { GET: read(({ name }) => reads.findById(name)) } },
  ];
}

const malformedStamp = 'lastDirtyTimestamp must be a whole number of at most 53 bits';
const malformedStatus = (parameter: string) => `${parameter} must be one of ${instanceStatuses.join(', ')}`;

const respondFound = (reply: FastifyReply, isFound: boolean) => respond(reply, isFound ? 200 : 404);

const heartbeat =
  (service: RegistryService, options: InstanceOptions): Handler =>
  (context) => {
    const { request, reply, app, name } = context;
    const from = requestOrigin(request);
    const lastDirtyTimestamp = dirtyTimestampParameter(request);
    if (lastDirtyTimestamp === invalid) return respondMalformed(service, context, options, malformedStamp);
    const given = parseStatus(queryParameter(request, 'overriddenstatus'));
    const overriddenStatus = given === invalid ? undefined : given;
    const sent = { from, lastDirtyTimestamp, overriddenStatus };
    const { verdict, renewed, instance } = service.heartbeat(app, name, sent);
    if (verdict === 'ours-is-newer' && instance) return respondInstance(context, instance, 409);
    // An invalid status only matters where it would be stored.
    const isStored = verdict === 'register-again' && renewed && from === 'peer';
    if (isStored && given === invalid) {
      return respondMalformed(service, context, options, malformedStatus('overriddenstatus'));
    }
    return respond(reply, heartbeatStatus[verdict]);
  };

const changeStatus =
  (service: RegistryService, options: InstanceOptions, change: 'setStatus' | 'removeOverride'): Handler =>
  (context) => {
    const { request, reply, app, name } = context;
    if (!service.registry.reads.find(app, name)) return respond(reply, 404);
    const given = parseStatus(queryParameter(request, 'value'));
    const status = change === 'removeOverride' ? (given ?? 'UNKNOWN') : given;
    const lastDirtyTimestamp = dirtyTimestampParameter(request);
    if (lastDirtyTimestamp === invalid) return respondMalformed(service, context, options, malformedStamp);
    if (status === undefined || status === invalid) {
      return respondMalformed(service, context, options, malformedStatus('value'));
    }
    const from = requestOrigin(request);
    return respondFound(reply, service[change](app, name, status, { from, lastDirtyTimestamp }));
  };

const putMetadata =
  (service: RegistryService, { refuseHarmfulRegistrations }: InstanceOptions): Handler =>
  (context) => {
    const { request, reply, app, name } = context;
    const registered = service.registry.reads.find(app, name)?.metadata;
    if (!registered) return respond(reply, 404);
    const keys = Object.keys(request.query);
    const entries = keys.map((key) => [key, queryParameter(request, key) ?? ''] as const);
    const isChecked = refuseHarmfulRegistrations && requestOrigin(request) === 'client';
    const unsafe = isChecked ? findUnsafeMetadata(Object.fromEntries(entries), registered) : undefined;
    if (unsafe) {
      return respondRefusal(service, context, `metadata of ${app}/${name}`, unsafeFieldMessage(unsafe));
    }
    return respondFound(reply, service.putMetadata(app, name, entries));
  };
