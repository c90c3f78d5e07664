import { setTimeout as pause } from 'node:timers/promises';
import type { ClientLogger } from '../client-logger.js';
import { NoRegistryError } from '../core/errors.js';
import { EventStream, type StreamEvent } from '../core/event-stream.js';
import { isCovered, type Position, positionText, readPosition } from '../core/position.js';
import { readApplications } from '../core/registry-answer.js';
import type { Registries } from '../registries.js';
import type { RegistrySource } from '../registry-source.js';
import type { Clock, Random } from '../surroundings.js';
import type { OrderedSink } from './ordered-sink.js';

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

/** How following ended: no registry tells its changes, something on the way keeps them back, or it broke off. */
type Outcome = 'not offered' | 'kept back' | 'broken';

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

  async stop(): Promise<void> {
    this.stopping.abort();
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
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async follow(): Promise<Outcome> {
    const connection = new AbortController();
    this.connection = connection;
    this.asWhom = this.parts.own();
    try {
      const followed = await this.parts.registries.follow(this.query(), this.headers(), connection.signal);
      if (!followed) return 'not offered';
      return await this.read(followed.stream, followed.from, connection);
    } catch (error) {
      if (connection.signal.aborted) return 'broken';
      if (!(error instanceof NoRegistryError)) throw error;
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
    const { options, logger } = this.parts;
    const events = new EventStream(options.maxEventBytes);
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
        for (const event of events.push(text)) {
          if (event.name === 'hello' && !isGreeted) {
            isGreeted = true;
            this.failures = 0;
            silenceMs = 3 * keepAliveIn(event);
            logger.debug(`following the changes at ${from}`);
          }
          this.heed(event, from);
        }
        clearTimeout(watch);
        watch = watching();
      }
    } catch (error) {
      if (!connection.signal.aborted) logger.debug(`no longer following ${from}: ${String(error)}`);
    } finally {
      clearTimeout(watch);
      stream.destroy();
    }
    if (isSilent && !isGreeted) return 'kept back';
    if (!isGreeted) this.failures += 1;
    return 'broken';
  }

  private heed(event: StreamEvent, from: string): void {
    const { sink } = this.parts;
    if (event.name === 'hello' || event.name === 'resync') {
      const { position } = JSON.parse(event.data) as { position?: string };
      const reached = readPosition(position);
      // What changed before it was followed, and after the copy was made.
      if (event.name === 'resync' || !isCovered(reached, sink.position)) void this.fetch(reached);
      return;
    }
    if (event.name !== 'delta') return;
    const changes = readApplications(JSON.parse(event.data), this.parts.clock());
    const position = readPosition(event.id);
    // Before the first copy there is nothing to change; the hash code tells when something was missed.
    if (!sink.hasCopy || !sink.changes({ ...changes, ...(position && { position }) }, from))
      void this.fetch(position);
    else sink.ended();
  }

  /** The fetch that is under way may have begun too early. */
  private async fetch(upTo: Position | undefined): Promise<void> {
    const { sink, poller } = this.parts;
    for (let tries = 0; tries < MOST_TRIES && !this.stopping.signal.aborted; tries++) {
      await poller.refresh();
      if (upTo === undefined || upTo.node !== sink.position?.node || isCovered(upTo, sink.position)) return;
    }
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
      ...(position && { 'last-event-id': positionText(position) }),
    };
  }
}

function keepAliveIn({ data }: StreamEvent): number {
  const { keepAliveMs } = JSON.parse(data) as { keepAliveMs?: unknown };
  return typeof keepAliveMs === 'number' && keepAliveMs > 0 ? keepAliveMs : 10_000;
}
