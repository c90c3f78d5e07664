import type { InstanceStatus } from '@eureka-nest/protocol';
import { withinMs } from './call-queue.js';
import type { ClientLogger } from '../log/client-logger.js';
import { Milestone } from '../events/one-time-signal.js';
import { Rhythm } from '../transport/retrying-loop.js';

/** Tells how this process is: true or UP, false or DOWN; undefined leaves it as it is. One that throws says DOWN. */
export type Health = (
  current: InstanceStatus,
) => InstanceStatus | boolean | undefined | Promise<InstanceStatus | boolean | undefined>;

export interface HealthWatchOptions {
  readonly intervalMs: number;
  /** A check that takes longer says DOWN. */
  readonly limitMs: number;
}

/**
 * Asks a process how it is, and tells its registries when that changed.
 *
 * QUIRK(HealthCheckCallbackToHandlerBridge): a process that is STARTING, or was taken OUT_OF_SERVICE, is not asked: what a person has set
 * stays until it is set again.
 */
export class HealthWatch {
  private readonly rhythm: Rhythm;
  private readonly stopped = new Milestone();
  private said = '';

  constructor(
    private readonly health: Health,
    private readonly own: { status(): InstanceStatus; set(status: InstanceStatus): void },
    private readonly options: HealthWatchOptions,
    private readonly logger: ClientLogger,
  ) {
    const { intervalMs } = options;
    this.rhythm = new Rhythm(() => this.look(), { intervalMs, backOff: () => intervalMs }, logger);
  }

  start(): void {
    this.rhythm.start();
  }

  /** Does not wait for a check under way: what it says is not heard any more. */
  async stop(): Promise<void> {
    this.stopped.reached();
    await this.rhythm.stop();
  }

  private async look(): Promise<boolean> {
    const current = this.own.status();
    if (current === 'STARTING' || current === 'OUT_OF_SERVICE') return true;
    const { status, why } = await this.found(current);
    // Meanwhile a person may have taken it out.
    if (status === current || this.own.status() !== current || this.stopped.isReached) return true;
    if (this.said !== status) this.logger.log(`this process says it is ${status}${why}`);
    this.said = status;
    this.own.set(status);
    return true;
  }

  private async found(current: InstanceStatus): Promise<{ status: InstanceStatus; why: string }> {
    let outcome: { status: InstanceStatus; why: string } = {
      status: 'DOWN',
      why: ` (no word of its health within ${this.options.limitMs} ms)`,
    };
    const asked = Promise.resolve()
      .then(() => this.health(current))
      .then(
        (said) => (outcome = { status: statusOf(said, current), why: '' }),
        (error: unknown) => (outcome = { status: 'DOWN', why: ` (${String(error)})` }),
      );
    await withinMs(this.options.limitMs, Promise.race([asked, this.stopped.wait()]));
    return outcome;
  }
}

const statusOf = (said: InstanceStatus | boolean | undefined, current: InstanceStatus): InstanceStatus =>
  said === true ? 'UP' : said === false ? 'DOWN' : (said ?? current);
