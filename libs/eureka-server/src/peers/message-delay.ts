import type { NodeHeaders } from '@eureka-nest/protocol';
import { uptimeMs } from './uptime.js';

/** Node headers of a received message. */
export interface ReceivedHeaders extends NodeHeaders {
  /** Delay of the message against the fastest one; all ages in it are older by this. */
  readonly delayMs?: number;
}

/** Offsets between our uptime and a sender's; the smallest belongs to the fastest message. */
interface ClockOffsets {
  smallest: number;
  previousSmallest: number;
  windowStart: number;
}

/** Window of the smallest offset. Clocks drift, so an old minimum says nothing. */
const WINDOW_MS = 300_000;
const MAX_NODES = 64;

/**
 * Delay of messages from servers whose clocks differ from ours. A message that was held up (in a
 * stopped process, in a slow network) carries ages as of its sending. The offset between both
 * uptimes is constant, so any excess over the smallest offset of a sender is delay.
 */
export class MessageDelay {
  private readonly byNode = new Map<string, ClockOffsets>();

  constructor(private readonly uptime: () => number = uptimeMs) {}

  /** Adds the delay, if the sender gave its uptime; called as soon as the message arrives. */
  measure(headers: NodeHeaders): ReceivedHeaders {
    const { node, uptime } = headers;
    if (node === undefined || uptime === undefined) return headers;
    return { ...headers, delayMs: this.delayOf(node, uptime) };
  }

  private delayOf(node: string, uptime: number): number {
    const now = this.uptime();
    const offset = now - uptime;
    const offsets = this.offsetsOf(node, offset, now);
    if (now - offsets.windowStart >= WINDOW_MS) {
      offsets.previousSmallest = offsets.smallest;
      offsets.smallest = offset;
      offsets.windowStart = now;
    }
    offsets.smallest = Math.min(offsets.smallest, offset);
    return offset - Math.min(offsets.smallest, offsets.previousSmallest);
  }

  private offsetsOf(node: string, offset: number, now: number): ClockOffsets {
    const first = { smallest: offset, previousSmallest: Infinity, windowStart: now };
    const offsets = this.byNode.get(node) ?? first;
    this.byNode.set(node, offsets);
    const [oldest] = this.byNode.keys();
    if (this.byNode.size > MAX_NODES && oldest !== undefined) this.byNode.delete(oldest);
    return offsets;
  }
}
