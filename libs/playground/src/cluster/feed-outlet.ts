import {
  encodeDelta,
  encodeHello,
  encodeResync,
  keepAliveComment,
  type Position,
  positionText,
} from '@eureka-nest/protocol';
import { ChangeLog, groupByApp, type ServerProcess } from '@eureka-nest/server/simulation';
import { Liveness, type Probe } from './liveness.js';
import { json } from './registry-http.js';
import type { SimProcess } from './sim-process.js';
import { atSender } from './source-regions.js';
import type { World } from './world.js';

/** The client's end of a feed connection. */
export interface FeedReaderEnd {
  readonly name: string;
  /** The instance that the connection speaks for, as `APP/id`. */
  readonly identity: string | undefined;
  /** True once the client has closed the connection. */
  readonly isOver: boolean;
  receive(text: string): void;
  /** The registry has ended. */
  closed(): void;
}

const LOG_SIZE = 10_000;
const FLUSH_MS = 10;
export const KEEP_ALIVE_MS = 10_000;

/**
 * The change feed of one registry process. It writes the events of the protocol from the real
 * change log; the real `ChangeEvents` writes bytes of Node, which a browser does not have.
 */
export class FeedOutlet {
  private readonly log = new ChangeLog(LOG_SIZE);
  private readonly liveness: Liveness;
  private readonly arrivals = new Map<FeedReaderEnd, number>();
  private readonly node: string;
  private flushedTo = 0;
  private isFlushDue = false;

  constructor(
    private readonly registry: SimProcess,
    private readonly world: World,
    private readonly process: ServerProcess,
    probe: Probe,
  ) {
    this.node = process.headers.node ?? registry.name;
    this.liveness = new Liveness(registry, world, process, probe);
    process.registry.reads.whenChanged((changed) => {
      this.log.add(changed);
      this.liveness.changed(changed.app, changed.id);
      this.planFlush();
    });
    this.keepAlive();
  }

  /** Current position of the registry. */
  get position(): string {
    return positionText({ node: this.node, number: this.log.last });
  }

  subscribe(reader: FeedReaderEnd, since: Position | undefined): void {
    if (this.arrivals.size === 0) this.flushedTo = this.log.last;
    this.arrivals.set(reader, this.world.now);
    if (reader.identity !== undefined) this.liveness.opened(reader.identity);
    const missed = since?.node === this.node ? this.log.since(since.number) : undefined;
    if (since === undefined || (missed && since.number === this.log.last)) {
      this.push(reader, 'hello', encodeHello({ ...this.state, keepAliveMs: KEEP_ALIVE_MS }, this.position));
    } else if (missed) {
      this.push(reader, 'hello', encodeHello({ position: positionText(since), keepAliveMs: KEEP_ALIVE_MS }));
      this.push(reader, 'delta', this.delta(missed));
    } else {
      this.push(reader, 'hello', encodeHello({ ...this.state, keepAliveMs: KEEP_ALIVE_MS }));
      this.push(reader, 'resync', encodeResync(this.state));
    }
  }

  /** The connection of this reader broke, and this registry noticed. */
  broken(reader: FeedReaderEnd): void {
    if (!this.arrivals.delete(reader)) return;
    if (reader.identity !== undefined) this.liveness.closed(reader.identity);
  }

  /** Ends all connections with the registry. */
  end(): void {
    const readers = [...this.arrivals.keys()];
    this.arrivals.clear();
    for (const reader of readers) {
      const { links, queue } = this.world;
      if (links.of(this.registry.name, reader.name).isCut) continue;
      queue.in(links.wayMs(this.registry.name, reader.name), () => reader.closed());
    }
  }

  private keepAlive(): void {
    this.registry.later(KEEP_ALIVE_MS, () => {
      for (const reader of this.arrivals.keys()) this.push(reader, 'keep-alive', keepAliveComment);
      this.keepAlive();
    });
  }

  private planFlush(): void {
    if (this.arrivals.size === 0 || this.isFlushDue) return;
    this.isFlushDue = true;
    this.registry.later(FLUSH_MS, () => {
      this.isFlushDue = false;
      const changed = this.log.since(this.flushedTo);
      this.flushedTo = this.log.last;
      const event = changed ? this.delta(changed) : encodeResync(this.state);
      for (const reader of this.arrivals.keys()) this.push(reader, changed ? 'delta' : 'resync', event);
    });
  }

  /** Events of one connection arrive in order; none arrives over a link that is cut. */
  private push(reader: FeedReaderEnd, name: string, text: string): void {
    const { world, registry, arrivals } = this;
    const { links, now, messages, queue } = world;
    const [from, to] = [registry.name, reader.name];
    const arrivesAt = Math.max(arrivals.get(reader) ?? 0, now + links.wayMs(from, to));
    arrivals.set(reader, arrivesAt);
    const { isCut } = links.of(from, to);
    if (name !== 'keep-alive') {
      const outcome = isCut ? 'lost' : 'ok';
      const line = `event: ${name}`;
      const text_ = { line, headers: {}, body: text, decides: atSender.changes };
      const id = messages.add({ from, to, kind: 'change', sentAt: now, arrivesAt, outcome, ...text_ });
      world.log.add('message', `${from} -> ${to} ${line}${isCut ? ', lost' : ''}`, id);
    }
    if (isCut) return;
    queue.at(arrivesAt, () => {
      // A closed connection answers with a reset, which this registry then notices.
      if (reader.isOver) queue.in(links.wayMs(to, from), () => this.broken(reader));
      else reader.receive(text);
    });
  }

  private delta(changed: Parameters<typeof groupByApp>[0]): string {
    const header = this.process.registry.reads.deltaHeader();
    return encodeDelta(json.applications({ ...header, applications: groupByApp(changed) }), this.position);
  }

  private get state() {
    return { position: this.position, apps__hashcode: this.process.registry.reads.hashCode() };
  }
}
