import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who can be asked for all that it knows. */
export interface Source {
  readonly url: string;
  fetchAll(): Promise<readonly InstanceInfo[] | undefined>;
}

export interface FirstSyncParts {
  readonly sources: readonly Source[];
  readonly register: (instance: InstanceInfo) => void;
  /** Called once, after the first round, whether it brought something or not: nobody waits for a peer that is down. */
  readonly open: (copied: number) => void;
  readonly longestPauseMs: number;
  readonly firstPauseMs?: number;
  readonly logger: Pick<Logger, 'log'>;
}

/** Copies the registry of the first peer that answers, trying again, ever less often, until one does. Java: syncUp */
export class FirstSync {
  private readonly stopping = new AbortController();

  constructor(private readonly parts: FirstSyncParts) {}

  /** Ends when something was copied, or with {@link stop}. */
  async run(): Promise<void> {
    const { sources, open, longestPauseMs, firstPauseMs = 500 } = this.parts;
    const copied = await this.copy();
    open(copied ?? 0);
    let done = copied !== undefined || sources.length === 0;
    for (let pauseMs = firstPauseMs; !done; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const isOver = await sleep(pauseMs, false, { signal: this.stopping.signal }).catch(() => true);
      done = isOver || (await this.copy()) !== undefined;
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private async copy(): Promise<number | undefined> {
    for (const source of this.parts.sources) {
      const instances = await source.fetchAll();
      if (this.stopping.signal.aborted) return undefined;
      if (!instances) continue;
      instances.forEach(this.parts.register);
      if (instances.length > 0)
        this.parts.logger.log(`copied ${counted(instances.length)} from ${source.url}`);
      return instances.length;
    }
    return undefined;
  }
}

const counted = (count: number) => `${count} instance${count === 1 ? '' : 's'}`;
