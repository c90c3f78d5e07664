import type { Detail, Position } from '@eureka-nest/protocol';
import { every, type Stop } from '@eureka-nest/runtime/time';
import { Logger } from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import { ChangeLog } from '../core/delta/change-log.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { ChangeEvents } from './change-events.js';
import type { FeedOptions } from './feed-options.js';
import { keepAlive } from './events.js';
import { FlushPace } from './flush-pace.js';
import { type Outlet, Reader } from './reader.js';

/** So that heartbeats are answered meanwhile: as many are told in some 7 ms. */
const AT_ONCE = 500;

export interface ChangeFeedParts {
  readonly registry: RegistryReads;
  /** A name of this process alone. */
  readonly node: string;
  readonly options: FeedOptions;
  /** Of a clock that nobody sets, in ms. */
  readonly elapsed?: () => number;
  readonly logger?: Pick<Logger, 'warn' | 'error'>;
}

/**
 * Tells each change to everybody who follows, and costs a registry without readers nothing. What it tells is encoded once for all of them;
 * a reader that is slow is cut, so what waits for readers is bounded whatever they do.
 */
export class ChangeFeed {
  private readonly log: ChangeLog;
  private readonly events: ChangeEvents;
  private readonly pace: FlushPace;
  private readonly readers = new Set<Reader>();
  private readonly elapsed: () => number;
  private readonly logger: Pick<Logger, 'warn' | 'error'>;
  private readonly stopListening: Stop;
  private stopKeepingAlive: Stop = () => undefined;
  private planned: NodeJS.Timeout | undefined;
  private isTelling = false;
  private closed = false;
  private hasWarned = false;
  /** Up to which change the readers know everything. */
  private told = 0;

  constructor(private readonly parts: ChangeFeedParts) {
    const { registry, node, options } = parts;
    this.elapsed = parts.elapsed ?? (() => performance.now());
    this.logger = parts.logger ?? new Logger('Changes');
    const log = new ChangeLog(options.changesLogSize);
    this.log = log;
    this.events = new ChangeEvents({ registry, log, node, keepAliveMs: options.changesKeepAliveMs });
    this.pace = new FlushPace(options.changesDelayMs);
    this.stopListening = registry.whenChanged((held) => {
      log.add(held);
      this.plan();
    });
  }

  /** Up to where the registry has come. */
  get position(): string {
    return this.events.position;
  }

  /** How many follow. */
  get size(): number {
    return this.readers.size;
  }

  /** Whether somebody may follow; the log says when that begins to be refused. */
  admits(): boolean {
    if (this.closed) return false;
    const { changesMaxReaders: most } = this.parts.options;
    const admits = this.size < most;
    if (!admits && !this.hasWarned) {
      this.logger.warn(`${this.size} follow the changes already: further clients have to ask for them`);
    }
    this.hasWarned = !admits;
    return admits;
  }

  /** @param since where it was before */
  join(detail: Detail, since: Position | undefined, outlet: Outlet): Reader {
    const { changesMaxUnsentBytes, changesKeepAliveMs } = this.parts.options;
    const reader = new Reader(detail, outlet, changesMaxUnsentBytes);
    if (this.size === 0) {
      this.told = this.log.last;
      this.stopKeepingAlive = every(changesKeepAliveMs, () => this.keepAlive(), this.logger);
    }
    this.readers.add(reader);
    reader.greet(this.events.greeting(detail, since));
    return reader;
  }

  /** What waited for it has been sent. */
  drained(reader: Reader): void {
    if (this.readers.has(reader)) reader.drained(() => this.events.resync());
  }

  leave(reader: Reader): void {
    if (this.readers.delete(reader) && this.size === 0) this.rest();
  }

  /** Everybody is let go, and nobody is let in any more. */
  close(): void {
    this.closed = true;
    this.stopListening();
    this.rest();
    const readers = [...this.readers];
    this.readers.clear();
    readers.forEach((reader) => reader.end());
  }

  private plan(): void {
    if (this.size === 0 || this.isTelling || this.planned) return;
    this.planned = setTimeout(() => void this.tell(), this.pace.waitMs(this.elapsed()));
  }

  private async tell(): Promise<void> {
    this.planned = undefined;
    this.isTelling = true;
    const startedAt = this.elapsed();
    const event = this.news();
    await this.toAll((reader) => reader.tell(event[reader.detail], this.elapsed()));
    this.pace.took(startedAt, this.elapsed());
    this.isTelling = false;
    if (this.log.last > this.told) this.plan();
  }

  /** In all forms that are read, of one moment: who is told a little later is told the same. */
  private news(): Record<Detail, Buffer> {
    const changed = this.log.since(this.told);
    this.told = this.log.last;
    const resync = this.events.resync();
    const forms = { full: resync, compact: resync };
    if (!changed) return forms;
    const wanted = new Set([...this.readers].map(({ detail }) => detail));
    for (const detail of wanted) forms[detail] = this.events.delta(changed, detail);
    return forms;
  }

  private async keepAlive(): Promise<void> {
    await this.toAll((reader) => {
      if (reader.giveUp(this.elapsed())) return this.leave(reader);
      reader.drained(() => this.events.resync());
      reader.keepAlive(keepAlive);
    });
  }

  /** Those who are here now and stay: who comes meanwhile was greeted with what is told. */
  private async toAll(act: (reader: Reader) => void): Promise<void> {
    let count = 0;
    for (const reader of [...this.readers]) {
      if (this.readers.has(reader)) act(reader);
      if (++count % AT_ONCE === 0) await turn();
    }
  }

  /** Without readers there is nothing to do. */
  private rest(): void {
    clearTimeout(this.planned);
    this.planned = undefined;
    this.stopKeepingAlive();
  }
}
