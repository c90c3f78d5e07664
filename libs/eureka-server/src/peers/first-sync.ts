import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import type { Stop } from '@eureka-nest/runtime';
import type { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { instanceKey } from '../core/instance-key.js';

/** Who can be asked for all that it knows. */
export interface Source {
  readonly url: string;
  fetchAll(): Promise<readonly InstanceInfo[] | undefined>;
}

export interface FirstSyncParts {
  readonly sources: readonly Source[];
  readonly register: (instance: InstanceInfo) => void;
  /** Calls the listener with each instance that leaves this server. */
  readonly whenCancelled: (listener: (instance: InstanceInfo) => void) => Stop;
  /** Called once, after the first round, whether it brought something or not: nobody waits for a peer that is down. */
  readonly open: (copied: number) => void;
  readonly longestPauseMs: number;
  readonly firstPauseMs?: number;
  readonly logger: Pick<Logger, 'log'>;
}

/** Where all peers stay away, this many of the last who left are enough. */
const MOST_REMEMBERED = 10_000;

/** Copies the registry of the first peer that answers, trying again, ever less often, until one does. Java: syncUp */
export class FirstSync {
  private readonly stopping = new AbortController();
  /** Who left here while the copy was still to come, and at which version. */
  private readonly gone = new Map<string, number>();

  constructor(private readonly parts: FirstSyncParts) {}

  /** Ends when something was copied, or with {@link stop}. */
  async run(): Promise<void> {
    const stopListening = this.parts.whenCancelled((left) => this.remember(left));
    await this.copyOnce();
    stopListening();
    this.gone.clear();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async copyOnce(): Promise<void> {
    const { sources, open, longestPauseMs, firstPauseMs = 500 } = this.parts;
    const copied = await this.copy();
    open(copied ?? 0);
    let done = copied !== undefined || sources.length === 0;
    for (let pauseMs = firstPauseMs; !done; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const isOver = await sleep(pauseMs, false, { signal: this.stopping.signal }).catch(() => true);
      done = isOver || (await this.copy()) !== undefined;
    }
  }

  private async copy(): Promise<number | undefined> {
    for (const source of this.parts.sources) {
      const instances = await source.fetchAll();
      if (this.stopping.signal.aborted) return undefined;
      if (!instances) continue;
      instances.filter((each) => !this.isGone(each)).forEach(this.parts.register);
      if (instances.length > 0)
        this.parts.logger.log(`copied ${counted(instances.length)} from ${source.url}`);
      return instances.length;
    }
    return undefined;
  }

  private remember(left: InstanceInfo): void {
    this.gone.set(keyOf(left), left.lastDirtyTimestamp);
    const [oldest] = this.gone.keys();
    if (this.gone.size > MOST_REMEMBERED && oldest !== undefined) this.gone.delete(oldest);
  }

  /** What was cancelled here since the start a peer may still list; only a newer version of it is alive. */
  private isGone(instance: InstanceInfo): boolean {
    const leftAt = this.gone.get(keyOf(instance));
    return leftAt !== undefined && instance.lastDirtyTimestamp <= leftAt;
  }
}

const keyOf = (instance: InstanceInfo) => instanceKey(instance.app, idOf(instance));

const counted = (count: number) => `${count} instance${count === 1 ? '' : 's'}`;
