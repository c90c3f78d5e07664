import {
  comparisonPaths,
  decodeCompareRequest,
  decodeDetailRequest,
  decodeInstancesRequest,
  decodeNodeHeaders,
  decodeReplicationList,
  encodeCompareResponse,
  encodeDetailResponse,
  encodeInstancesResponse,
  encodeReplicationResponses,
} from '@eureka-nest/protocol';
import { MessageDelay } from '../peers/message-delay.js';
import { InboundReplication } from '../peers/inbound-replication.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond, respondDocument } from './reply.js';
import { jsonIn } from './request-body.js';
import type { Resource } from './resource.js';

/**
 * Where a peer tells what it was told, many changes at once; each item is answered as if it had come alone. The other three are for
 * servers of ours, to find where two registries differ.
 */
export function replicationResources(service: RegistryService): readonly Resource[] {
  const desk = new InboundReplication(service);
  const clocks = new MessageDelay();
  const ofOurs = (path: string, answerTo: (document: unknown) => string): Resource => ({
    path,
    jsonOnly: 'always',
    methods: { POST: (call) => respondDocument(call, 'json', answerTo(jsonIn(call.request))) },
  });
  return [
    {
      path: 'peerreplication/batch',
      jsonOnly: 'always',
      methods: {
        POST: (call) => {
          const { request, reply } = call;
          const document = jsonIn(request);
          // QUIRK(PeerReplicationResource): a list that is missing is the server's fault, one that is wrong the peer's.
          if (isObject(document) && document['replicationList'] == null) return respond(reply, 500);
          const answers = desk.batch(
            decodeReplicationList(document, service.clock()),
            request.ip,
            clocks.heard(decodeNodeHeaders(request.headers)),
          );
          return respondDocument(call, 'json', JSON.stringify(encodeReplicationResponses(answers)));
        },
      },
    },
    ofOurs(comparisonPaths.compare, (document) =>
      encodeCompareResponse(desk.compare(decodeCompareRequest(document))),
    ),
    ofOurs(comparisonPaths.detail, (document) =>
      encodeDetailResponse(desk.detail(decodeDetailRequest(document))),
    ),
    ofOurs(comparisonPaths.instances, (document) =>
      encodeInstancesResponse(desk.instances(decodeInstancesRequest(document))),
    ),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
