import type { FeedReader } from '@eureka-nest/client/discovery';
import { positionText, readPosition, type Position } from '@eureka-nest/protocol';
import type { EventSink } from '../../../src/change-feed/feed-subscriber.js';
import type { RegistryLife } from './registry-life.js';
import { FUTURE, type Wire } from './wire.js';

const HELLO_MS = 3_000;

/** Connection of one follower to the feed of one process: its bytes arrive in order. */
export class FeedConnection implements EventSink {
  isOver = false;
  readonly openedAt: number;
  unsentBytes = 0;
  private heardAt: number;
  private arrivesAt = 0;
  private stalledUntil = 0;
  private readonly unsubscribe: () => void;

  constructor(
    readonly from: string,
    readonly life: RegistryLife,
    since: Position | undefined,
    private readonly wire: Wire,
    private readonly reader: FeedReader,
    private readonly ended: (isUnusable: boolean) => void,
  ) {
    this.openedAt = this.heardAt = wire.queue.now;
    this.unsubscribe = life.subscribe(since, this);
  }

  write(bytes: Buffer): void {
    const { wire } = this;
    const { queue } = wire;
    if (this.isOver || wire.cuts.has(this.from)) return;
    const text = wire.errs('event') ? withFutureId(bytes.toString()) : bytes.toString();
    this.arrivesAt = Math.max(this.arrivesAt, this.stalledUntil, queue.now + wire.wayMs());
    const isUnsent = this.stalledUntil > queue.now;
    if (isUnsent) this.unsentBytes += bytes.length;
    queue.at(this.arrivesAt, () => {
      if (isUnsent) this.unsentBytes -= bytes.length;
      this.receive(text);
    });
  }

  end(): void {
    this.close(false);
  }

  destroy(): void {
    this.close(false);
  }

  /** Ends the connection; the server notices too. */
  close(isUnusable: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.unsubscribe();
    this.ended(isUnusable);
  }

  stall(ms: number): void {
    this.stalledUntil = this.wire.queue.now + ms;
  }

  get isSilent(): boolean {
    const { keepAliveMs } = this.reader;
    const limitMs = keepAliveMs === undefined ? HELLO_MS : 3 * keepAliveMs;
    return this.wire.queue.now - this.heardAt > limitMs;
  }

  private receive(text: string): void {
    if (this.isOver) return;
    this.heardAt = this.wire.queue.now;
    try {
      this.reader.push(text);
    } catch {
      this.close(true);
    }
  }
}

/** The event with an id that is far ahead; a hello has its position in its data too. */
const withFutureId = (text: string): string =>
  text.replace(/^id: (.+)$/m, (line, id: string) => {
    const position = readPosition(id);
    return position ? `id: ${positionText({ ...position, number: position.number + FUTURE })}` : line;
  });
