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
import { PeerAnswerError, PeerTimeoutError } from '../errors.js';
import { type Answered, type Asked, PeerHttp, type PeerLimits, type PeerTls } from './peer-http.js';
import type { Failure, PeerAnswers, PeerRequest } from './peer-request.js';

/** What came of a request. */
export type Delivery<K extends PeerRequest['kind']> =
  | { readonly answer: PeerAnswers[K]; readonly from: NodeHeaders }
  | { readonly failure: Failure; readonly reason: string };

/** By which servers know each other; some give servers precedence. */
const identity = { 'DiscoveryIdentity-Name': 'DefaultServer', 'DiscoveryIdentity-Version': '1.0' };

/** A whole registry may take longer than a batch. */
const WHOLE_REGISTRY_TIMES = 6;

/** Talks to one other server. Java: Jersey3ReplicationClient */
export class PeerClient {
  private readonly base: string;
  private readonly http: PeerHttp;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    url: string,
    private readonly limits: PeerLimits,
    private readonly facts: () => NodeHeaders,
    private readonly clock: Clock,
    tls: PeerTls = {},
  ) {
    const { url: base, authorization } = splitLogin(url);
    this.base = base;
    this.http = new PeerHttp(base, limits, tls);
    this.headers = { ...identity, accept: 'application/json', ...(authorization && { authorization }) };
  }

  /** The peer's whole registry. */
  async fetchAll(): Promise<{ readonly applications: Applications; readonly from: NodeHeaders }> {
    const limitMs = WHOLE_REGISTRY_TIMES * this.limits.peerNodeReadTimeoutMs;
    const answered = await this.ask({ path: paths.apps(), method: 'GET', limitMs });
    const applications = this.read(answered, (document) =>
      decodeApplicationsDocument(document, this.clock()),
    );
    return { applications, from: decodeNodeHeaders(answered.headers) };
  }

  async send<K extends PeerRequest['kind']>(request: Extract<PeerRequest, { kind: K }>): Promise<Delivery<K>>;
  async send(request: PeerRequest): Promise<Delivery<PeerRequest['kind']>> {
    try {
      const { path, body } = questionOf(request);
      const answered = await this.ask({ path, method: 'POST', body });
      const answer = this.read(answered, (document) => this.answerIn(request, document));
      return { answer, from: decodeNodeHeaders(answered.headers) };
    } catch (error) {
      return { failure: failureOf(error), reason: reasonOf(error) };
    }
  }

  /** Gives up whatever is under way. */
  close(): void {
    this.http.close();
  }

  private ask({ path, method, body, limitMs }: Omit<Asked, 'headers'>): Promise<Answered> {
    const headers = {
      ...this.headers,
      ...encodeNodeHeaders(this.facts()),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return this.http.ask({ path, method, headers, body, limitMs });
  }

  private read<T>({ status, text }: Answered, decode: (document: unknown) => T): T {
    if (status < 200 || status > 299) throw new PeerAnswerError(this.base, status);
    try {
      return decode(JSON.parse(text));
    } catch (error) {
      throw new PeerAnswerError(this.base, 'something else than a registry', { cause: error });
    }
  }

  private answerIn(request: PeerRequest, document: unknown): PeerAnswers[PeerRequest['kind']] {
    switch (request.kind) {
      case 'batch':
        return answersTo(request.items, decodeReplicationResponses(document, this.clock()));
      case 'compare':
        return decodeCompareResponse(document);
      case 'detail':
        return decodeDetailResponse(document);
      case 'fetch':
        return decodeInstancesResponse(document, this.clock());
    }
  }
}

function questionOf(request: PeerRequest): { readonly path: string; readonly body: string } {
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

/** QUIRK(ReplicationTaskProcessor): Java takes a wrong number of answers for success, with a line in its log. */
function answersTo(items: readonly unknown[], answers: PeerAnswers['batch']): PeerAnswers['batch'] {
  if (answers.length === items.length) return answers;
  throw new RangeError(`${answers.length} answers to ${items.length} changes`);
}

/** What kind of failure that is. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PeerTimeoutError) return 'congestion';
  if (!(error instanceof PeerAnswerError)) return 'transient';
  if (error.answer === 503) return 'congestion';
  return error.answer === 413 ? 'too-large' : 'permanent';
}

/** Why a request came to nothing, as short as possible. */
export function reasonOf(error: unknown): string {
  if (error instanceof PeerAnswerError || error instanceof PeerTimeoutError) return error.message;
  const { code, errors, message } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  return code ?? errors?.[0]?.code ?? message;
}
