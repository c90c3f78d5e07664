import { type Position, readPosition } from '@eureka-nest/protocol';
import { encoderOf, idOf, keepAliveComment } from '@eureka-nest/protocol';
import { ChangeEvents } from '../../../src/change-feed/change-events.js';
import { type EventSink, FeedSubscriber } from '../../../src/change-feed/feed-subscriber.js';
import { ChangeLog } from '../../../src/core/delta/change-log.js';
import type { EventQueue } from '../../../src/simulation/event-queue.js';
import type { SeededRandom } from '@eureka-nest/runtime/testing';
import { realParts, ServerProcess } from '../../../src/simulation/server-process.js';
import { KEEP_ALIVE_MS, RENEWAL_MS } from './timing.js';

/** Few changes and bytes, so that readers miss some. */
const LOG_SIZE = 12;
const MAX_UNSENT_BYTES = 2_000;
const FLUSH_MS = 10;

const encoder = encoderOf({ format: 'json', detail: 'full', version: 'v2' });
const keepAlive = Buffer.from(keepAliveComment);

interface LifeOptions {
  readonly node: string;
  readonly environment: string;
  readonly peers: readonly string[];
  /** False: neither a feed nor positions. */
  readonly hasFeed: boolean;
  readonly asJava: boolean;
  readonly queue: EventQueue;
  readonly random: SeededRandom;
}

/** One registry process from its start, empty, to its end: the real core, change log and events. */
export class RegistryLife {
  readonly process: ServerProcess;
  /** Time of the last change of the listing. */
  changedAt: number;
  private readonly log = new ChangeLog(LOG_SIZE);
  private readonly events: ChangeEvents;
  private readonly readers = new Set<FeedSubscriber>();
  private flushedTo = 0;
  private isFlushDue = false;

  constructor(private readonly options: LifeOptions) {
    const { node, environment, peers, asJava, queue, random } = options;
    const startedAt = queue.now;
    this.changedAt = startedAt;
    const process = new ServerProcess(
      {
        node,
        environment,
        peers,
        clock: () => queue.now,
        uptime: () => queue.now - startedAt,
        random: () => random.next(),
        selfPreservation: false,
        capacity: 1_000,
        asJava,
        renewalMs: RENEWAL_MS,
      },
      realParts,
    );
    this.process = process;
    const { reads } = process.registry;
    reads.whenChanged((changed) => {
      this.log.add(changed);
      this.changedAt = queue.now;
      this.planFlush();
    });
    this.events = new ChangeEvents({ registry: reads, log: this.log, node, keepAliveMs: KEEP_ALIVE_MS });
  }

  get node(): string {
    return this.options.node;
  }

  get hasFeed(): boolean {
    return this.options.hasFeed;
  }

  /** Response to `GET apps` or `apps/delta`. */
  respond(path: string) {
    const { reads } = this.process.registry;
    const document = path.endsWith('delta') ? reads.delta() : reads.applications();
    const position = this.hasFeed ? readPosition(this.events.position) : undefined;
    const isSyncing = !this.options.asJava && this.process.isIncomplete;
    return {
      status: 200,
      body: encoder.applications(document).toString(),
      ...(position && { position }),
      ...(isSyncing && { isSyncing }),
    };
  }

  /** Returns the function that ends the subscription, as the end of a connection does. */
  subscribe(since: Position | undefined, sink: EventSink): () => void {
    const reader = new FeedSubscriber('full', sink, MAX_UNSENT_BYTES);
    if (this.readers.size === 0) this.flushedTo = this.log.last;
    this.readers.add(reader);
    reader.greet(this.events.greeting('full', since));
    return () => void this.readers.delete(reader);
  }

  keepAlive(): void {
    for (const reader of this.readers) {
      reader.resumeIfDrained(() => this.events.resync());
      reader.keepAlive(keepAlive);
    }
  }

  get ids(): readonly string[] {
    return this.instances.map(idOf);
  }

  get instances() {
    return this.process.registry.reads.applications().applications.flatMap(({ instances }) => instances);
  }

  private planFlush(): void {
    if (this.readers.size === 0 || this.isFlushDue) return;
    this.isFlushDue = true;
    this.options.queue.in(FLUSH_MS, () => this.flush());
  }

  private flush(): void {
    this.isFlushDue = false;
    const changed = this.log.since(this.flushedTo);
    this.flushedTo = this.log.last;
    const event = changed ? this.events.delta(changed, 'full') : this.events.resync();
    for (const reader of this.readers) reader.send(event, this.options.queue.now);
  }
}
