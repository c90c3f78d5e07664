import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import cluster from 'node:cluster';
import { authorityOf } from '../core/authority.js';
import { NoRegistryError } from '../core/errors.js';
import { type InstanceEdit, isSharedByWorkers, nextVersion, ownInstance } from '../core/own-instance.js';
import type { RegistrySnapshot } from '../core/registry-snapshot.js';
import { OneTimeSignal } from '../events/one-time-signal.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { registeredPort } from '../options/registered-port.js';
import type { SharedParts } from '../transport/registry-failover.js';
import { type Health, HealthWatch } from './health-watch.js';
import { ownAddress } from './own-address.js';
import { NotStartedError } from './not-started-error.js';
import { Registrar, type RegistrarParts } from './registrar.js';

interface RegistrationParts extends RegistrarParts, SharedParts {
  readonly health?: Health | undefined;
  /** Adjusts the instance that the options describe. */
  readonly describe?: ((instance: InstanceInfo) => InstanceInfo) | undefined;
}

/** Time limit of a stop, apart from drain and linger: the end of the process waits for it. */
const stopLimitMs = 1_500;

/** Time after which a process whose conditions are not met registers as STARTING. */
const startingAfterMs = 1_000;

/** Registration of this process: its instance, its health, and the conditions to wait for. */
export class Registration {
  /** Raised by the first registration; cancelled if there will be none; fails with a condition. */
  private readonly first = new OneTimeSignal();
  private readonly conditions: Promise<unknown>[] = [];
  private isWaiting = true;
  /** Status to register once the conditions are met; undefined unless registered as STARTING. */
  private intended: InstanceStatus | undefined;
  /** Edits before the start, merged, for the first registration. */
  private earlyEdit: InstanceEdit = {};
  private registrar: Registrar | undefined;
  private healthWatch: HealthWatch | undefined;
  private startEvent: string | undefined;
  private stopped = false;

  constructor(
    private readonly options: EurekaClientOptions,
    private readonly parts: RegistrationParts,
  ) {
    parts.events.on('registered', () => this.isWaiting || this.first.raise());
    if (!options.enabled || !options.registerWithEureka) this.first.cancel();
  }

  get registered(): boolean {
    return this.registrar?.registered ?? false;
  }

  get instance(): InstanceInfo | undefined {
    return this.registrar?.instance;
  }

  /** This process as `APP/id` while it is registered. */
  get identity(): string | undefined {
    return this.registrar?.registered ? this.registrar.name : undefined;
  }

  waitFor(condition: Promise<unknown>): void {
    condition.catch(() => undefined); // Reported when it is time to register.
    this.conditions.push(condition);
  }

  announceStart(event: string | undefined): void {
    this.startEvent = event;
  }

  /** @throws NotStartedError while the start is only announced */
  async whenFirst(): Promise<boolean> {
    if (this.startEvent !== undefined && !this.first.isSettled) throw new NotStartedError(this.startEvent);
    return this.first.wait();
  }

  cancelFirst(): void {
    this.first.cancel();
  }

  /** Registers in the background, once all conditions are met. */
  start(port = registeredPort(this.options)): void {
    this.startEvent = undefined;
    if (this.first.isSettled) return;
    if (port) return this.startAt(port);
    this.parts.logger.log(
      'not registering: no port; pass it to start() or set eureka.instance.non-secure-port',
    );
    this.first.cancel();
  }

  private startAt(port: number): void {
    const registrar = new Registrar(this.describeInstance(port), this.parts);
    this.registrar = registrar;
    this.healthWatch = this.createHealthWatch(registrar);
    Promise.all(this.conditions)
      .then(
        () => this.begin(registrar),
        (reason: unknown) => this.giveUp(registrar, reason),
      )
      .catch(this.logDefect);
    if (this.conditions.length === 0) return;
    this.parts
      .pause(startingAfterMs)
      .then(() => this.beginAsStarting(registrar))
      .catch(this.logDefect);
  }

  private begin(registrar: Registrar): void {
    this.isWaiting = false;
    if (this.stopped) return;
    this.healthWatch?.start();
    if (this.intended === undefined) return registrar.start();
    const status = this.intended;
    this.intended = undefined;
    registrar.edit({ status }).catch(this.logDefect);
  }

  /** Replaces the UP of a predecessor that was killed, so that callers turn away meanwhile. */
  private beginAsStarting(registrar: Registrar): void {
    if (this.stopped || !this.isWaiting) return;
    this.intended = registrar.instance.status;
    registrar.edit({ status: 'STARTING' }).catch(this.logDefect);
    registrar.start();
  }

  /** Resolves with the error of the first attempt, if it failed, once the conditions are met. */
  async firstAttemptError(): Promise<Error | undefined> {
    const settled = this.first.wait().catch(() => undefined);
    await Promise.race([Promise.allSettled(this.conditions), settled]);
    if (!this.registrar || (await this.registrar.firstAttempt.wait())) return undefined;
    return this.registrar.lastError ?? new NoRegistryError('the registration', []);
  }

  compareWith(snapshot: RegistrySnapshot): void {
    this.registrar?.compareWith(snapshot);
  }

  /** Resolves to false at once before the start: awaiting it must not delay the start. */
  async edit(edit: InstanceEdit): Promise<boolean> {
    if (this.registrar && this.intended !== undefined) {
      const { status = this.intended, ...others } = edit;
      this.intended = status;
      return this.registrar.edit(others);
    }
    if (this.registrar) return this.registrar.edit(edit);
    const metadata = { ...this.earlyEdit.metadata, ...edit.metadata };
    this.earlyEdit = { ...this.earlyEdit, ...edit, metadata };
    return false;
  }

  /**
   * Drains, cancels and lingers as the options say. A registration that still waits for its
   * conditions ends.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    const { shouldUnregisterOnShutdown: cancel, drainMs, lingerMs } = this.options;
    const leave = { budgetMs: stopLimitMs + drainMs, cancel, drainMs, lingerMs };
    await Promise.all([this.registrar?.stop(leave), this.healthWatch?.stop()]);
  }

  /** Ends the registration, so that no call waits for it: a condition was rejected. */
  private giveUp(registrar: Registrar, reason: unknown): void {
    this.isWaiting = false;
    if (this.stopped) return;
    this.parts.logger.error(`not registering ${registrar.name}: ${String(reason)}`);
    const error = reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
    registrar.lastError = error;
    this.first.fail(error);
    const cancel = this.intended !== undefined;
    registrar.stop({ budgetMs: cancel ? stopLimitMs : 0, cancel }).catch(this.logDefect);
  }

  private describeInstance(port: number): InstanceInfo {
    const { options } = this;
    const { clock, random, logger, describe = (each: InstanceInfo) => each } = this.parts;
    const own = ownAddress(options);
    const settings = { ...options, ...own, worker: cluster.worker?.id };
    const described = describe(ownInstance(settings, port, clock(), random));
    const instance = nextVersion(described, clock(), this.earlyEdit);
    if (isSharedByWorkers(settings))
      logger.warn(
        `instance id ${instance.instanceId} is that of every worker: leave it out, or add \${random}`,
      );
    const text = `registering ${instance.app} as ${own.hostname}, ${authorityOf(own.ipAddress, port)}, because ${own.reason}`;
    if (options.ipAddress === undefined) logger.log(text);
    else logger.debug(text);
    if (own.warning) logger.warn(`address ${own.ipAddress} may be unreachable: ${own.warning}`);
    return instance;
  }

  private readonly logDefect = (error: unknown): void =>
    this.parts.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));

  private createHealthWatch(registrar: Registrar): HealthWatch | undefined {
    const { health, logger } = this.parts;
    const { healthIntervalSecs } = this.options;
    if (!health) return undefined;
    const own = {
      get: () => registrar.instance.status,
      set: (status: InstanceStatus) => {
        registrar.edit({ status }).catch(this.logDefect);
      },
    };
    const limits = { intervalMs: healthIntervalSecs * 1000, limitMs: Math.min(5, healthIntervalSecs) * 1000 };
    return new HealthWatch(health, own, limits, logger);
  }
}
