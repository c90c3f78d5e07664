import {
  Events,
  feedRequest,
  FeedFetches,
  FeedReader,
  instancesOf,
  PollingSource,
  RegistryCache,
  type RegistryFailover,
} from '@eureka-nest/client/discovery';
import { idOf, type InstanceInfo, type Position } from '@eureka-nest/protocol';
import type { FeedReaderEnd } from './feed-outlet.js';
import type { RegistryRequests } from './registry-requests.js';
import type { SimProcess } from './sim-process.js';
import { SimRegistry } from './sim-registry.js';
import { EPOCH, type World } from './world.js';

const MAX_EVENT_BYTES = 1_000_000;
const HELLO_MS = 3_000;
/** Pause before a registry without a usable feed is asked again. */
const ASK_AGAIN_MS = 120_000;
/** Longest random pause before a reconnect. */
const SPREAD_MS = 500;
const TIMEOUT_MS = 5_000;

/** A client's copy of the registry: the real cache, poller and reader of the feed. */
export class Discovery {
  readonly cache: RegistryCache;
  private readonly poller: PollingSource;
  private readonly fetches: FeedFetches;
  private connection: FeedConnection | undefined;

  constructor(
    private readonly client: SimProcess,
    private readonly world: World,
    private readonly requests: RegistryRequests,
    private readonly identity: () => string | undefined,
    log: (text: string) => void,
    whenListed: (listed: ReadonlyMap<string, InstanceInfo>) => void,
  ) {
    const clock = () => world.now;
    const logger = { debug: () => undefined, log, warn: log, error: log };
    const events = new Events(logger);
    const staleAfterMs = 3 * world.pace.pollMs;
    this.cache = new RegistryCache({ onlyUp: true, staleAfterMs }, clock, logger, events);
    this.cache.onListed = (snapshot) =>
      whenListed(new Map([...instancesOf(snapshot)].map((each) => [idOf(each), each])));
    events.on('changes', (changes) =>
      log(`copy: ${changes.map(({ kind, instance }) => `${kind} ${instance.instanceId}`).join(', ')}`),
    );
    const loop = { intervalMs: world.pace.pollMs, backOff: () => world.pace.pollMs };
    const options = {
      ...loop,
      demandGapMs: 0,
      monotonicMs: clock,
      disableDelta: false,
      detail: 'full',
    } as const;
    const failover = requests.asPromises as unknown as RegistryFailover;
    this.poller = new PollingSource(failover, this.cache, options, () => EPOCH + world.now, logger);
    const { signal } = new AbortController();
    const logDefect = (error: unknown) => log(String(error));
    this.fetches = new FeedFetches({ sink: this.cache, poller: this.poller, signal, logDefect });
  }

  get usable(): readonly string[] {
    return [...instancesOf(this.cache.snapshot)].filter(({ status }) => status === 'UP').map(idOf);
  }

  start(): void {
    this.poll();
    this.watch();
  }

  /** A connection names the instance that it speaks for, so it is opened anew once that changes. */
  identityChanged(): void {
    if (!this.world.pace.hasFeed) return;
    if (this.connection && this.connection.identity === this.identity()) return;
    this.connection?.close();
    this.connection = undefined;
    this.connect(this.registries);
  }

  /** The process has ended, and so have its connections. */
  end(): void {
    this.connection?.close();
    this.connection = undefined;
  }

  private get registries(): readonly SimRegistry[] {
    return this.requests.candidates('read').filter((each) => each instanceof SimRegistry);
  }

  private poll(): void {
    this.poller.refresh().catch(() => undefined);
    this.world.settled();
    this.client.later(this.world.pace.pollMs, () => this.poll());
  }

  /** Closes a connection that is silent, or to a registry that reads no longer go to. */
  private watch(): void {
    this.client.later(1_000, () => {
      const { connection } = this;
      const isOutdated = connection?.isOlderThan(ASK_AGAIN_MS) && connection.from !== this.requests.readFrom;
      if (connection && (connection.isSilent || isOutdated)) {
        connection.close();
        this.reconnect(this.pauseMs());
      }
      this.watch();
    });
  }

  private pauseMs(): number {
    return 100 + Math.floor(SPREAD_MS * this.world.random(this.client.name));
  }

  private reconnect(ms: number): void {
    this.connection = undefined;
    this.client.later(ms, () => {
      if (!this.connection) this.connect(this.registries);
    });
  }

  private connect([to, ...others]: readonly SimRegistry[]): void {
    const { client, world, cache } = this;
    if (!to) return this.reconnect(1_000);
    const { position } = cache;
    const identity = this.identity();
    const { method, path, headers = {} } = feedRequest({ identity, detail: 'full', position });
    client.send({
      to,
      kind: 'fetch',
      request: { method, path: `/eureka/${path}`, headers, body: '' },
      timeoutMs: TIMEOUT_MS,
      responded: ({ status }) => {
        if (status !== 200) return this.reconnect(ASK_AGAIN_MS);
        if (!this.connection) this.open(to, identity, position);
      },
      failed: () => this.connect(others),
    });
    world.settled();
  }

  private open(to: SimRegistry, identity: string | undefined, since: Position | undefined): void {
    const { world, cache, client } = this;
    const fetch = (upTo: Position | undefined) => {
      this.fetches.demand(upTo);
      world.settled();
    };
    const parts = {
      sink: cache,
      maxEventBytes: MAX_EVENT_BYTES,
      since,
      fetch,
      clock: () => EPOCH + world.now,
    };
    const reader = new FeedReader(to.name, parts);
    const connection = new FeedConnection(client, world, to, identity, reader, () => {
      if (this.connection === connection) this.reconnect(this.pauseMs());
    });
    this.connection = connection;
    to.feed?.subscribe(connection, since);
  }
}

/** One connection to a feed, as the client sees it. */
class FeedConnection implements FeedReaderEnd {
  readonly name: string;
  private heardAt: number;
  private readonly openedAt: number;
  isOver = false;

  constructor(
    private readonly client: SimProcess,
    private readonly world: World,
    private readonly to: SimRegistry,
    readonly identity: string | undefined,
    private readonly reader: FeedReader,
    private readonly broke: () => void,
  ) {
    this.name = client.name;
    this.heardAt = this.openedAt = world.now;
  }

  get from(): string {
    return this.to.name;
  }

  isOlderThan(ms: number): boolean {
    return this.world.now - this.openedAt >= ms;
  }

  get isSilent(): boolean {
    const { keepAliveMs } = this.reader;
    return this.world.now - this.heardAt > (keepAliveMs === undefined ? HELLO_MS : 3 * keepAliveMs);
  }

  receive(text: string): void {
    if (this.isOver) return;
    // A process that stands still reads on once it goes on.
    if (this.client.isPaused) return this.client.later(0, () => this.receive(text));
    this.heardAt = this.world.now;
    try {
      this.reader.push(text);
    } catch {
      this.close();
      this.broke();
    }
  }

  closed(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.client.later(0, () => this.broke());
  }

  /** Closes this end; the registry learns it after the way there, unless the link is cut. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    const { links, queue } = this.world;
    const { feed } = this.to;
    if (links.of(this.name, this.to.name).isCut) return;
    queue.in(links.wayMs(this.name, this.to.name), () => feed?.broken(this));
  }
}
