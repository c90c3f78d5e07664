import { keepAliveComment } from '@eureka-nest/protocol';
import type { ConsoleEvents, ConsoleInstance } from '@eureka-nest/protocol/console';
import { every, type Stop } from '@eureka-nest/runtime/time';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { EventSink } from '../change-feed/feed-subscriber.js';
import type { RegistryEntry } from '../core/registry/registry-entry.js';
import type { LivenessWatch } from '../liveness/liveness-watch.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { Peers } from '../peers/peers.js';
import { SelfPreservation } from '../core/registry/self-preservation.js';
import type { RegistryService } from '../service/registry.service.js';
import type { ActivityLog } from './activity-log.js';
import { ConsoleReader } from './console-reader.js';
import type { FollowedConsumers } from './followed-consumers.js';
import { encodeEvent } from './event-text.js';
import { consoleKey, instanceView } from './instance-view.js';
import { PendingEvents } from './pending-events.js';
import { type ChangedKeys, Snapshot } from './snapshot.js';
import { type StateParts, stateView } from './state-view.js';

/** Time for which changes wait for others to share their event. */
const CHANGES_MS = 50;
const HEARTBEATS_MS = 250;
const STATE_MS = 1_000;
/** Age at which a snapshot is no longer shared with a further reader. */
const SHARED_MS = 1_000;

export interface ConsoleStreamParts {
  readonly service: RegistryService;
  readonly peers: Pick<Peers, 'all'>;
  readonly activity: ActivityLog;
  readonly liveness?: LivenessWatch;
  readonly options: EurekaServerOptions;
  readonly monotonicMs?: () => number;
  readonly logger: Pick<ServerLogger, 'warn' | 'error'>;
  /** Reads the calls of consumers while a console is open. */
  readonly consumers?: Pick<FollowedConsumers, 'start' | 'recent'>;
}

/**
 * The one stream of the console. Everything that it listens to and every timer starts with the
 * first reader and stops with the last. Each live event is encoded once for all readers.
 */
export class ConsoleStream {
  private readonly readers = new Set<ConsoleReader>();
  private readonly pending = new PendingEvents();
  private readonly monotonicMs: () => number;
  private stops: readonly Stop[] = [];
  private scheduled: NodeJS.Timeout | undefined;
  private isFlushing = false;
  private isClosed = false;
  private snapshot: Snapshot | undefined;
  private activityTo = 0;
  /** Number of readers that are being sent a snapshot. */
  private joining = 0;
  private state: StateParts | undefined;

  constructor(private readonly parts: ConsoleStreamParts) {
    this.monotonicMs = parts.monotonicMs ?? (() => performance.now());
  }

  get size(): number {
    return this.readers.size;
  }

  admits(): boolean {
    return !this.isClosed && this.size < this.parts.options.consoleMaxReaders;
  }

  /** @param hello makes the first event, which depends on the caller */
  open(sink: EventSink, hello: () => Buffer): { drained(): void; closed(): void } {
    if (this.size === 0) this.start();
    const reader = new ConsoleReader(sink, this.monotonicMs);
    this.readers.add(reader);
    const join = (greeting: Buffer) => {
      this.join(reader, greeting).catch(this.logDefect);
    };
    join(hello());
    const rejoin = () => {
      // A snapshot for a reader that has left would stay in memory until the next one comes.
      setImmediate(() => this.readers.has(reader) && join(hello()));
      return Buffer.from(keepAliveComment);
    };
    return {
      drained: () => reader.drained(rejoin),
      closed: () => {
        reader.closed();
        if (this.readers.delete(reader) && this.size === 0) this.stop();
      },
    };
  }

  /** Disconnects all readers and admits no more. */
  close(): void {
    this.isClosed = true;
    for (const reader of this.readers) reader.end();
  }

  private readonly logDefect = (error: unknown): void => this.parts.logger.error(String(error));

  private start(): void {
    const { service, peers, activity, liveness, options, logger, consumers } = this.parts;
    const { reads } = service.registry;
    const { enoughInstances = 0 } = SelfPreservation.settled(options, 0);
    const lastMinute = () => activity.lastMinute;
    this.state = { reads, peers: () => peers.all, evictsFrom: enoughInstances, lastMinute };
    this.activityTo = activity.last;
    service.whenRenewed = (app, id) => this.renewed(app.toUpperCase(), id);
    activity.whenAdded = () => this.schedule();
    if (liveness) liveness.whenConnectionChanges = (app, id) => this.changed(app.toUpperCase(), id);
    this.stops = [
      reads.whenChanged(({ app, id }) => this.changed(app, id)),
      every(HEARTBEATS_MS, () => this.sendHeartbeats(), logger),
      every(STATE_MS, () => this.broadcast(this.stateEvent()), logger),
      every(options.changesKeepAliveMs, () => this.keepAlive(), logger),
      consumers?.start((news) => this.broadcast(encodeEvent('calls', { consumers: news }))) ??
        (() => undefined),
      () => {
        service.whenRenewed = undefined;
        activity.whenAdded = undefined;
        if (liveness) liveness.whenConnectionChanges = undefined;
      },
    ];
  }

  private stop(): void {
    this.stops.forEach((stop) => stop());
    this.stops = [];
    clearTimeout(this.scheduled);
    this.scheduled = undefined;
    this.snapshot = undefined;
    this.pending.clear();
  }

  private async join(reader: ConsoleReader, hello: Buffer): Promise<void> {
    const now = this.monotonicMs();
    if (!this.snapshot || now - this.snapshot.madeAt > SHARED_MS) {
      this.snapshot = new Snapshot(this.parts.service.registry.reads.entries(), this.viewOf, now);
    }
    const { snapshot } = this;
    this.joining += 1;
    const joined = reader.join({
      greeting: Buffer.concat([hello, this.stateEvent()]),
      snapshot,
      changesOf: (changed) => this.changesEvent(changed),
      farewell: () => {
        this.sendActivity();
        const entries = encodeEvent('activity', { entries: this.parts.activity.since(0) });
        const consumers = this.parts.consumers?.recent() ?? [];
        return consumers.length > 0 ? Buffer.concat([entries, encodeEvent('calls', { consumers })]) : entries;
      },
    });
    await joined.finally(() => (this.joining -= 1));
  }

  private changed(app: string, id: string): void {
    const key = consoleKey(app, id);
    this.pending.changed.set(key, { app, id });
    this.missedByJoining(key, app, id);
    this.schedule();
  }

  private renewed(app: string, id: string): void {
    const key = consoleKey(app, id);
    this.pending.renewed(key, this.parts.service.clock());
    this.missedByJoining(key, app, id);
  }

  /** A part of a snapshot may be older than this change. */
  private missedByJoining(key: string, app: string, id: string): void {
    if (!this.snapshot && this.joining === 0) return;
    const name = { app, id };
    this.snapshot?.changed.set(key, name);
    for (const reader of this.readers) reader.changed(key, name);
  }

  private schedule(): void {
    if (this.scheduled || this.isFlushing || this.size === 0) return;
    this.scheduled = setTimeout(() => {
      this.flush().catch(this.logDefect);
    }, CHANGES_MS);
  }

  /** Sends what changed, a slice in each turn. */
  private async flush(): Promise<void> {
    this.scheduled = undefined;
    this.isFlushing = true;
    try {
      this.sendActivity();
      for (let slice = this.pending.takeChanged(); slice.size > 0; slice = this.pending.takeChanged()) {
        this.broadcast(this.changesEvent(slice));
        await yieldToOthers();
      }
    } finally {
      this.isFlushing = false;
    }
    if (this.parts.activity.last > this.activityTo) this.schedule();
  }

  private sendActivity(): void {
    const { activity } = this.parts;
    if (activity.last === this.activityTo) return;
    const entries = activity.since(this.activityTo);
    this.activityTo = activity.last;
    this.broadcast(encodeEvent('activity', { entries }));
  }

  private sendHeartbeats(): void {
    const heartbeats = this.pending.takeHeartbeats(this.parts.service.clock());
    if (heartbeats) this.broadcast(encodeEvent('heartbeats', heartbeats));
    // A snapshot that is too old to be shared only takes memory.
    if (this.snapshot && this.monotonicMs() - this.snapshot.madeAt > SHARED_MS) this.snapshot = undefined;
  }

  private changesEvent(changed: ChangedKeys): Buffer {
    const put: ConsoleInstance[] = [];
    const removed: string[] = [];
    for (const [key, { app, id }] of changed) {
      const entry = this.parts.service.registry.reads.entry(app, id);
      if (entry) put.push(this.viewOf(entry));
      else removed.push(key);
    }
    return encodeEvent('changes', { put, removed } satisfies ConsoleEvents['changes']);
  }

  private stateEvent(): Buffer {
    const { state } = this;
    if (!state) throw new Error('no state before the first reader');
    return encodeEvent('state', stateView(state, this.size, this.parts.service.clock()));
  }

  private readonly viewOf = (entry: RegistryEntry): ConsoleInstance =>
    instanceView(entry, this.parts.liveness?.isConnected(entry));

  private broadcast(event: Buffer): void {
    for (const reader of this.readers) reader.send(event);
  }

  private keepAlive(): void {
    const comment = Buffer.from(keepAliveComment);
    for (const reader of this.readers) {
      if (!reader.disconnectIfStalled()) reader.keepAlive(comment);
    }
  }
}
