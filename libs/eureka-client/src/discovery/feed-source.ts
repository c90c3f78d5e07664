import type { Position } from '@eureka-nest/protocol';
import { type Clock, timerDelay } from '@eureka-nest/runtime/time';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { NoRegistryError } from '../core/errors.js';
import { feedRequest } from '../core/feed-request.js';
import type { SharedParts } from '../transport/registry-failover.js';
import { FeedFetches } from './feed-fetches.js';
import { FeedReader, UnusableFeedError } from './feed-reader.js';
import type { RegistryCache } from './registry-cache.js';
import type { RegistrySource } from './registry-source.js';

export interface FeedOptions {
  readonly detail: 'full' | 'compact';
  readonly maxEventBytes: number;
  readonly backOff: (failures: number) => number;
  /** Longest random pause before the client reconnects to a feed that broke off. */
  readonly spreadMs: number;
  /** Time limit for the first event. If it passes, a proxy buffers the events. */
  readonly helloMs: number;
  /** Time after which a registry without a usable feed is tried again. */
  readonly askAgainMs: number;
}

interface FeedParts extends Omit<SharedParts, 'events'> {
  /** Clock for durations. */
  readonly monotonic: Clock;
  readonly sink: RegistryCache;
  readonly poller: RegistrySource;
  readonly options: FeedOptions;
  /** Returns this process as `APP/id` while registered; it is probed if the feed breaks. */
  readonly identity: () => string | undefined;
}

/** A connection that breaks earlier counts as failed, although it worked. */
const SHORT_MS = 2_000;
/** Shortest pause before a reconnect, for a registry that closes the feed at once. */
const MIN_PAUSE_MS = 100;

/** Reason of this client for ending a connection: it names the owner, who has changed. */
const otherIdentity = new Error('this process has another identity');

/**
 * End of one connection. After `renamed` the client reconnects at once, after `broken` soon: many
 * clients lose a registry at the same moment.
 */
type Outcome = 'not offered' | 'buffered' | 'unusable' | 'broken' | 'renamed';

/**
 * Reads the change feed of a registry (server-sent events), which keeps the cache milliseconds old.
 * The poller runs beside it at its interval. With Java's registries, which have no feed, only the
 * poller works.
 */
export class FeedSource implements RegistrySource {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private connection: AbortController | undefined;
  /** Identity that the current connection was opened with. */
  private identity: string | undefined;
  /** Connections in a row that failed, or broke soon. */
  private failures = 0;
  /** True if the last connection brought a `hello` event. */
  private wasGreeted = false;
  /** Registries that responded to the last attempt and offer no feed. */
  private refusedBy: readonly string[] = [];
  private endPause: (() => void) | undefined;
  private readonly fetches: FeedFetches;
  /** Registries whose feed was reported as unusable. */
  private readonly reported = new Set<string>();

  constructor(private readonly parts: FeedParts) {
    const logDefect = (error: unknown) => this.logDefect(error);
    this.fetches = new FeedFetches({ ...parts, signal: this.stopping.signal, logDefect });
  }

  start(): void {
    this.parts.poller.start();
    this.running ??= this.run();
  }

  refresh(): Promise<void> {
    return this.parts.poller.refresh();
  }

  /** Reconnects if this process has another identity now, because a connection names its owner. */
  identityChanged(): void {
    if (this.connection && this.identity !== this.parts.identity()) this.connection.abort(otherIdentity);
  }

  /** Ends the pause if a fetch was answered by a registry that was not asked for its feed yet. */
  fetchedFrom(registry: string): void {
    if (this.refusedBy.length > 0 && !this.refusedBy.includes(registry)) this.endPause?.();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.endPause?.();
    this.connection?.abort();
    await Promise.all([this.running, this.parts.poller.stop()]);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = this.pauseAfter(await this.connect());
      if (signal.aborted) return;
      const waiting = new AbortController();
      this.endPause = () => waiting.abort();
      await pause(timerDelay(pauseMs), undefined, { signal: waiting.signal }).catch(() => undefined);
    }
  }

  private pauseAfter(outcome: Outcome): number {
    if (outcome === 'renamed') return 0;
    const { options, random } = this.parts;
    const chance = random();
    if (outcome !== 'broken') return options.askAgainMs / 2 + (chance * options.askAgainMs) / 2;
    const spreadMs = this.wasGreeted ? MIN_PAUSE_MS + chance * options.spreadMs : 0;
    return Math.max(spreadMs, this.failures > 0 ? options.backOff(this.failures) : 0);
  }

  private async connect(): Promise<Outcome> {
    const { failover, options, sink } = this.parts;
    const connection = new AbortController();
    this.connection = connection;
    this.refusedBy = [];
    this.wasGreeted = false;
    this.identity = this.parts.identity();
    const { identity } = this;
    const { position } = sink;
    const request = feedRequest({ identity, detail: options.detail, position });
    try {
      const opened = await failover.openFeed(request, connection.signal);
      if ('refusedBy' in opened) {
        this.refusedBy = opened.refusedBy;
        return 'not offered';
      }
      return await this.read(opened, position, connection);
    } catch (error) {
      if (connection.signal.aborted) return connection.signal.reason === otherIdentity ? 'renamed' : 'broken';
      if (!(error instanceof NoRegistryError)) this.logDefect(error);
      this.failures += 1;
      return 'broken';
    } finally {
      this.connection = undefined;
    }
  }

  private async read(
    { stream, from }: { readonly stream: IncomingMessage; readonly from: string },
    since: Position | undefined,
    connection: AbortController,
  ): Promise<Outcome> {
    const { options, sink, clock, monotonic, logger } = this.parts;
    const fetch = (upTo: Position | undefined) => this.fetches.demand(upTo);
    const reader = new FeedReader(from, { sink, maxEventBytes: options.maxEventBytes, since, fetch, clock });
    const openedAt = monotonic();
    const openedMs = performance.now();
    let silenceMs = options.helloMs;
    const silence = new Error('the feed is silent');
    const startTimer = () => setTimeout(() => connection.abort(silence), timerDelay(silenceMs));
    let isGreeted = false;
    let timer = startTimer();
    stream.setEncoding('utf8');
    try {
      for await (const text of stream as AsyncIterable<string>) {
        reader.push(text);
        if (reader.keepAliveMs !== undefined && !isGreeted) {
          isGreeted = true;
          silenceMs = 3 * reader.keepAliveMs;
          logger.debug(`reading the change feed of ${from}`);
        }
        if (this.isOutdated(from, openedAt)) break;
        // Comments before the `hello` event do not extend its time limit.
        if (!isGreeted) continue;
        clearTimeout(timer);
        timer = startTimer();
      }
    } catch (error) {
      if (error instanceof UnusableFeedError) return this.fallBack(from, error);
      if (!connection.signal.aborted) logger.debug(`change feed of ${from} broke off: ${String(error)}`);
    } finally {
      clearTimeout(timer);
      stream.destroy();
    }
    if (connection.signal.reason === otherIdentity) return 'renamed';
    if (connection.signal.reason === silence && !isGreeted) return 'buffered';
    this.wasGreeted = isGreeted;
    const isShort = performance.now() - openedMs < SHORT_MS;
    this.failures = isGreeted && !isShort ? 0 : this.failures + 1;
    return 'broken';
  }

  /** Falls back to polling: the registry itself may be fine. Logged once per registry. */
  private fallBack(from: string, { message }: Error): Outcome {
    if (!this.reported.has(from)) {
      this.reported.add(from);
      this.parts.logger.warn(`change feed of ${from} unusable, falling back to polling: ${message}`);
    }
    this.fetches.demand(undefined);
    return 'unusable';
  }

  /** True if another registry now answers fetches, such as the preferred one that is back. */
  private isOutdated(from: string, openedAt: number): boolean {
    const { failover, monotonic, options } = this.parts;
    const { readFrom = from } = failover;
    // The other registry may have refused; it is not asked again before this time has passed.
    return readFrom !== from && monotonic() - openedAt >= options.askAgainMs;
  }

  /** Logs a defect of ours. */
  private logDefect(error: unknown): void {
    this.parts.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
