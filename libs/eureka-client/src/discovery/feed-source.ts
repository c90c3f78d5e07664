import { setTimeout as pause } from 'node:timers/promises';
import type { ClientLogger } from '../log/client-logger.js';
import { NoRegistryError } from '../core/errors.js';
import { isCovered, type Position, positionText } from '@eureka-nest/protocol';
import type { Registries } from '../transport/registry-failover.js';
import type { RegistrySource } from './registry-source.js';
import type { Clock, Random } from '../surroundings.js';
import type { OrderedSink } from './position-guard.js';
import { ToldChanges, UselessFeedError } from './feed-reader.js';

export interface FeedOptions {
  readonly detail: 'full' | 'compact';
  readonly maxEventBytes: number;
  readonly backOff: (failures: number) => number;
  /** Up to how long after a break the first attempt to follow again is made. */
  readonly spreadMs: number;
  /** In which time the first event must be there; else something on the way keeps events back. */
  readonly helloMs: number;
  /** After how long registries are asked again that told no changes. */
  readonly askAgainMs: number;
}

export interface FeedParts {
  readonly registries: Registries;
  readonly sink: OrderedSink;
  readonly poller: RegistrySource;
  readonly options: FeedOptions;
  /** This process as `APP/id`, while it is registered: the registry then looks after it when the connection breaks. */
  readonly own: () => string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: ClientLogger;
}

const MOST_TRIES = 3;
/** A registry that hangs up at once must not be called without a pause. */
const LEAST_PAUSE_MS = 100;

/** How following ended: the registry does not tell its changes, something on the way keeps them back, what comes is of no use, or it broke off. */
type Outcome = 'not offered' | 'kept back' | 'of no use' | 'broken';

/**
 * Follows the changes of a registry that tells them (server-sent events), so that the copy is a moment old and not half a minute. The poller
 * goes on beside it at its interval, and is all there is with Java's registries.
 */
export class FeedSource implements RegistrySource {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private connection: AbortController | undefined;
  private asWhom: string | undefined;
  private failures = 0;
  /** Those that answered last time and do not tell their changes. */
  private refusedBy: readonly string[] = [];
  private endWait: (() => void) | undefined;
  /** The registries of which it was told that their events are of no use. */
  private readonly complaints = new Set<string>();

  constructor(private readonly parts: FeedParts) {}

  start(): void {
    this.parts.poller.start();
    this.running ??= this.run();
  }

  refresh(): Promise<void> {
    return this.parts.poller.refresh();
  }

  /** This process is known by another name now, or for the first time: the registry should know whose connection this is. */
  introduce(): void {
    if (this.connection && this.asWhom !== this.parts.own()) this.connection.abort();
  }

  /** A fetch was answered by that registry: one that was not asked yet for its changes is asked now. */
  answeredBy(registry: string): void {
    if (this.refusedBy.length > 0 && !this.refusedBy.includes(registry)) this.endWait?.();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.endWait?.();
    this.connection?.abort();
    await Promise.all([this.running, this.parts.poller.stop()]);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { options, random } = this.parts;
    while (!signal.aborted) {
      const outcome = await this.follow();
      const spread = LEAST_PAUSE_MS + random() * options.spreadMs;
      const waitMs =
        outcome === 'broken'
          ? this.failures === 0
            ? spread
            : options.backOff(this.failures)
          : options.askAgainMs / 2 + (random() * options.askAgainMs) / 2;
      if (signal.aborted) return;
      const waiting = new AbortController();
      this.endWait = () => waiting.abort();
      await pause(waitMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    }
  }

  private async follow(): Promise<Outcome> {
    const connection = new AbortController();
    this.connection = connection;
    this.refusedBy = [];
    this.asWhom = this.parts.own();
    try {
      const followed = await this.parts.registries.follow(this.query(), this.headers(), connection.signal);
      if ('refusedBy' in followed) {
        this.refusedBy = followed.refusedBy;
        return 'not offered';
      }
      return await this.read(followed.stream, followed.from, connection);
    } catch (error) {
      if (connection.signal.aborted) return 'broken';
      if (!(error instanceof NoRegistryError)) this.tellDefect(error);
      this.failures += 1;
      return 'broken';
    } finally {
      this.connection = undefined;
    }
  }

  private async read(
    stream: AsyncIterable<Buffer> & { setEncoding(encoding: 'utf8'): unknown; destroy(): unknown },
    from: string,
    connection: AbortController,
  ): Promise<Outcome> {
    const { options, sink, clock, logger } = this.parts;
    const { maxEventBytes } = options;
    const fetch = (upTo: Position | undefined) => void this.fetch(upTo);
    const told = new ToldChanges(from, { sink, maxEventBytes, fetch, clock });
    const since = clock();
    let silenceMs = options.helloMs;
    let isGreeted = false;
    let isSilent = false;
    const watching = () =>
      setTimeout(() => {
        isSilent = true;
        connection.abort();
      }, silenceMs);
    let watch = watching();
    stream.setEncoding('utf8');
    try {
      for await (const text of stream as unknown as AsyncIterable<string>) {
        told.take(text);
        if (told.keepAliveMs !== undefined && !isGreeted) {
          isGreeted = true;
          this.failures = 0;
          silenceMs = 3 * told.keepAliveMs;
          logger.debug(`following the changes at ${from}`);
        }
        if (this.isElsewhere(from, since)) break;
        clearTimeout(watch);
        watch = watching();
      }
    } catch (error) {
      if (error instanceof UselessFeedError) return this.doWithout(from, error);
      if (!connection.signal.aborted) logger.debug(`no longer following ${from}: ${String(error)}`);
    } finally {
      clearTimeout(watch);
      stream.destroy();
    }
    if (isSilent && !isGreeted) return 'kept back';
    if (!isGreeted) this.failures += 1;
    return 'broken';
  }

  /** The registry itself may be well, so it is asked; that its changes are of no use is told once. */
  private doWithout(from: string, { message }: Error): Outcome {
    if (!this.complaints.has(from)) {
      this.complaints.add(from);
      this.parts.logger.warn(
        `what registry ${from} tells of its changes is of no use, so it is asked: ${message}`,
      );
    }
    void this.fetch(undefined);
    return 'of no use';
  }

  /** Fetches are answered by another registry, as after the return of the preferred one: then that is the one to follow. */
  private isElsewhere(from: string, since: number): boolean {
    const { registries, clock, options } = this.parts;
    const { readFrom = from } = registries;
    // It may have refused to be followed: it is not asked for that all the time.
    return readFrom !== from && clock() - since >= options.askAgainMs;
  }

  /** The fetch that is under way may have begun too early. */
  private async fetch(upTo: Position | undefined): Promise<void> {
    const { sink, poller } = this.parts;
    try {
      for (let tries = 0; tries < MOST_TRIES && !this.stopping.signal.aborted; tries++) {
        await poller.refresh();
        if (upTo === undefined || upTo.node !== sink.position?.node || isCovered(upTo, sink.position)) return;
      }
    } catch (error) {
      this.tellDefect(error);
    }
  }

  /** What can go wrong out there is told in other ways; here a person must see where. Nobody waits for it, and it must end no process. */
  private tellDefect(error: unknown): void {
    this.parts.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  private query(): string {
    const query = new URLSearchParams();
    if (this.asWhom !== undefined) query.set('instance', this.asWhom);
    if (this.parts.options.detail === 'compact') query.set('accept', 'compact');
    return query.size > 0 ? `?${query}` : '';
  }

  private headers(): Record<string, string> {
    const { position } = this.parts.sink;
    return {
      accept: 'text/event-stream, application/json;q=0.1',
      // Packing keeps events back.
      'accept-encoding': 'identity',
      ...(position && { 'last-event-id': positionText(position) }),
    };
  }
}
