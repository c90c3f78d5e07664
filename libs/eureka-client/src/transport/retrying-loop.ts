import type { ClientLogger } from '../log/client-logger.js';

export interface RhythmOptions {
  readonly intervalMs: number;
  /** How long to wait after so many failures in a row; never longer than the interval. */
  readonly backOff: (failures: number) => number;
}

/** Runs one task again and again, never beside itself: at its interval while it works, by back-off while it fails, at once when woken. */
export class Rhythm {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private endPause: (() => void) | undefined;

  /** @param task tells whether it worked */
  constructor(
    private readonly task: () => Promise<boolean>,
    private readonly options: RhythmOptions,
    private readonly logger: Pick<ClientLogger, 'error'>,
  ) {}

  /** The first run is now. */
  start(): void {
    if (!this.stopped) this.running ??= this.run();
  }

  /** The next run is now, or right after the one that is under way. */
  wake(): void {
    this.woken = true;
    this.endPause?.();
  }

  /** No run begins after this; resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endPause?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      this.woken = false;
      failures = (await this.worked()) ? 0 : failures + 1;
      const { intervalMs, backOff } = this.options;
      await this.pause(failures === 0 ? intervalMs : Math.min(intervalMs, backOff(failures)));
    }
  }

  private async worked(): Promise<boolean> {
    try {
      return await this.task();
    } catch (error) {
      // What can go wrong out there is a return value of the task; this is a defect, and a person must see where.
      if (!this.stopped)
        this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return false;
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.stopped || this.woken) return resolve();
      const timer = setTimeout(() => this.endPause?.(), ms);
      this.endPause = () => {
        clearTimeout(timer);
        this.endPause = undefined;
        resolve();
      };
    });
  }
}
