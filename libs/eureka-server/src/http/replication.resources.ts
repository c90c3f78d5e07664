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
import { prepareComparison } from '../service/prepare-comparison.js';
import type { RegistryService } from '../service/registry.service.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { respondMalformed } from './error-handler.js';
import { respondDocument } from './reply.js';
import { readJson } from './request-body.js';
import type { Resource } from './resource.js';

/**
 * Resources for peers. `batch` applies many changes at once, each as if it had come alone. The
 * others are for servers of this project and find the differences between two registries.
 */
export function replicationResources(
  service: RegistryService,
  options: Pick<EurekaServerOptions, 'malformedAsServerError'>,
): readonly Resource[] {
  const inbound = new InboundReplication(service);
  const delay = new MessageDelay();
  const comparison = <T>(
    path: string,
    decode: (document: unknown) => T,
    respondTo: (theirs: T) => string | Promise<string>,
  ): Resource => ({
    path,
    negotiation: 'none',
    methods: {
      POST: async (context) =>
        respondDocument(context, 'json', await respondTo(readJson(context.request, decode))),
    },
  });
  return [
    {
      path: 'peerreplication/batch',
      negotiation: 'none',
      methods: {
        POST: (context) => {
          const { request } = context;
          const items = readJson(request, (document) =>
            isObject(document) && document['replicationList'] == null
              ? undefined
              : decodeReplicationList(document, service.clock()),
          );
          if (!items) return respondMalformed(service, context, options, 'replicationList must be an array');
          const outcomes = inbound.batch(
            items,
            request.ip,
            delay.measure(decodeNodeHeaders(request.headers)),
          );
          return respondDocument(context, 'json', JSON.stringify(encodeReplicationResponses(outcomes)));
        },
      },
    },
    comparison(comparisonPaths.compare, decodeCompareRequest, async (theirDigest) => {
      await prepareComparison(service.inventory);
      return encodeCompareResponse(inbound.compare(theirDigest));
    }),
    comparison(comparisonPaths.detail, decodeDetailRequest, (apps) =>
      encodeDetailResponse(inbound.detail(apps)),
    ),
    comparison(comparisonPaths.instances, decodeInstancesRequest, (names) =>
      encodeInstancesResponse(inbound.instances(names)),
    ),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
