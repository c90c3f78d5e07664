import type { InstanceStatus } from '@eureka-nest/protocol';
import { within } from '@eureka-nest/runtime/time';
import { OneTimeSignal } from '../events/one-time-signal.js';
import type { ClientLogger } from '../log/client-logger.js';
import { RetryingLoop } from '../transport/retrying-loop.js';

/**
 * Health check of this process: true or UP, false or DOWN; undefined leaves the status as it is. An
 * exception means DOWN.
 */
export type Health = (current: InstanceStatus) => HealthResult | Promise<HealthResult>;
type HealthResult = InstanceStatus | boolean | undefined;

interface HealthWatchOptions {
  readonly intervalMs: number;
  /** Time limit of one check; a slower one means DOWN. */
  readonly limitMs: number;
}

/** Status of this process as the watch reads and sets it. */
interface OwnStatus {
  get(): InstanceStatus;
  set(status: InstanceStatus): void;
}

/** Status, and the reason as a suffix for the log. */
type CheckResult = { readonly status: InstanceStatus; readonly reason: string };

/**
 * Runs the health check at an interval and sets the status accordingly.
 *
 * QUIRK(HealthCheckCallbackToHandlerBridge): the check does not run while the instance is STARTING
 * or OUT_OF_SERVICE, so a status that a person has set stays until it is set again.
 */
export class HealthWatch {
  private readonly loop: RetryingLoop;
  private readonly stopped = new OneTimeSignal();
  private lastLogged: InstanceStatus | undefined;

  constructor(
    private readonly health: Health,
    private readonly own: OwnStatus,
    private readonly options: HealthWatchOptions,
    private readonly logger: ClientLogger,
  ) {
    const { intervalMs } = options;
    this.loop = new RetryingLoop(() => this.update(), { intervalMs, backOff: () => intervalMs }, logger);
  }

  start(): void {
    this.loop.start();
  }

  /** Stops at once; the result of a check in flight is ignored. */
  async stop(): Promise<void> {
    this.stopped.raise();
    await this.loop.stop();
  }

  private async update(): Promise<boolean> {
    const current = this.own.get();
    if (current === 'STARTING' || current === 'OUT_OF_SERVICE') return true;
    const { status, reason } = await this.check(current);
    // The status may have been set by hand during the check.
    if (status === current || this.own.get() !== current || this.stopped.isRaised) return true;
    if (this.lastLogged !== status) this.logger.log(`health check: ${status}${reason}`);
    this.lastLogged = status;
    this.own.set(status);
    return true;
  }

  private async check(current: InstanceStatus): Promise<CheckResult> {
    const { limitMs } = this.options;
    const timedOut: CheckResult = { status: 'DOWN', reason: ` (no result within ${limitMs} ms)` };
    const checked = Promise.resolve()
      .then(() => this.health(current))
      .then<CheckResult, CheckResult>(
        (result) => ({ status: healthStatus(result, current), reason: '' }),
        (error: unknown) => ({ status: 'DOWN', reason: ` (${String(error)})` }),
      );
    return within(limitMs, Promise.race([checked, this.stopped.wait().then(() => timedOut)]), timedOut);
  }
}

const healthStatus = (result: HealthResult, current: InstanceStatus): InstanceStatus =>
  result === true ? 'UP' : result === false ? 'DOWN' : (result ?? current);
