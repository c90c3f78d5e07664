import type { ServerLogger } from '../log/server-logger.js';

/** Minimum interval between log lines about a peer that repeats the same invalid response. */
const QUIET_MS = 60_000;

/**
 * Time for which mutations are queued for a peer that is down as if it were up: that until a queued
 * heartbeat expires, by default.
 */
const GONE_AFTER_MS = 30_000;

/** Availability of one peer, with one log line per change of state, not per attempt. */
export class PeerAvailability {
  state: 'unknown' | 'up' | 'down' = 'unknown';
  /** Time of the last change of state; epoch ms. */
  since = 0;
  /** Reason of the last failure. */
  reason = '';
  private lastLoggedAt = -Infinity;
  private isQuiet = false;

  constructor(
    private readonly url: string,
    private readonly logger: Pick<ServerLogger, 'log' | 'warn'>,
  ) {}

  /**
   * Records a response; true if the state changed.
   *
   * @param isPeer false for this server itself and for foreign ones, which have their own log line
   */
  responded(now: number, isPeer = true): boolean {
    if (this.state === 'up') return false;
    if (isPeer && !this.isQuiet) this.logger.log(`peer ${this.url} is up`);
    this.change('up', now);
    return true;
  }

  /** @param isInvalid the URL responds, but not as a peer: its state may flip with each probe */
  failed(reason: string, isInvalid: boolean, now: number): void {
    const before = this.state;
    if (before === 'down') return;
    this.isQuiet = isInvalid && reason === this.reason && now - this.lastLoggedAt < QUIET_MS;
    this.reason = reason;
    this.change('down', now);
    if (this.isQuiet) return;
    this.lastLoggedAt = now;
    if (before === 'up') this.logger.warn(`peer ${this.url} is down: retrying (${reason})`);
    else this.logger.log(`peer ${this.url} is not up yet: retrying (${reason})`);
  }

  /** True if the peer has been down for so long that this is no mere interruption. */
  isGone(now: number): boolean {
    return this.state === 'down' && now - this.since >= GONE_AFTER_MS;
  }

  private change(state: 'up' | 'down', now: number): void {
    this.state = state;
    this.since = now;
  }
}
