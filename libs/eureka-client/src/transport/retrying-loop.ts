import { timerDelay } from '@eureka-nest/runtime/time';
import type { ClientLogger } from '../log/client-logger.js';

export interface RetryingLoopOptions {
  readonly intervalMs: number;
  /** Returns the pause after a number of failures in a row. Capped at the interval. */
  readonly backOff: (failures: number) => number;
}

/**
 * Runs one task repeatedly, never in parallel: at the interval while it succeeds, after a back-off
 * while it fails, at once when woken.
 */
export class RetryingLoop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private endPause: (() => void) | undefined;

  /** @param task resolves to true if it succeeded */
  constructor(
    private readonly task: () => Promise<boolean>,
    private readonly options: RetryingLoopOptions,
    private readonly logger: Pick<ClientLogger, 'error'>,
  ) {}

  /** Runs the task for the first time now. */
  start(): void {
    if (!this.stopped) this.running ??= this.run();
  }

  /** Runs the task again now, or right after the run in flight. */
  wake(): void {
    this.woken = true;
    this.endPause?.();
  }

  /** Stops the loop; resolves when the run in flight has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endPause?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      this.woken = false;
      failures = (await this.runTask()) ? 0 : failures + 1;
      const { intervalMs, backOff } = this.options;
      await this.pause(failures === 0 ? intervalMs : Math.min(intervalMs, backOff(failures)));
    }
  }

  private async runTask(): Promise<boolean> {
    try {
      return await this.task();
    } catch (error) {
      // Expected failures are return values of the task. An exception is a defect: log its stack.
      if (!this.stopped)
        this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return false;
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.stopped || this.woken) return resolve();
      const timer = setTimeout(() => this.endPause?.(), timerDelay(ms));
      this.endPause = () => {
        clearTimeout(timer);
        this.endPause = undefined;
        resolve();
      };
    });
  }
}
