import type { NodeHeaders } from '@eureka-nest/protocol';
import {
  type AnyRequest,
  type DocumentId,
  type Due,
  type NodeResponse,
  type NoResponse,
  type PeerFailure,
  ReadOnlyCache,
  realParts,
  ServerProcess,
} from '@eureka-nest/server/simulation';
import type { NodeDeclaration } from '../scenario/scenario.js';
import { FeedOutlet } from './feed-outlet.js';
import type { HttpRequest, HttpResponse } from './messages.js';
import type { Pace } from './pace.js';
import { instanceHttpResponse, json, peerHttpRequest, peerHttpResponse, respond } from './registry-http.js';
import { SimProcess } from './sim-process.js';
import { EPOCH, type World } from './world.js';
import { changesHeader, positionHeader, syncingHeader } from '@eureka-nest/protocol';

const PEER_TIMEOUT_MS = 6_000;
/** Longest wait before the links are asked again, as in `Peer`. */
const MAX_WAIT_MS = 1_000;
const MINUTE_MS = 60_000;
/** Longer than any run. */
const NEVER_MS = 24 * 60 * MINUTE_MS;
const RECOUNT_MS = 15 * MINUTE_MS;

const wireForm = { format: 'json', detail: 'full', version: 'v2' } as const;

const failureKinds: Readonly<Record<NoResponse, PeerFailure>> = {
  'timed out': 'congestion',
  'connection refused': 'transient',
  '503': 'congestion',
  '500': 'permanent',
};

/** Decoded request to a peer, beside the text that is shown. */
interface PeerExchange {
  readonly request: AnyRequest;
  readonly headers: NodeHeaders;
  response?: NodeResponse;
}

/** Java neither probes its peers nor compares registries with them. */
const linkOptionsOf = ({ changeDelayMs: maxChangeDelayMs, hasFeed }: Pace) =>
  hasFeed
    ? { maxChangeDelayMs }
    : { maxChangeDelayMs, peerProbeIntervalMs: NEVER_MS, peerComparisonIntervalMs: 0 };

/** A registry: the real core, replication and response cache, in the simulated network. */
export class SimRegistry extends SimProcess {
  process: ServerProcess | undefined;
  feed: FeedOutlet | undefined;
  private cache: ReadOnlyCache | undefined;
  private wakesAt = Infinity;
  /** Requests in flight to this registry, by their text. */
  private readonly exchanges = new Map<HttpRequest, PeerExchange>();

  constructor(
    declared: NodeDeclaration,
    world: World,
    private readonly registries: () => readonly SimRegistry[],
    private readonly accepts: (port: number, from: string) => 'accepted' | 'refused' | 'silent',
  ) {
    super(declared, world);
  }

  readonly clock = (): number => EPOCH + this.world.now;

  protected started(): void {
    const { world, name, clock } = this;
    const { pace } = world;
    const peers = this.registries().filter((each) => each !== this);
    const process = new ServerProcess(
      {
        node: `${name}-${world.now}`,
        peers: peers.map((each) => each.name),
        clock,
        uptime: () => world.now - this.startedAt,
        random: () => world.random(name),
        selfPreservation: pace.selfPreservation,
        capacity: 1_000,
        asJava: !pace.hasFeed,
        renewalMs: pace.hasFeed ? pace.heartbeatMs : 0,
        registry: { expectedClientRenewalIntervalSecs: Math.round(pace.heartbeatMs / 1_000) },
        logger: {
          debug: () => undefined,
          isDebugEnabled: () => false,
          log: (text) => this.log(text),
          warn: (text) => this.log(text),
          error: (text) => this.log(text),
        },
      },
      {
        ...realParts,
        linkOptions: linkOptionsOf(pace),
      },
    );
    this.process = process;
    const { responseCacheMs } = pace;
    this.cache = responseCacheMs === undefined ? undefined : this.readOnlyCache(process, responseCacheMs);
    this.feed = pace.hasFeed ? new FeedOutlet(this, world, process, this.accepts) : undefined;
    this.wakesAt = Infinity;
    if (responseCacheMs !== undefined) this.renewCache(responseCacheMs);
    this.every(
      () => pace.evictionMs,
      () => process.service.evict(0),
    );
    this.every(
      () => MINUTE_MS,
      () => process.service.closeMinute(),
    );
    this.every(
      () => MINUTE_MS / 2,
      () => void process.registry.sweepChanges(),
    );
    this.every(
      () => RECOUNT_MS,
      () => process.registry.updateThreshold(Math.max(1, process.registry.reads.size)),
    );
    this.sendDue();
  }

  protected ended(): void {
    this.feed?.end();
    this.feed = undefined;
    this.process = undefined;
    this.exchanges.clear();
  }

  serve(request: HttpRequest, from: string): HttpResponse {
    const { process } = this;
    if (!process) return respond(503);
    const response = this.responseTo(process, request, from);
    this.sendDue();
    return response;
  }

  private responseTo(process: ServerProcess, request: HttpRequest, from: string): HttpResponse {
    const exchange = this.exchanges.get(request);
    if (exchange) {
      exchange.response = process.handle(exchange.request, from, exchange.headers);
      return peerHttpResponse(exchange.request, exchange.response, process);
    }
    if (request.path.startsWith('/eureka/changes'))
      return this.feed ? respond(200, '', { 'content-type': 'text/event-stream' }) : respond(404);
    if (request.method === 'GET') return this.read(process, request);
    return instanceHttpResponse(process, request, this.clock());
  }

  private read(process: ServerProcess, { path }: HttpRequest): HttpResponse {
    const { feed, cache } = this;
    const kind = path.endsWith('delta') ? 'delta' : 'apps';
    const cached = cache?.get({ kind }, wireForm);
    const body = cached ? (cached as CachedText).text : this.document(process, kind);
    return respond(200, body, {
      ...(feed && { [changesHeader]: 'changes', [positionHeader]: feed.position }),
      ...(feed && process.isIncomplete && { [syncingHeader]: 'true' }),
    });
  }

  private document({ registry: { reads } }: ServerProcess, kind: DocumentId['kind']): string {
    return json.applications(kind === 'delta' ? reads.delta() : reads.applications());
  }

  private readOnlyCache(process: ServerProcess, updateIntervalMs: number): ReadOnlyCache {
    const get = ({ kind }: DocumentId) => new CachedText(this.document(process, kind));
    return new ReadOnlyCache({ get }, { clock: this.clock, updateIntervalMs });
  }

  /** Java renews by a timer; the real cache here, at the first read of an interval. */
  private renewCache(intervalMs: number): void {
    const toNext = () => intervalMs - (this.clock() % intervalMs);
    this.every(toNext, () => this.cache?.get({ kind: 'vip', name: 'renewal' }, wireForm));
  }

  // ---- replication ----

  /** Whatever this process does by itself may be a change, which is due at the peers soon. */
  override later(ms: number, act: () => void): void {
    super.later(ms, () => {
      act();
      this.sendDue();
    });
  }

  /** Sends what is due to the peers, and schedules the next look. */
  sendDue(): void {
    const { process } = this;
    if (!process) return;
    for (let due = process.nextDue(); due; due = process.nextDue()) this.sendToPeer(process, due);
    const { now } = this.world;
    const at = now + Math.min(Math.max(1, process.nextDueAt - this.clock()), MAX_WAIT_MS);
    if (at >= this.wakesAt) return;
    this.wakesAt = at;
    this.later(at - now, () => {
      if (this.wakesAt === at) this.wakesAt = Infinity;
      this.sendDue();
    });
  }

  private sendToPeer(process: ServerProcess, due: Due): void {
    const to = this.registries().find(({ name }) => name === due.peer);
    if (!to) throw new Error(`${this.name} has no peer ${due.peer}`);
    const { headers } = process;
    const exchange: PeerExchange = { request: due.request, headers };
    const request = peerHttpRequest(due.request, headers);
    to.exchanges.set(request, exchange);
    const end = (act: () => void) => {
      to.exchanges.delete(request);
      act();
      this.sendDue();
    };
    const failed = (why: NoResponse) => end(() => process.failed(due, failureKinds[why], why));
    this.send({
      to,
      kind: due.request.kind === 'full-fetch' ? 'fetch' : 'replication',
      request,
      timeoutMs: PEER_TIMEOUT_MS,
      responded: () =>
        exchange.response ? end(() => process.responded(due, exchange.response!)) : failed('503'),
      failed,
    });
  }
}

/** A rendered document, in the shape that the response cache retains. */
class CachedText {
  readonly format = 'json';

  constructor(readonly text: string) {}

  get length(): number {
    return this.text.length;
  }

  plain(): never {
    throw new Error('the playground sends text');
  }

  gzip(): never {
    throw new Error('the playground sends text');
  }
}
