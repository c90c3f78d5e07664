import {
  decodeReplicationList,
  encodeReplicationAnswers,
  type ReplicationAnswer,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import { validateRegistration } from '../core/registration.js';
import type { RegistryService } from '../registry.service.js';
import { answer, answerDocument } from './answers.js';
import { invalid, statusOf } from './call.js';
import { jsonIn } from './request-body.js';
import type { Resource } from './resource.js';

/** Where a peer tells what it was told, many changes at once; each item is answered as if it had come alone. */
export const replicationResources = (service: RegistryService): readonly Resource[] => [
  {
    path: 'peerreplication/batch',
    jsonOnly: 'always',
    methods: {
      POST: (call) => {
        const { request, reply } = call;
        const document = jsonIn(request);
        // QUIRK(PeerReplicationResource): a list that is missing is the server's fault, one that is wrong the peer's.
        if (isObject(document) && document['replicationList'] == null) return answer(reply, 500);
        const items = decodeReplicationList(document, service.clock());
        const answers = items.map((item) => applyOrFail(service, item, request.ip));
        return answerDocument(call, 'json', JSON.stringify(encodeReplicationAnswers(answers)));
      },
    },
  },
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One item that fails must not cost the others. */
function applyOrFail(service: RegistryService, item: ReplicationItem, peer: string): ReplicationAnswer {
  try {
    return apply(service, item, peer);
  } catch (error) {
    service.tellFailed(`${item.action} of ${item.appName}/${item.id}`, error);
    return { statusCode: 500 };
  }
}

function apply(service: RegistryService, item: ReplicationItem, peer: string): ReplicationAnswer {
  const { appName, id, lastDirtyTimestamp } = item;
  const from = 'peer';
  switch (item.action) {
    case 'Register':
      return registerItem(service, item, peer);
    case 'Heartbeat':
      return heartbeatItem(service, item);
    case 'Cancel':
      return found(service.cancel(appName, id, from));
    case 'StatusUpdate': {
      if (!service.registry.find(appName, id)) return { statusCode: 404 };
      const status = statusOf(item.status);
      if (status === undefined || status === invalid) return { statusCode: 500 };
      return found(service.setStatus(appName, id, status, { from, lastDirtyTimestamp }));
    }
    case 'DeleteStatusOverride': {
      if (!service.registry.find(appName, id)) return { statusCode: 404 };
      const status = statusOf(item.status) ?? 'UNKNOWN';
      if (status === invalid || lastDirtyTimestamp === undefined) return { statusCode: 500 };
      return found(service.removeOverride(appName, id, status, { from, lastDirtyTimestamp }));
    }
  }
}

/** QUIRK(PeerReplicationResource): 200 also for a registration that was refused; another try would be refused as well. */
function registerItem(service: RegistryService, item: ReplicationItem, peer: string): ReplicationAnswer {
  if (!item.instanceInfo) return { statusCode: 500 };
  const refusal = validateRegistration(item.appName, item.instanceInfo);
  if (refusal === undefined) service.register(item.instanceInfo, 'peer');
  else service.tellRefused(`a replicated registration of ${item.appName}`, peer, refusal);
  return { statusCode: 200 };
}

function heartbeatItem(service: RegistryService, item: ReplicationItem): ReplicationAnswer {
  const overriddenStatus = statusOf(item.overriddenStatus);
  const { verdict, renewed, instance } = service.heartbeat(item.appName, item.id, {
    from: 'peer',
    lastDirtyTimestamp: item.lastDirtyTimestamp,
    overriddenStatus: overriddenStatus === invalid ? undefined : overriddenStatus,
  });
  switch (verdict) {
    case 'accepted':
      return { statusCode: 200 };
    case 'register-again':
      return { statusCode: renewed && overriddenStatus === invalid ? 500 : 404 };
    case 'ours-is-newer':
      return { statusCode: 409, instance };
  }
}

const found = (isKnown: boolean): ReplicationAnswer => ({ statusCode: isKnown ? 200 : 404 });
