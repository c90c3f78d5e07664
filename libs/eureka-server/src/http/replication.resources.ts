import { decodeReplicationList, encodeReplicationAnswers } from '@eureka-nest/protocol';
import {
  appsIn,
  comparisonText,
  detailText,
  digestIn,
  idsIn,
  instancesText,
} from '../peers/comparison-json.js';
import { factsIn } from '../peers/node-headers.js';
import { MessageDelay } from '../peers/message-delay.js';
import { InboundReplication } from '../peers/inbound-replication.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond, respondDocument } from './reply.js';
import { readJson } from './request-body.js';
import type { Resource } from './resource.js';

/**
 * Resources for peers. `batch` applies many changes at once, each as if it had come alone. The others
 * are for servers of this project and find the differences between two registries.
 */
export function replicationResources(service: RegistryService): readonly Resource[] {
  const inbound = new InboundReplication(service);
  const delay = new MessageDelay();
  const comparison = (path: string, respondTo: (document: unknown) => string): Resource => ({
    path: `peerreplication/${path}`,
    negotiation: 'none',
    methods: { POST: (context) => respondDocument(context, 'json', respondTo(readJson(context.request))) },
  });
  return [
    {
      path: 'peerreplication/batch',
      negotiation: 'none',
      methods: {
        POST: (context) => {
          const { request, reply } = context;
          const document = readJson(request);
          // QUIRK(PeerReplicationResource): a missing list gets 500, a malformed one 400.
          if (isObject(document) && document['replicationList'] == null) return respond(reply, 500);
          const outcomes = inbound.batch(
            decodeReplicationList(document, service.clock()),
            request.ip,
            delay.heard(factsIn(request.headers)),
          );
          return respondDocument(context, 'json', JSON.stringify(encodeReplicationAnswers(outcomes)));
        },
      },
    },
    comparison('compare', (document) => comparisonText(inbound.compare(digestIn(document)))),
    comparison('detail', (document) => detailText(inbound.detail(appsIn(document)))),
    comparison('instances', (document) => instancesText(inbound.instances(idsIn(document)))),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
