import {
  Events,
  FeedFetches,
  FeedReader,
  instancesOf,
  PollingSource,
  type RegistryCache,
} from '@eureka-nest/client/discovery';
import { idOf, type InstanceInfo, type Position } from '@eureka-nest/protocol';
import type { Cluster } from './cluster.js';
import { FeedConnection } from './feed-connection.js';
import { SimulatedFailover } from './simulated-failover.js';
import { ASK_AGAIN_MS, POLL_MS, TIMEOUT_MS } from './timing.js';
import type { Wire } from './wire.js';

const MAX_EVENT_BYTES = 100_000;
const silent = { debug: () => 0, log: () => 0, warn: () => 0, error: () => 0 };

/** Class of a cache; a mutant has a broken one. */
export type CacheClass = new (...parts: ConstructorParameters<typeof RegistryCache>) => RegistryCache;

/** Client that follows a registry: its real cache, poller and reader of the feed. */
export class Follower {
  readonly cache: RegistryCache;
  /** Registry that the copy is of, and the time since when. */
  followed: { readonly from: string; readonly node: string | undefined; readonly since: number } | undefined;
  connection: FeedConnection | undefined;
  /** Time at which no registry had confirmed the copy for more than a poll. */
  outOfReachAt = 0;
  /** Time at which the listing of its registry lost an instance, by id. */
  readonly lostAt = new Map<string, number>();
  /** Defects that the client would log. */
  readonly defects: string[] = [];
  private readonly failover: SimulatedFailover;
  private readonly poller: PollingSource;
  private readonly fetches: FeedFetches;
  private connectsAt = 0;
  private isConnecting = false;
  private shownBefore: readonly string[] = [];

  constructor(
    private readonly cluster: Cluster,
    readonly wire: Wire,
    Cache: CacheClass,
    private readonly settled: () => void,
    onChanges: (shownBefore: readonly string[], shown: readonly string[]) => void,
  ) {
    const { queue } = wire;
    const clock = () => queue.now;
    const logDefect = (error: unknown) => void this.defects.push(String((error as Error).stack));
    const events = new Events({ error: logDefect });
    this.cache = new Cache({ onlyUp: true, staleAfterMs: 3 * POLL_MS }, clock, silent, events);
    events.on('fetched', ({ from }) => this.follow(from));
    events.on('changes', () => {
      const before = this.shownBefore;
      this.shownBefore = this.shownIds;
      onChanges(before, this.shownBefore);
    });
    this.cache.onListed = (listed) => this.noteListed([...instancesOf(listed)].map(idOf));
    this.failover = new SimulatedFailover(cluster, wire, settled);
    const loop = { intervalMs: POLL_MS, backOff: () => POLL_MS, demandGapMs: 0, monotonicMs: clock };
    const options = { ...loop, disableDelta: false, detail: 'full' } as const;
    this.poller = new PollingSource(this.failover.asReal, this.cache, options, clock, silent);
    const { signal } = new AbortController();
    this.fetches = new FeedFetches({ sink: this.cache, poller: this.poller, signal, logDefect });
    this.poll();
  }

  get shown(): readonly InstanceInfo[] {
    return [...instancesOf(this.cache.snapshot)];
  }

  get shownIds(): readonly string[] {
    return this.shown.map(idOf);
  }

  /** Connects if it is time, and gives up a connection that is dead, silent or outdated. */
  tick(): void {
    const { connection, wire, failover, cluster } = this;
    const { now } = wire.queue;
    if ((this.cache.ageMs ?? Infinity) > POLL_MS + TIMEOUT_MS) this.outOfReachAt = now;
    if (!connection) {
      if (!this.isConnecting && now >= this.connectsAt) this.connect();
      return;
    }
    const { from, life, openedAt } = connection;
    const isDead = cluster.life(from) !== life && !wire.cuts.has(from);
    const isOutdated = failover.readFrom !== from && now - openedAt >= ASK_AGAIN_MS;
    if (isDead || isOutdated || connection.isSilent) connection.close(false);
  }

  private noteListed(listed: readonly string[]): void {
    listed.forEach((id) => this.lostAt.delete(id));
    for (const id of this.shownIds) {
      if (!listed.includes(id) && !this.lostAt.has(id)) this.lostAt.set(id, this.wire.queue.now);
    }
  }

  private poll(): void {
    this.poller.refresh().catch((error) => this.defects.push(String(error)));
    this.settled();
    this.wire.queue.in(POLL_MS, () => this.poll());
  }

  private follow(from: string): void {
    const { position } = this.cache;
    const node = position?.node;
    if (this.followed?.from === from && this.followed.node === node) return;
    this.followed = { from, node, since: this.wire.queue.now };
  }

  private connect(): void {
    this.isConnecting = true;
    this.open(this.failover.candidates, this.cache.position);
  }

  private open(candidates: readonly string[], since: Position | undefined): void {
    const { wire, cluster } = this;
    const [from, ...others] = candidates;
    if (from === undefined) return this.endConnecting(1_000);
    wire.queue.in(wire.wayMs(), () => {
      const life = cluster.life(from);
      if (!life || wire.loses(from)) return this.open(others, since);
      if (!life.hasFeed) return this.endConnecting(ASK_AGAIN_MS);
      this.isConnecting = false;
      const fetch = (upTo: Position | undefined) => {
        this.fetches.demand(upTo);
        this.settled();
      };
      const parts = { sink: this.cache, maxEventBytes: MAX_EVENT_BYTES, since, fetch };
      const reader = new FeedReader(from, { ...parts, clock: () => wire.queue.now });
      this.connection = new FeedConnection(from, life, since, wire, reader, (isUnusable) => {
        this.connection = undefined;
        this.connectsAt = wire.queue.now + (isUnusable ? ASK_AGAIN_MS : 100 + wire.wayMs());
        if (isUnusable) fetch(undefined);
      });
    });
  }

  private endConnecting(pauseMs: number): void {
    this.isConnecting = false;
    this.connectsAt = this.wire.queue.now + pauseMs;
  }
}
