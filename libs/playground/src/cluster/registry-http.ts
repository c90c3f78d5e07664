import {
  decodeInstanceDocument,
  decodeJson,
  encodeCompareRequest,
  encodeCompareResponse,
  encodeDetailRequest,
  encodeDetailResponse,
  encodeInstancesRequest,
  encodeInstancesResponse,
  comparisonPaths,
  encodeNodeHeaders,
  encoderOf,
  encodeReplicationList,
  encodeReplicationResponses,
  isInstanceStatus,
  paths,
} from '@eureka-nest/protocol';
import type { AnyRequest, NodeResponse, PeerResponses, ServerProcess } from '@eureka-nest/server/simulation';
import type { HttpRequest, HttpResponse } from './messages.js';

export const json = encoderOf({ format: 'json', detail: 'full', version: 'v2' });

export const respond = (status: number, body = '', headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { ...(body !== '' && { 'content-type': 'application/json' }), ...headers },
  body,
});

/** Request of a registry to its peer, as `PeerClient` writes it. */
export function peerHttpRequest(request: AnyRequest, headers: NodeResponse['headers']): HttpRequest {
  const { path, body = '' } = peerBody(request);
  return {
    method: request.kind === 'full-fetch' ? 'GET' : 'POST',
    path: `/eureka/${path}`,
    headers: {
      'DiscoveryIdentity-Name': 'DefaultServer',
      accept: 'application/json',
      ...encodeNodeHeaders(headers),
      ...(body !== '' && { 'content-type': 'application/json' }),
    },
    body,
  };
}

function peerBody(request: AnyRequest): { readonly path: string; readonly body?: string } {
  switch (request.kind) {
    case 'full-fetch':
      return { path: paths.apps() };
    case 'batch':
      return { path: paths.batch(), body: JSON.stringify(encodeReplicationList(request.items)) };
    case 'compare':
      return { path: comparisonPaths.compare, body: encodeCompareRequest(request.digest) };
    case 'detail':
      return { path: comparisonPaths.detail, body: encodeDetailRequest(request.apps) };
    case 'fetch': {
      const wanted = request.wanted.map(({ app, row }) => [app, row.id] as const);
      return { path: comparisonPaths.instances, body: encodeInstancesRequest(wanted) };
    }
  }
}

/** Response of a registry to its peer, as the resources of replication write it. */
export function peerHttpResponse(
  request: AnyRequest,
  { response, headers }: NodeResponse,
  { registry }: ServerProcess,
): HttpResponse {
  const body = () => {
    switch (request.kind) {
      case 'full-fetch':
        return json.applications(registry.reads.applications());
      case 'batch':
        return JSON.stringify(encodeReplicationResponses(response as PeerResponses['batch']));
      case 'compare':
        return encodeCompareResponse(response as PeerResponses['compare']);
      case 'detail':
        return encodeDetailResponse(response as PeerResponses['detail']);
      case 'fetch':
        return encodeInstancesResponse(response as PeerResponses['fetch']);
    }
  };
  return respond(200, body(), encodeNodeHeaders(headers));
}

/** Response to a client's change of one instance, as the resources of the server answer it. */
export function instanceHttpResponse(
  { service, registry }: ServerProcess,
  { method, path, body }: HttpRequest,
  now: number,
): HttpResponse {
  const url = new URL(path, 'http://registry');
  const [, , , app = '', id = '', resource] = url.pathname.split('/').map(decodeURIComponent);
  if (method === 'POST') {
    service.register(
      decodeJson(body, (document) => decodeInstanceDocument(document, now)),
      'client',
    );
    return respond(204);
  }
  if (method === 'DELETE' && resource === undefined)
    return respond(service.cancel(app, id, 'client') ? 200 : 404);
  if (resource === 'status') {
    const value = url.searchParams.get('value') ?? 'UNKNOWN';
    const status = isInstanceStatus(value) ? value : 'UNKNOWN';
    const change = method === 'DELETE' ? 'removeOverride' : 'setStatus';
    return respond(service[change](app, id, status, { from: 'client' }) ? 200 : 404);
  }
  const lastDirtyTimestamp = Number(url.searchParams.get('lastDirtyTimestamp'));
  const { verdict, instance } = service.heartbeat(app, id, { from: 'client', lastDirtyTimestamp });
  if (verdict === 'register-again') return respond(404);
  const newer = instance ?? registry.reads.peek(app, id);
  return verdict === 'accepted' || !newer ? respond(200) : respond(409, json.instance(newer));
}
