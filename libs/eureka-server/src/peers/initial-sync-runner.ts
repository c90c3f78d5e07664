import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { ServerLogger } from '../log/server-logger.js';
import { InitialSync, type InitialSyncOptions } from './initial-sync.js';

/** All that a peer knows. */
export interface WholeCopy {
  readonly instances: readonly InstanceInfo[];
  readonly isSyncing: boolean;
  /** How far our clock is ahead of its; 0 where that is not known. */
  readonly aheadMs: number;
}

export interface InitialSyncRunnerParts extends InitialSyncOptions {
  /** Undefined where it does not answer. */
  readonly fetchAll: (source: string) => Promise<WholeCopy | undefined>;
  /** Takes a copy of an instance; says whether it is listed now. */
  readonly copy: (instance: InstanceInfo, aheadMs: number) => boolean;
  /** Called once, when everybody was asked, with how many instances that brought. */
  readonly open: (copied: number) => void;
  /** How long a server whose peers all stay away is not ready. */
  readonly waitForPeersMs: number;
  readonly clock: Clock;
  readonly logger: Pick<ServerLogger, 'log'>;
}

/** So that heartbeats are answered meanwhile. */
const AT_ONCE = 250;

/** A server's way into the cluster, in the background: {@link InitialSync}, carried out. */
export class InitialSyncRunner {
  private readonly sync: InitialSync;
  private readonly stopping = new AbortController();
  private readonly startedAt: number;
  private isOpen = false;
  private total = 0;

  constructor(private readonly parts: InitialSyncRunnerParts) {
    this.sync = new InitialSync(parts);
    this.startedAt = parts.clock();
  }

  /** Whether the first copy is still to come. */
  get isSyncing(): boolean {
    return !this.sync.isOver;
  }

  /** Why clients should ask another server; undefined where they need not. */
  get unreadyBecause(): string | undefined {
    if (this.sync.isOver) return undefined;
    const { clock, waitForPeersMs } = this.parts;
    if (this.sync.hasAskedAll && clock() - this.startedAt >= waitForPeersMs) return undefined;
    return 'syncing: the first copy of the registry is still to come';
  }

  /** Ends when something was copied, or there is nothing to copy, or with {@link stop}. */
  async run(): Promise<void> {
    const { clock } = this.parts;
    const { signal } = this.stopping;
    while (!this.sync.isOver && !signal.aborted) {
      const source = this.sync.next(clock());
      if (source !== undefined) await this.copyFrom(source);
      if (signal.aborted) return;
      this.openWhenAsked();
      const waitMs = (this.sync.nextAt ?? 0) - clock();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
    if (!signal.aborted) this.openWhenAsked();
  }

  stop(): void {
    this.stopping.abort();
  }

  private async copyFrom(source: string): Promise<void> {
    const { fetchAll, copy, clock, logger } = this.parts;
    const whole = await fetchAll(source);
    if (this.stopping.signal.aborted) return;
    if (!whole) return this.sync.failed(clock());
    let copied = 0;
    for (const [index, instance] of whole.instances.entries()) {
      if (copy(instance, whole.aheadMs)) copied += 1;
      if (index % AT_ONCE === AT_ONCE - 1) await turn();
    }
    this.total += copied;
    if (copied > 0) logger.log(`copied ${copied} instance${copied === 1 ? '' : 's'} from ${source}`);
    this.sync.copied(whole.isSyncing, clock());
  }

  private openWhenAsked(): void {
    if (this.isOpen || !this.sync.hasAskedAll) return;
    this.isOpen = true;
    this.parts.open(this.total);
  }
}
