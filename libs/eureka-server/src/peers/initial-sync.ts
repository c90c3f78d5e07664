export interface InitialSyncOptions {
  /** Peers to copy from, in order; undefined while their names are not resolved. */
  readonly sources: () => readonly string[] | undefined;
  readonly maxPauseMs: number;
  readonly firstPauseMs?: number;
}

/**
 * Reason why a peer gave no copy. `unreachable`: it may do so with its next response. `unusable`:
 * its response was no registry. `no-peer`: there is nothing to copy from it.
 */
export type SyncFailure = 'unreachable' | 'unusable' | 'no-peer';

/**
 * Decides which peer a starting server copies the registry from: the first that responds and is
 * not syncing itself. Rounds over all peers repeat, with doubling pauses, until one was copied, or
 * until some responded and all of these are syncing: then there is nothing to copy. A peer that was
 * unreachable is asked again as soon as it {@link responds}. Java: syncUp. It does no I/O and has
 * no timer: the caller asks for the next source and reports the outcome, each with the time.
 */
export class InitialSync {
  /** True once everything that there is to copy was copied. */
  isComplete = false;
  /** True once a peer was copied that was not syncing itself. */
  hasWholeCopy = false;
  private remaining: string[] | undefined;
  private asked: string | undefined;
  private readonly unreachable = new Set<string>();
  private dueAt = -Infinity;
  private pauseMs: number;
  private failures = 0;
  private answers = 0;
  private rounds = 0;

  constructor(private readonly options: InitialSyncOptions) {
    this.pauseMs = options.firstPauseMs ?? 500;
  }

  /** True once a copy is complete, or every peer was asked once. */
  get mayOpen(): boolean {
    return this.isComplete || this.rounds > 0;
  }

  /** Earliest time at which {@link nextSource} may return a peer. */
  get nextAt(): number | undefined {
    return this.isComplete || this.asked !== undefined ? undefined : this.dueAt;
  }

  /** Peer to ask next; the caller reports {@link copied} or {@link failed}. */
  nextSource(now: number): string | undefined {
    if (this.isComplete || this.asked !== undefined || now < this.dueAt) return undefined;
    this.remaining ??= [...(this.options.sources() ?? [])];
    const source = this.remaining.shift();
    if (source === undefined) {
      // Unresolved names count as a failure; without any peers the sync is complete.
      if (this.options.sources() === undefined) this.failures += 1;
      this.endRound(now);
      return undefined;
    }
    this.unreachable.delete(source);
    this.asked = source;
    return source;
  }

  /** @param isSyncing true if the peer's own initial sync is incomplete: it may lack instances */
  copied(isSyncing: boolean, now: number): void {
    this.asked = undefined;
    this.answers += 1;
    if (!isSyncing) this.isComplete = this.hasWholeCopy = true;
    else if (this.remaining?.length === 0) this.endRound(now);
  }

  failed(now: number, failure: SyncFailure = 'unreachable'): void {
    if (failure === 'unreachable' && this.asked !== undefined) this.unreachable.add(this.asked);
    if (failure !== 'no-peer') this.failures += 1;
    this.asked = undefined;
    if (this.remaining?.length === 0) this.endRound(now);
  }

  /** Reports that a peer responds again, to whatever request. */
  responds(source: string, now: number): void {
    if (this.isComplete || !this.unreachable.delete(source)) return;
    if (this.remaining) this.remaining.push(source);
    else this.dueAt = Math.min(this.dueAt, now);
  }

  private endRound(now: number): void {
    this.rounds += 1;
    this.isComplete = this.failures === 0 || this.answers > 0;
    this.remaining = undefined;
    this.failures = 0;
    this.dueAt = now + this.pauseMs;
    this.pauseMs = Math.min(2 * this.pauseMs, this.options.maxPauseMs);
  }
}
