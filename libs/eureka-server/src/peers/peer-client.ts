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
import {
  HttpClient,
  HttpTimeoutError,
  readBody,
  ResponseBodyError,
  type HttpRequest,
} from '@eureka-nest/runtime/http';
import type { Clock } from '@eureka-nest/runtime/time';
import type { IncomingMessage } from 'node:http';
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

/** HTTP request, and how its response is decoded. */
interface Exchange<T> {
  readonly path: string;
  /** Left out, the request is a GET. */
  readonly body?: string;
  /** Time limit of the response's body; by default the read time-out covers the whole response. */
  readonly bodyMs?: number;
  readonly decode: (document: unknown, now: number) => T;
}

interface Decoded<T> {
  readonly response: T;
  readonly headers: NodeHeaders;
}

/** Decoded response of a request, or the reason why there is none. */
type SendResult<K extends PeerRequest['kind']> =
  | Decoded<PeerResponses[K]>
  | { readonly failure: PeerFailure; readonly reason: string };

/** Identity of Java's servers; some rate limiters give it precedence. */
const identityHeaders = { 'DiscoveryIdentity-Name': 'DefaultServer', 'DiscoveryIdentity-Version': '1.0' };

/** Read timeouts allowed for a whole registry, which is much larger than a batch. */
const READ_TIMEOUTS_FOR_REGISTRY = 6;

/** One connection replicates, the other compares. */
const MAX_CONNECTIONS = 2;

/**
 * HTTP requests to one other server, encoded and decoded, each limited in time and in the size of
 * its response. Java: Jersey3ReplicationClient
 */
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
    this.http = new HttpClient({ maxSockets: MAX_CONNECTIONS, tls: { ...tls, ...(ca && { ca: [...ca] }) } });
    this.headers = {
      ...identityHeaders,
      accept: 'application/json',
      ...(authorization && { authorization }),
    };
  }

  fetchAll(): Promise<Decoded<Applications>> {
    const bodyMs = READ_TIMEOUTS_FOR_REGISTRY * this.limits.peerNodeReadTimeoutMs;
    return this.run({ path: paths.apps(), bodyMs, decode: decodeApplicationsDocument });
  }

  async send<K extends PeerRequest['kind']>(
    request: Extract<PeerRequest, { kind: K }>,
  ): Promise<SendResult<K>>;
  async send(request: PeerRequest): Promise<SendResult<PeerRequest['kind']>> {
    try {
      return await this.run(exchangeFor(request));
    } catch (error) {
      return { failure: peerFailure(error), reason: peerFailureReason(error) };
    }
  }

  /** Closes all connections and aborts requests in flight. */
  close(): void {
    this.http.close();
  }

  /** @throws PeerTimeoutError, PeerAnswerError or a network error */
  private async run<T>({ path, body, bodyMs, decode }: Exchange<T>): Promise<Decoded<T>> {
    const headers = {
      ...this.headers,
      ...encodeNodeHeaders(this.nodeHeaders()),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const { peerNodeConnectTimeoutMs: connectMs, peerNodeReadTimeoutMs: responseMs } = this.limits;
    const limits = { connectMs, responseMs, ...(bodyMs !== undefined && { bodyMs }) };
    const method = body === undefined ? 'GET' : 'POST';
    const { message, text } = await this.receive({ method, url: this.base + path, headers, body, limits });
    const { statusCode = 0 } = message;
    if (statusCode < 200 || statusCode > 299) throw new PeerAnswerError(this.base, statusCode);
    return { response: this.decoded(text, decode), headers: decodeNodeHeaders(message.headers) };
  }

  private async receive(request: HttpRequest): Promise<{ message: IncomingMessage; text: string }> {
    const { maxPeerAnswerBytes } = this.limits;
    try {
      const message = await this.http.send(request);
      return { message, text: await readBody(message, maxPeerAnswerBytes) };
    } catch (cause) {
      if (cause instanceof HttpTimeoutError) {
        throw new PeerTimeoutError(cause.phase === 'connection' ? 'connection' : 'answer', cause.limitMs);
      }
      if (!(cause instanceof ResponseBodyError)) throw cause;
      const problem = cause.problem === 'too large' ? `more than ${maxPeerAnswerBytes} bytes` : cause.problem;
      throw new PeerAnswerError(this.base, problem, { cause });
    }
  }

  private decoded<T>(text: string, decode: Exchange<T>['decode']): T {
    try {
      return decode(JSON.parse(text), this.clock());
    } catch (error) {
      throw new PeerAnswerError(this.base, 'something else than a registry', { cause: error });
    }
  }
}

function exchangeFor(request: PeerRequest): Exchange<PeerResponses[PeerRequest['kind']]> {
  switch (request.kind) {
    case 'batch': {
      const { items } = request;
      return {
        path: paths.batch(),
        body: JSON.stringify(encodeReplicationList(items)),
        decode: (document, now) => oneAnswerPerItem(items, decodeReplicationResponses(document, now)),
      };
    }
    case 'compare': {
      const body = encodeCompareRequest(request.digest);
      return { path: comparisonPaths.compare, body, decode: decodeCompareResponse };
    }
    case 'detail': {
      const body = encodeDetailRequest(request.apps);
      return { path: comparisonPaths.detail, body, decode: decodeDetailResponse };
    }
    case 'fetch': {
      const body = encodeInstancesRequest(request.wanted.map(({ app, row }) => [app, row.id]));
      return { path: comparisonPaths.instances, body, decode: decodeInstancesResponse };
    }
  }
}

/**
 * QUIRK(ReplicationTaskProcessor): Java logs a wrong number of answers and counts it as success.
 */
function oneAnswerPerItem(items: readonly unknown[], answers: PeerResponses['batch']) {
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
