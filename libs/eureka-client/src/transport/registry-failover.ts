import { type Clock, type Random, unlessAborted, within } from '@eureka-nest/runtime/time';
import type { IncomingMessage } from 'node:http';
import { NoRegistryError, RegistryUnreachableError, UnusableResponseError } from '../core/errors.js';
import type { FeedRequest } from '../core/feed-request.js';
import type { RegistryRequest } from '../core/registry-requests.js';
import { ServerSelector } from '../core/server-selector.js';
import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import { endpointName, type Endpoints } from './endpoints.js';
import { hedged } from './hedged.js';
import type { Endpoint, HttpTransport } from './http-transport.js';

/** Parts that registration and discovery share. */
export interface SharedParts {
  readonly failover: RegistryFailover;
  readonly events: Events;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: ClientLogger;
}

/** Meaning of a response, and the name of the registry that sent it. */
interface FailoverResult<T> {
  readonly value: T;
  readonly from: string;
}

/** An open change feed and its registry; or the registries that responded and offer none. */
type FeedConnection =
  | { readonly stream: IncomingMessage; readonly from: string }
  | { readonly refusedBy: readonly string[] };

/** Time limit of a second opinion. */
const secondOpinionMs = 2_000;

interface Candidate {
  readonly endpoint: Endpoint;
  readonly name: string;
}

/** Time without a response after which the next registry is asked too. */
const silenceMs = 1_000;

/** Time limit of the last request to registries that another one overtook. */
const lateLimitMs = 300;

/** Asks the registries in turn until one sends a usable response, and logs losses and returns. */
export class RegistryFailover {
  private readonly selector: ServerSelector;
  /** The request whose response was reported as unusable, by what failed and registry. */
  private readonly reported = new Map<string, string>();
  /** Registries that another one overtook in a registration, which they may process late. */
  private readonly late = new Map<string, Promise<unknown>>();
  private lastRead: string | undefined;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly http: HttpTransport,
    private readonly logger: ClientLogger,
    clock: Clock,
  ) {
    this.selector = new ServerSelector(clock);
  }

  /** Registry that answered the last fetch; undefined before the first. */
  get readFrom(): string | undefined {
    return this.lastRead;
  }

  /** @throws NoRegistryError without a usable response; the signal's reason after an abort */
  async send<T>(request: RegistryRequest<T>, signal: AbortSignal): Promise<FailoverResult<T>> {
    const faults: Error[] = [];
    const flawed: (FailoverResult<T> & { readonly flaw: Error })[] = [];
    const candidates = await unlessAborted(signal, this.candidatesFor(request));
    const record = (name: string, error: unknown) => {
      const others = candidates.map((each) => each.name).filter((each) => each !== name);
      faults.push(this.recordFailure(name, request, error, others));
    };
    const attempts = new Map<string, Promise<unknown>>();
    const attempt = async ({ endpoint, name }: Candidate) => {
      try {
        const sent = this.http.send(endpoint, request, signal);
        attempts.set(name, sent);
        const value = request.read(await sent);
        const flaw = request.flawOf?.(value);
        if (!flaw) return { value, from: name };
        flawed.push({ value, from: name, flaw });
      } catch (error) {
        record(name, error);
      }
      return undefined;
    };
    const first = await hedged(candidates, attempt, silenceMs);
    if (first) {
      const { result, overtaken } = first;
      this.recordSuccess(result.from, request);
      for (const each of flawed) record(each.from, each.flaw);
      // Logged as lost only if its own attempt, which goes on, gets no response either.
      for (const { name } of overtaken) {
        this.selector.quarantine(name, purposeOf(request.method));
        if (request.method === 'POST') this.late.set(name, Promise.allSettled([attempts.get(name)]));
      }
      return result;
    }
    const [best] = flawed;
    if (best) {
      this.recordSuccess(best.from, request);
      return best;
    }
    this.endpoints.expire();
    throw new NoRegistryError(request.what, faults);
  }

  /**
   * Asks the other registries for a second opinion, in turn; undefined if none has one in time. It
   * logs nothing.
   */
  async sendElsewhere<T>(
    request: RegistryRequest<T>,
    than: string,
    signal: AbortSignal,
  ): Promise<FailoverResult<T> | undefined> {
    const end = performance.now() + secondOpinionMs;
    for (const { endpoint, name } of await unlessAborted(signal, this.candidatesFor(request))) {
      const limitMs = end - performance.now();
      if (name === than || limitMs <= 0) continue;
      try {
        return { value: request.read(await this.http.send(endpoint, request, signal, limitMs)), from: name };
      } catch (error) {
        if (signal.aborted) throw error;
        this.logger.debug(`no second opinion from ${name}: ${String(error)}`);
      }
    }
    return undefined;
  }

  /** Resolves once the registries that another one overtook have processed the registration. */
  async lateRegistrations(): Promise<void> {
    await Promise.all(this.late.values());
  }

  /**
   * Sends the last request of a process, within the time for all registries; logs nothing. It also
   * goes to the registries that may process a registration late, and would list this process again.
   */
  async sendLast<T>(request: RegistryRequest<T>, budgetMs: number): Promise<FailoverResult<T>> {
    const end = performance.now() + budgetMs;
    // A name server that is silent must not use up the time: the last known servers are asked then.
    const lookUpMs = budgetMs / 3;
    const candidates = await within(lookUpMs, this.candidatesFor(request), this.lastCandidates(request));
    const faults: Error[] = [];
    const flawed: FailoverResult<T>[] = [];
    const ended = new AbortController();
    const send = async ({ endpoint, name }: Candidate) => {
      const limitMs = Math.floor(end - performance.now());
      if (limitMs <= 0) return undefined;
      try {
        const value = request.read(await this.http.send(endpoint, request, ended.signal, limitMs));
        const result = { value, from: name };
        if (!request.flawOf?.(value)) return result;
        flawed.push(result);
      } catch (error) {
        faults.push(error as Error);
      }
      return undefined;
    };
    const attempts = new Map<string, ReturnType<typeof send>>();
    const attempt = (candidate: Candidate) => {
      const sent = attempts.get(candidate.name) ?? send(candidate);
      attempts.set(candidate.name, sent);
      return sent;
    };
    const first = await hedged(candidates, attempt, Math.min(silenceMs, budgetMs / candidates.length));
    const late = candidates.filter(({ name }) => this.late.has(name));
    await within(Math.min(lateLimitMs, end - performance.now()), Promise.all(late.map(attempt)), undefined);
    ended.abort();
    const result = first?.result ?? flawed[0];
    if (result) return result;
    throw new NoRegistryError(request.what, faults);
  }

  /**
   * Opens the change feed of the first registry that responds. If that one has no feed, as Java's,
   * a later one is not read instead: its changes do not apply to a cache that comes from the first.
   *
   * @throws NoRegistryError if none responds; the signal's reason if it was aborted
   */
  async openFeed(request: FeedRequest, signal: AbortSignal): Promise<FeedConnection> {
    const faults: Error[] = [];
    const refusedBy: string[] = [];
    for (const { endpoint, name } of await unlessAborted(signal, this.candidatesFor(request))) {
      try {
        const stream = await this.http.open(endpoint, request, signal);
        if (stream.statusCode === 200 && /^text\/event-stream/.test(`${stream.headers['content-type']}`)) {
          return { stream, from: name };
        }
        stream.destroy();
        refusedBy.push(name);
        if (stream.statusCode === 404 || stream.statusCode === 405) return { refusedBy };
      } catch (error) {
        if (!(error instanceof RegistryUnreachableError)) throw error;
        faults.push(error);
      }
    }
    if (refusedBy.length > 0) return { refusedBy };
    throw new NoRegistryError(request.what, faults);
  }

  close(): void {
    this.http.close();
  }

  private async candidatesFor(request: Pick<FeedRequest, 'method'>): Promise<readonly Candidate[]> {
    const found = await this.endpoints.all();
    this.forgetAllBut(found.map(endpointName));
    return this.inOrder(found, request);
  }

  private lastCandidates(request: Pick<FeedRequest, 'method'>): readonly Candidate[] {
    return this.inOrder(this.endpoints.last, request);
  }

  private inOrder(found: readonly Endpoint[], { method }: Pick<FeedRequest, 'method'>): readonly Candidate[] {
    const endpoints = new Map(found.map((each) => [endpointName(each), each]));
    const names = this.selector.order([...endpoints.keys()], purposeOf(method));
    return names.map((name) => ({ name, endpoint: endpoints.get(name) as Endpoint }));
  }

  /** Names may resolve to ever new addresses. */
  private forgetAllBut(names: readonly string[]): void {
    this.selector.retainOnly(names);
    for (const name of this.late.keys()) if (!names.includes(name)) this.late.delete(name);
    for (const key of this.reported.keys())
      if (!names.some((name) => key.endsWith(` ${name}`))) this.reported.delete(key);
  }

  private recordSuccess(name: string, { what, method }: FeedRequest): void {
    if (method === 'GET') this.lastRead = name;
    else this.late.delete(name);
    const key = reportKey(name, what, method);
    const wasReported = this.reported.get(key) === what && this.reported.delete(key);
    const isBack = this.selector.recordResponse(name, purposeOf(method)) === 'back';
    if (isBack) this.logger.log(`registry ${name} is back`);
    else if (wasReported) this.logger.log(`registry ${name} is usable again`);
  }

  /** Returns errors after which the next registry is asked; rethrows aborts and defects. */
  private recordFailure(
    name: string,
    { what, method }: FeedRequest,
    error: unknown,
    others: readonly string[],
  ): Error {
    if (error instanceof RegistryUnreachableError) {
      const transition = this.selector.recordUnreachable(name, purposeOf(method));
      const { reason } = error;
      const because = reason === 'connection refused' ? '' : ` (${reason})`;
      const [next] = this.selector.order(others, 'write');
      if (transition === 'not up yet') this.logger.log(`registry ${name} is not up yet${because}: retrying`);
      if (transition === 'lost')
        this.logger.warn(`registry ${name} is lost (${reason}): ${next ? `asking ${next}` : 'retrying'}`);
      return error;
    }
    if (!(error instanceof UnusableResponseError)) throw error;
    this.selector.quarantine(name, purposeOf(method));
    const key = reportKey(name, what, method);
    if (!this.reported.has(key)) {
      this.reported.set(key, what);
      this.logger.warn(`registry ${name}: ${error.message}`);
    }
    return error;
  }
}

const purposeOf = (method: FeedRequest['method']): 'read' | 'write' => (method === 'GET' ? 'read' : 'write');

/** Fetches of either kind count as one: whatever breaks one usually breaks the other. */
const reportKey = (name: string, what: string, method: FeedRequest['method']): string =>
  `${method === 'GET' ? 'a fetch' : what} ${name}`;
