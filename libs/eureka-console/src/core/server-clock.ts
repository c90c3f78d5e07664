/**
 * The registry's time, as its events give it. It runs on a monotonic clock, so the time set on this
 * machine does not matter, nor that it is set anew.
 */
export class ServerClock {
  private heard?: { readonly now: number; readonly at: number };
  private stoppedAt?: number;

  constructor(private readonly monotonic: () => number) {}

  hear(now: number): void {
    if (!Number.isFinite(now)) return;
    this.heard = { now, at: this.monotonic() };
    this.stoppedAt = undefined;
  }

  /** Stands still while nothing is heard: data that is old is shown as it was. */
  stop(): void {
    this.stoppedAt ??= this.now();
  }

  now(): number {
    if (this.stoppedAt !== undefined) return this.stoppedAt;
    return this.heard ? this.heard.now + this.monotonic() - this.heard.at : 0;
  }
}
