import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime';
import type { ClientLogger } from './client-logger.js';
import { NoRegistryError } from './core/errors.js';
import type { LocalRegistry } from './core/local-registry.js';
import { changed } from './core/own-instance.js';
import { cancelCall, heartbeatCall, registerCall } from './core/registry-calls.js';
import { Milestone } from './milestone.js';
import type { Registries } from './registries.js';
import { Rhythm, type RhythmOptions } from './rhythm.js';

/**
 * Keeps one instance in the registry: registers, renews, registers again when the registry forgot it, and cancels.
 * All calls come from one rhythm, one after the other, so none can overtake the cancellation.
 */
export class Registrar {
  private readonly rhythm: Rhythm;
  private readonly aborting = new AbortController();
  /** The registries have not been told this version of the instance. */
  private dirty = true;
  private registering = false;
  private mayBeKnown = false;
  private isRegistered = false;
  private listed = false;

  constructor(
    private instance: InstanceInfo,
    private readonly registries: Registries,
    rhythm: RhythmOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
    private readonly firstRegistration = new Milestone(),
  ) {
    this.rhythm = new Rhythm(() => this.renewOrRegister(), rhythm, logger);
  }

  /** As far as the last call could tell. */
  get registered(): boolean {
    return this.isRegistered;
  }

  get name(): string {
    return `${this.instance.app}/${idOf(this.instance)}`;
  }

  start(): void {
    this.rhythm.start();
  }

  /** Tells the registries at once. */
  setStatus(status: InstanceStatus): void {
    if (status === this.instance.status) return;
    this.change(status);
    this.rhythm.wake();
  }

  /** A registry that listed us and no longer does was restarted, or counted us out: a heartbeat now, rather than in half a minute. */
  compare(registry: LocalRegistry): void {
    const listed = registry.get(this.instance.app)?.has(idOf(this.instance)) ?? false;
    if (this.listed && !listed) this.rhythm.wake();
    this.listed = listed;
  }

  /** Ends the renewals and takes the instance out, within the time given; a registry that does not answer is left to end the lease. */
  async stop({ budgetMs, cancel }: { budgetMs: number; cancel: boolean }): Promise<void> {
    const end = performance.now() + budgetMs;
    const quiet = this.rhythm.stop();
    // A registration that was sent may yet be carried out, even if we hang up: better to hear of it, then cancel.
    if (this.registering) await withinMs(budgetMs / 3, quiet);
    this.aborting.abort();
    await quiet;
    this.firstRegistration.missed();
    if (cancel && this.mayBeKnown) await this.cancel(end - performance.now());
    this.isRegistered = false;
  }

  private async renewOrRegister(): Promise<boolean> {
    try {
      if (!this.dirty && (await this.renew())) return true;
      return await this.register();
    } catch (error) {
      if (this.aborting.signal.aborted) return false;
      if (!(error instanceof NoRegistryError)) throw error;
      this.isRegistered = false;
      this.logger.debug(error.message);
      return false;
    }
  }

  private async renew(): Promise<boolean> {
    const { answer, from } = await this.registries.ask(heartbeatCall(this.instance), this.aborting.signal);
    if (answer === 'renewed') {
      this.isRegistered = true;
      this.logger.debug(`renewed ${this.name} at ${from}`);
      return true;
    }
    this.isRegistered = false;
    this.logger.debug(`${from} does not know ${this.name} (any more)`);
    // QUIRK(DiscoveryClient.renew): a new stamp, so that peers of that registry take this registration for the newer one.
    this.change();
    return false;
  }

  private async register(): Promise<boolean> {
    const sent = this.instance;
    this.registering = this.mayBeKnown = true;
    try {
      const { from } = await this.registries.ask(registerCall(sent), this.aborting.signal);
      // A change that came meanwhile is still to be told.
      if (this.instance === sent) this.dirty = false;
      this.isRegistered = true;
      this.logger.log(
        `registered ${this.name}${sent.status === 'UP' ? '' : ` as ${sent.status}`} at ${from}`,
      );
      this.firstRegistration.reached();
      return true;
    } finally {
      this.registering = false;
    }
  }

  private async cancel(budgetMs: number): Promise<void> {
    try {
      const { answer, from } = await this.registries.askLast(cancelCall(this.instance), budgetMs);
      if (answer === 'cancelled') this.logger.log(`cancelled ${this.name} at ${from}`);
    } catch (error) {
      this.logger.debug(String(error));
      if (this.isRegistered)
        this.logger.log(`no registry left to cancel ${this.name} at: its lease will run out`);
    }
  }

  private change(status?: InstanceStatus): void {
    this.instance = changed(this.instance, this.clock(), status);
    this.dirty = true;
  }
}

/** Waits for the task, but no longer than that. */
function withinMs(ms: number, task: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void task.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
