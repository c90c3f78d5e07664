import {
  type Applications,
  comparisonPaths,
  decodeApplicationsDocument,
  decodeCompareResponse,
  decodeDetailResponse,
  decodeInstancesResponse,
  decodeJson,
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
import { HttpClient, HttpTimeoutError, readBody, ResponseBodyError } from '@eureka-nest/runtime/http';
import type { Clock } from '@eureka-nest/runtime/time';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';
import type { PeerFailure, PeerResponses, PeerRequest } from './peer-request.js';

export interface PeerLimits {
  readonly peerNodeConnectTimeoutMs: number;
  readonly peerNodeReadTimeoutMs: number;
  readonly maxPeerAnswerBytes: number;
}

/** PEM certificates by which this server identifies itself and verifies peers. */
export interface PeerTls {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: readonly (Buffer | string)[];
  /** Name in the peer's certificate, if its URL has an address. */
  readonly servername?: string;
}

interface Exchanged<T> {
  readonly response: T;
  readonly headers: NodeHeaders;
}

/** Decoded response of a request, or the reason why there is none. */
type SendResult<K extends PeerRequest['kind']> =
  | Exchanged<PeerResponses[K]>
  | {
      readonly failure: PeerFailure;
      readonly reason: string;
      /** Node headers of the response, if there was one. */
      readonly headers?: NodeHeaders;
    };

/** Identity of Java's servers; some rate limiters give it precedence. */
const identityHeaders = { 'DiscoveryIdentity-Name': 'DefaultServer', 'DiscoveryIdentity-Version': '1.0' };

/** One connection replicates, the other compares. */
const MAX_CONNECTIONS = 2;

/** Read timeouts allowed for a whole registry, which is much larger than a batch. */
const READ_TIMEOUTS_FOR_REGISTRY = 6;

/** HTTP requests to one other server, encoded and decoded. Java: Jersey3ReplicationClient */
export class PeerClient {
  private readonly base: string;
  private readonly http: HttpClient;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    url: string,
    private readonly limits: PeerLimits,
    private readonly nodeHeaders: () => NodeHeaders,
    private readonly clock: Clock,
    { ca, ...tls }: PeerTls = {},
  ) {
    const { url: base, authorization } = splitLogin(url);
    this.base = base;
    this.http = new HttpClient({ ...tls, ...(ca && { ca: [...ca] }) }, MAX_CONNECTIONS);
    this.headers = {
      ...identityHeaders,
      accept: 'application/json',
      ...(authorization && { authorization }),
    };
  }

  fetchAll(): Promise<Exchanged<Applications>> {
    const bodyMs = READ_TIMEOUTS_FOR_REGISTRY * this.limits.peerNodeReadTimeoutMs;
    const decode = (document: unknown) => decodeApplicationsDocument(document, this.clock());
    return this.exchange({ path: paths.apps(), method: 'GET', bodyMs }, decode);
  }

  async send<K extends PeerRequest['kind']>(
    request: Extract<PeerRequest, { kind: K }>,
  ): Promise<SendResult<K>>;
  async send(request: PeerRequest): Promise<SendResult<PeerRequest['kind']>> {
    try {
      const decode = (document: unknown) => this.decodeResponse(request, document);
      return await this.exchange({ method: 'POST', ...httpRequestFor(request) }, decode);
    } catch (error) {
      const { headers } = error instanceof PeerAnswerError ? error : {};
      return { failure: peerFailure(error), reason: peerFailureReason(error), headers };
    }
  }

  /** Closes all connections and aborts requests in flight. */
  close(): void {
    this.http.close();
  }

  /**
   * @param request `bodyMs` limits its body; by default the read timeout covers the whole response
   * @throws PeerTimeoutError, PeerAnswerError, or a network error
   */
  private async exchange<T>(
    { path, body, method, bodyMs }: { path: string; body?: string; method: string; bodyMs?: number },
    decode: (document: unknown) => T,
  ): Promise<Exchanged<T>> {
    const { peerNodeConnectTimeoutMs: connectMs, peerNodeReadTimeoutMs: responseMs } = this.limits;
    const limits = { connectMs, responseMs, ...(bodyMs !== undefined && { bodyMs }) };
    const headers = {
      ...this.headers,
      ...encodeNodeHeaders(this.nodeHeaders()),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      const response = await this.http.send({ method, url: this.base + path, headers, body, limits });
      const text = await readBody(response, this.limits.maxPeerAnswerBytes);
      const { statusCode: status = 0 } = response;
      const theirs = decodeNodeHeaders(response.headers);
      if (status < 200 || status > 299) throw new PeerAnswerError(this.base, status, {}, theirs);
      return { response: this.decode(text, decode), headers: theirs };
    } catch (error) {
      throw this.asPeerError(error);
    }
  }

  private decode<T>(text: string, decode: (document: unknown) => T): T {
    try {
      return decodeJson(text, decode);
    } catch (error) {
      throw new PeerAnswerError(this.base, 'something else than a registry', { cause: error });
    }
  }

  private asPeerError(cause: unknown): unknown {
    if (cause instanceof HttpTimeoutError)
      return new PeerTimeoutError(cause.phase === 'connection' ? 'connection' : 'answer', cause.limitMs);
    if (!(cause instanceof ResponseBodyError)) return cause;
    const { maxPeerAnswerBytes } = this.limits;
    const problem = cause.problem === 'too large' ? `more than ${maxPeerAnswerBytes} bytes` : cause.problem;
    return new PeerAnswerError(this.base, problem, { cause });
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
  if (error.answer === 503 || error.answer === 429) return 'congestion';
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
