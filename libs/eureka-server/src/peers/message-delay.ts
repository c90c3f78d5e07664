import type { NodeHeaders } from '@eureka-nest/protocol';
import { uptimeMs } from './node-identity.js';

/** Node headers as received, with the delay of the message that carried them. */
export interface PeerHeaders extends NodeHeaders {
  readonly lateMs?: number;
}

interface Seen {
  /** Our uptime less theirs, of the quickest message of this while and of the one before. */
  quickest: number;
  before: number;
  since: number;
}

/** Clocks drift; the quickest message of an hour ago tells nothing. */
const WHILE_MS = 300_000;
const MOST_NODES = 64;

/**
 * How old news is that took its time: a message that waited (in a server that was stopped, in a full network) tells ages of when it was
 * sent. No two clocks agree; but of all messages of one server the quickest shows how far its clock is from ours.
 */
export class MessageDelay {
  private readonly byNode = new Map<string, Seen>();

  constructor(private readonly uptime: () => number = uptimeMs) {}

  /** To be called as a message comes: how much longer than the quickest of its sender it was under way, where that is known. */
  heard(facts: NodeHeaders): PeerHeaders {
    const { node, uptime } = facts;
    if (node === undefined || uptime === undefined) return facts;
    return { ...facts, lateMs: this.lateness(node, uptime) };
  }

  private lateness(node: string, uptime: number): number {
    const now = this.uptime();
    const difference = now - uptime;
    const seen = this.seenOf(node, difference, now);
    if (now - seen.since >= WHILE_MS) {
      seen.before = seen.quickest;
      seen.quickest = difference;
      seen.since = now;
    }
    seen.quickest = Math.min(seen.quickest, difference);
    return difference - Math.min(seen.quickest, seen.before);
  }

  private seenOf(node: string, difference: number, now: number): Seen {
    const seen = this.byNode.get(node) ?? { quickest: difference, before: Infinity, since: now };
    this.byNode.set(node, seen);
    const [oldest] = this.byNode.keys();
    if (this.byNode.size > MOST_NODES && oldest !== undefined) this.byNode.delete(oldest);
    return seen;
  }
}
