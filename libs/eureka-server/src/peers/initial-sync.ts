/** How the first copy goes. */
export interface InitialSyncOptions {
  /** Whom to copy from, in order; undefined while that is not known. */
  readonly sources: () => readonly string[] | undefined;
  readonly longestPauseMs: number;
  readonly firstPauseMs?: number;
}

/**
 * From whom a server that starts copies the registry: the first peer that answers and is whole itself. It tries again, ever less often,
 * until one does; where all that answer are starting too, there is nothing to copy. Java: syncUp. It neither asks nor waits: it is asked
 * whom to ask, and told what came of it, with the time.
 */
export class InitialSync {
  private toAsk: string[] | undefined;
  private asking = false;
  private dueAt = -Infinity;
  private pauseMs: number;
  private failures = 0;
  private rounds = 0;
  private over = false;

  constructor(private readonly options: InitialSyncOptions) {
    this.pauseMs = options.firstPauseMs ?? 500;
  }

  /** Whether all was copied that there is to copy. */
  get isOver(): boolean {
    return this.over;
  }

  /** Whether everybody was asked at least once: nobody waits for a peer that is down. */
  get hasAskedAll(): boolean {
    return this.over || this.rounds > 0;
  }

  /** When {@link next} may name somebody. */
  get nextAt(): number | undefined {
    return this.over || this.asking ? undefined : this.dueAt;
  }

  /** Whom to ask; to be followed by {@link copied} or {@link failed}. */
  next(now: number): string | undefined {
    if (this.over || this.asking || now < this.dueAt) return undefined;
    this.toAsk ??= [...(this.options.sources() ?? [])];
    const source = this.toAsk.shift();
    if (source === undefined) {
      // Without peers there is nothing to wait for, unless their names are still to be read.
      if (this.options.sources() === undefined) this.failures += 1;
      this.endRound(now);
      return undefined;
    }
    this.asking = true;
    return source;
  }

  /** @param isSyncing the peer's own copy is still to come: it may lack anything */
  copied(isSyncing: boolean, now: number): void {
    this.asking = false;
    if (!isSyncing) this.over = true;
    else if (this.toAsk?.length === 0) this.endRound(now);
  }

  failed(now: number): void {
    this.asking = false;
    this.failures += 1;
    if (this.toAsk?.length === 0) this.endRound(now);
  }

  private endRound(now: number): void {
    this.rounds += 1;
    this.over = this.failures === 0;
    this.toAsk = undefined;
    this.failures = 0;
    this.dueAt = now + this.pauseMs;
    this.pauseMs = Math.min(2 * this.pauseMs, this.options.longestPauseMs);
  }
}
