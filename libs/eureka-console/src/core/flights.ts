import type { Message } from '@eureka-nest/cluster-view';
import type { CallLog } from './call-log.js';
import { consumerKey } from './names.js';
import { selfId } from './picture.js';

const heartbeatMs = 900;
const legMs = 450;
const limit = 48;

/** Messages that travel through the picture. They are drawn slower than they are, to be seen. */
export class Flights {
  messages: readonly Message[] = [];
  private number = 0;

  heartbeats(keys: readonly string[], now: number): void {
    const room = Math.max(limit - this.messages.length, 0);
    this.add(
      keys.slice(0, room).map((from, index) => ({
        ...this.from(now + ((index * 37) % 220), heartbeatMs),
        from,
        to: selfId,
        kind: 'heartbeat',
      })),
    );
  }

  /** A call travels to its target, and its response back. */
  calls(fresh: CallLog['fresh'], now: number): void {
    const first = fresh[0]?.call.at ?? 0;
    for (const { from: key, call } of fresh.slice(0, Math.max((limit - this.messages.length) / 2, 0))) {
      const from = consumerKey(key);
      const start = now + Math.min(Math.max(call.at - first, 0), 1_000);
      const outcome = call.outcome === 'ok' ? 'ok' : 'failed';
      this.add([
        { ...this.from(start, legMs), from, to: call.target, kind: 'call' },
        { ...this.from(start + legMs, legMs), from: call.target, to: from, kind: 'response', outcome },
      ]);
    }
  }

  /** Forgets what has arrived; true while anything is on its way. */
  prune(now: number): boolean {
    // The clock may have been set back by a registry that started again.
    const stays = ({ sentAt, arrivesAt }: Message) => arrivesAt > now && sentAt < now + 5_000;
    if (!this.messages.every(stays)) this.messages = this.messages.filter(stays);
    return this.messages.length > 0;
  }

  private from(sentAt: number, ms: number) {
    return { id: this.number++, sentAt, arrivesAt: sentAt + ms };
  }

  private add(messages: readonly Message[]): void {
    this.messages = [...this.messages, ...messages];
  }
}
