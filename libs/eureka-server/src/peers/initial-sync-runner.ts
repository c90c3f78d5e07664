import type { InstanceInfo } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerLogger } from '../log/server-logger.js';
import { InitialSync, type InitialSyncOptions, type SyncFailure } from './initial-sync.js';

/** Whole registry of a peer. */
export interface RegistryCopy {
  readonly instances: readonly InstanceInfo[];
  readonly isSyncing: boolean;
  /** Lead of our clock over the peer's; 0 if the peer does not send its time. */
  readonly aheadMs: number;
  /** False once the peer has ceased to be one, or another process has taken its place. */
  readonly isPeerStill?: () => boolean;
}

export interface InitialSyncRunnerParts extends InitialSyncOptions {
  /** Undefined if the response of the peer is unusable. */
  readonly fetchAll: (source: string) => Promise<RegistryCopy | SyncFailure | undefined>;
  /** Merges one copied instance into the registry; true if that changed what is listed. */
  readonly copy: (instance: InstanceInfo, aheadMs: number) => boolean;
  /** Opens for traffic: called once, after a complete copy or a round over all peers. */
  readonly open: (copiedInstances: number) => void;
  /** Time after which a server reports ready although no peer responds. */
  readonly waitForPeersMs: number;
  /** Time in which every living client sends a heartbeat, and so registers here. */
  readonly renewalIntervalMs: number;
  readonly clock: Clock;
  readonly logger: Pick<ServerLogger, 'log'>;
}

/** Instances merged per turn of the event loop, so that heartbeats are served meanwhile. */
const COPIES_PER_TURN = 250;

/** Runs the {@link InitialSync} in the background. */
export class InitialSyncRunner {
  private readonly sync: InitialSync;
  private readonly stopping = new AbortController();
  private readonly startedAt: number;
  /** True while a copy is fetched or merged. */
  isCopying = false;
  private isOpen = false;
  private total = 0;
  private endPause: () => void = () => undefined;

  constructor(private readonly parts: InitialSyncRunnerParts) {
    this.sync = new InitialSync(parts);
    this.startedAt = parts.clock();
  }

  /** True while the initial sync is incomplete. */
  get isSyncing(): boolean {
    return !this.sync.isComplete;
  }

  /** Reason for `GET /health/ready` to answer 503; undefined if the server is ready. */
  get unreadyReason(): string | undefined {
    if (this.sync.isComplete) return undefined;
    const { clock, waitForPeersMs } = this.parts;
    if (this.sync.mayOpen && clock() - this.startedAt >= waitForPeersMs) return undefined;
    return 'syncing: the first copy of the registry is still to come';
  }

  /**
   * True while instances that live may be missing: until the registry of a peer was copied, or
   * without such a peer for one renewal interval, in which they register here.
   */
  get isIncomplete(): boolean {
    if (this.sync.hasWholeCopy) return false;
    const { clock, renewalIntervalMs } = this.parts;
    const elapsedMs = clock() - this.startedAt;
    return (elapsedMs >= 0 && elapsedMs < renewalIntervalMs) || this.unreadyReason !== undefined;
  }

  /** Resolves when the sync is complete or {@link stop} was called. */
  async run(): Promise<void> {
    const { clock } = this.parts;
    const { signal } = this.stopping;
    while (!this.sync.isComplete && !signal.aborted) {
      const source = this.sync.nextSource(clock());
      if (source !== undefined) {
        this.isCopying = true;
        await this.copyFrom(source).finally(() => (this.isCopying = false));
      }
      if (signal.aborted) return;
      this.openOnce();
      const waitMs = (this.sync.nextAt ?? 0) - clock();
      if (waitMs > 0) await this.pause(waitMs);
    }
    if (!signal.aborted) this.openOnce();
  }

  /** Asks a peer that was unreachable at once: it responds again. */
  responds(source: string): void {
    this.sync.responds(source, this.parts.clock());
    if ((this.sync.nextAt ?? Infinity) <= this.parts.clock()) this.endPause();
  }

  stop(): void {
    this.stopping.abort();
    this.endPause();
  }

  private async copyFrom(source: string): Promise<void> {
    const { fetchAll, copy, clock, logger } = this.parts;
    const registry = await fetchAll(source);
    if (this.stopping.signal.aborted) return;
    if (typeof registry !== 'object') return this.sync.failed(clock(), registry ?? 'unusable');
    let copied = 0;
    for (const [index, instance] of registry.instances.entries()) {
      if (copy(instance, registry.aheadMs)) {
        copied += 1;
        this.total += 1;
      }
      if (index % COPIES_PER_TURN !== COPIES_PER_TURN - 1) continue;
      await nextTurn();
      if (this.stopping.signal.aborted) return;
      if (registry.isPeerStill?.() === false) return this.sync.failed(clock(), 'unusable');
    }
    if (copied > 0) logger.log(`copied ${copied} instance${copied === 1 ? '' : 's'} from ${source}`);
    this.sync.copied(registry.isSyncing, clock());
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private openOnce(): void {
    if (this.isOpen || !this.sync.mayOpen) return;
    this.isOpen = true;
    this.parts.open(this.total);
  }
}
