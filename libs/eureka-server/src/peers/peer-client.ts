import {
  type Applications,
  comparisonPaths,
  decodeApplicationsDocument,
  decodeCompareResponse,
  decodeDetailResponse,
  decodeInstancesResponse,
  decodeNodeHeaders,
  decodeReplicationResponses,
  encodeCompareRequest,
  encodeDetailRequest,
  encodeInstancesRequest,
  encodeNodeHeaders,
  encodeReplicationList,
  type NodeHeaders,
  paths,
  splitLogin,
} from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';
import {
  type PeerHttpResponse,
  type PeerHttpRequest,
  PeerHttp,
  type PeerLimits,
  type PeerTls,
} from './peer-http.js';
import type { PeerFailure, PeerResponses, PeerRequest } from './peer-request.js';

/** Decoded response of a request, or the reason why there is none. */
type SendResult<K extends PeerRequest['kind']> =
  | { readonly response: PeerResponses[K]; readonly headers: NodeHeaders }
  | { readonly failure: PeerFailure; readonly reason: string };

/** Identity of Java's servers; some rate limiters give it precedence. */
const identityHeaders = { 'DiscoveryIdentity-Name': 'DefaultServer', 'DiscoveryIdentity-Version': '1.0' };

/** Read timeouts allowed for a whole registry, which is much larger than a batch. */
const READ_TIMEOUTS_FOR_REGISTRY = 6;

/** HTTP requests to one other server, encoded and decoded. Java: Jersey3ReplicationClient */
export class PeerClient {
  private readonly base: string;
  private readonly http: PeerHttp;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    url: string,
    private readonly limits: PeerLimits,
    private readonly nodeHeaders: () => NodeHeaders,
    private readonly clock: Clock,
    tls: PeerTls = {},
  ) {
    const { url: base, authorization } = splitLogin(url);
    this.base = base;
    this.http = new PeerHttp(base, limits, tls);
    this.headers = {
      ...identityHeaders,
      accept: 'application/json',
      ...(authorization && { authorization }),
    };
  }

  async fetchAll(): Promise<{ readonly applications: Applications; readonly headers: NodeHeaders }> {
    const limitMs = READ_TIMEOUTS_FOR_REGISTRY * this.limits.peerNodeReadTimeoutMs;
    const response = await this.exchange({ path: paths.apps(), method: 'GET', limitMs });
    const applications = this.decode(response, (document) =>
      decodeApplicationsDocument(document, this.clock()),
    );
    return { applications, headers: decodeNodeHeaders(response.headers) };
  }

  async send<K extends PeerRequest['kind']>(
    request: Extract<PeerRequest, { kind: K }>,
  ): Promise<SendResult<K>>;
  async send(request: PeerRequest): Promise<SendResult<PeerRequest['kind']>> {
    try {
      const { path, body } = httpRequestFor(request);
      const response = await this.exchange({ path, method: 'POST', body });
      return {
        response: this.decode(response, (document) => this.decodeResponse(request, document)),
        headers: decodeNodeHeaders(response.headers),
      };
    } catch (error) {
      return { failure: peerFailure(error), reason: peerFailureReason(error) };
    }
  }

  /** Aborts requests in flight. */
  close(): void {
    this.http.close();
  }

  private exchange({
    path,
    method,
    body,
    limitMs,
  }: Omit<PeerHttpRequest, 'headers'>): Promise<PeerHttpResponse> {
    const headers = {
      ...this.headers,
      ...encodeNodeHeaders(this.nodeHeaders()),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return this.http.send({ path, method, headers, body, limitMs });
  }

  private decode<T>({ status, text }: PeerHttpResponse, decoder: (document: unknown) => T): T {
    if (status < 200 || status > 299) throw new PeerAnswerError(this.base, status);
    try {
      return decoder(JSON.parse(text));
    } catch (error) {
      throw new PeerAnswerError(this.base, 'something else than a registry', { cause: error });
    }
  }

  private decodeResponse(request: PeerRequest, document: unknown): PeerResponses[PeerRequest['kind']] {
    switch (request.kind) {
      case 'batch':
        return oneAnswerPerItem(request.items, decodeReplicationResponses(document, this.clock()));
      case 'compare':
        return decodeCompareResponse(document);
      case 'detail':
        return decodeDetailResponse(document);
      case 'fetch':
        return decodeInstancesResponse(document, this.clock());
    }
  }
}

function httpRequestFor(request: PeerRequest): { readonly path: string; readonly body: string } {
  switch (request.kind) {
    case 'batch':
      return { path: paths.batch(), body: JSON.stringify(encodeReplicationList(request.items)) };
    case 'compare':
      return { path: comparisonPaths.compare, body: encodeCompareRequest(request.digest) };
    case 'detail':
      return { path: comparisonPaths.detail, body: encodeDetailRequest(request.apps) };
    case 'fetch':
      return {
        path: comparisonPaths.instances,
        body: encodeInstancesRequest(request.wanted.map(({ app, row }) => [app, row.id])),
      };
  }
}

/**
 * QUIRK(ReplicationTaskProcessor): Java logs a wrong number of answers and counts it as success.
 */
function oneAnswerPerItem(
  items: readonly unknown[],
  answers: PeerResponses['batch'],
): PeerResponses['batch'] {
  if (answers.length === items.length) return answers;
  throw new RangeError(`${answers.length} answers to ${items.length} changes`);
}

export function peerFailure(error: unknown): PeerFailure {
  if (error instanceof PeerTimeoutError) return 'congestion';
  if (!(error instanceof PeerAnswerError)) return 'transient';
  if (error.answer === 503) return 'congestion';
  return error.answer === 413 ? 'too-large' : 'permanent';
}

/**
 * Shortest text that explains a failure in a log line: the message of our errors, else the code.
 */
export function peerFailureReason(error: unknown): string {
  if (error instanceof PeerAnswerError || error instanceof PeerTimeoutError) return error.message;
  const { code, errors, message } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  return code ?? errors?.[0]?.code ?? message;
}
