import type { ServerLogger } from '../log/server-logger.js';

export type AvailabilityState = 'not asked yet' | 'up' | 'away';

/** As long the log stays silent about a peer that answers the same nonsense now and then. */
const QUIET_MS = 60_000;

/** Whether a peer answers; a change is told once, however often it is asked. */
export class PeerAvailability {
  private is: AvailabilityState = 'not asked yet';
  private changedAt = 0;
  private lastReason = '';
  private toldAt = -Infinity;
  private isQuiet = false;

  constructor(
    private readonly url: string,
    private readonly logger: Pick<ServerLogger, 'log' | 'warn'>,
  ) {}

  get state(): AvailabilityState {
    return this.is;
  }

  /** Since when; epoch ms. */
  get since(): number {
    return this.changedAt;
  }

  /** Why it is away. */
  get reason(): string {
    return this.lastReason;
  }

  /**
   * Says whether that is news.
   *
   * @param isPeer otherwise who answers there is told of in other words
   */
  answered(now: number, isPeer = true): boolean {
    if (this.is === 'up') return false;
    if (isPeer && !this.isQuiet) this.logger.log(`peer ${this.url} is up`);
    this.become('up', now);
    return true;
  }

  /** @param isNonsense it is there, but no peer: then it may seem to come back with each probe */
  failed(reason: string, isNonsense: boolean, now: number): void {
    const before = this.is;
    if (before === 'away') return;
    this.isQuiet = isNonsense && reason === this.lastReason && now - this.toldAt < QUIET_MS;
    this.lastReason = reason;
    this.become('away', now);
    if (this.isQuiet) return;
    this.toldAt = now;
    if (before === 'up') this.logger.warn(`peer ${this.url} went away: retrying (${reason})`);
    else this.logger.log(`peer ${this.url} is not up yet: retrying (${reason})`);
  }

  private become(state: AvailabilityState, now: number): void {
    this.is = state;
    this.changedAt = now;
  }
}
