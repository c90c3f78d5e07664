import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { within } from '@eureka-nest/runtime/time';
import { NoRegistryError } from '../core/errors.js';
import type { InstanceEdit } from '../core/own-instance.js';
import {
  needsStartingFirst,
  nextAction,
  type RegistrationEvent,
  type RegistrationState,
  transition,
  unregistered,
} from '../core/registration-state.js';
import { cancelRequest, heartbeatRequest, registerRequest } from '../core/registry-requests.js';
import type { RegistrySnapshot } from '../core/registry-snapshot.js';
import { OneTimeSignal } from '../events/one-time-signal.js';
import type { SharedParts } from '../transport/registry-failover.js';
import { RetryingLoop, type RetryingLoopOptions } from '../transport/retrying-loop.js';

/** Waits a number of ms. */
export type Pause = (ms: number) => Promise<unknown>;

export interface RegistrarParts extends Omit<SharedParts, 'random'> {
  readonly heartbeats: RetryingLoopOptions;
  readonly pause: Pause;
}

interface LeaveOptions {
  /** Time limit for everything but the lingering. */
  readonly budgetMs: number;
  readonly cancel: boolean;
  /** Time to be listed as OUT_OF_SERVICE first, so that callers turn away. */
  readonly drainMs?: number;
  /** Time to go on answering after the cancellation, for callers that have yet to see it. */
  readonly lingerMs?: number;
}

interface PendingVersion {
  readonly version: number;
  readonly accepted: OneTimeSignal;
}

/**
 * Keeps one instance registered: registers, renews, registers again after a 404, and cancels. Every
 * request follows from the state in `core/registration-state.ts`.
 *
 * At most one request is in flight, because the loop never runs in parallel. The cancellation is
 * sent once the loop has stopped, so no registration can overtake it.
 */
export class Registrar {
  /** Outcome of the very first attempt. */
  readonly firstAttempt = new OneTimeSignal();
  /** Error of the last failed attempt. */
  lastError: Error | undefined;
  private state: RegistrationState;
  private isStopping = false;
  /** Status and registry of the last two registrations, until a heartbeat confirms or fails. */
  private unconfirmed: readonly string[] = [];
  private readonly loop: RetryingLoop;
  private readonly aborting = new AbortController();
  private readonly pending = new Set<PendingVersion>();

  constructor(
    instance: InstanceInfo,
    private readonly parts: RegistrarParts,
  ) {
    this.state = unregistered(instance);
    this.loop = new RetryingLoop(() => this.attempt(), parts.heartbeats, parts.logger);
  }

  /** True if the last response showed that a registry lists this process. */
  get registered(): boolean {
    return this.state.phase === 'registered';
  }

  get instance(): InstanceInfo {
    return this.state.instance;
  }

  get name(): string {
    return `${this.instance.app}/${idOf(this.instance)}`;
  }

  start(): void {
    this.loop.start();
  }

  /**
   * Changes the instance and registers it at once. Resolves to true once a registry accepted it, to
   * false if none will. A status that is set during a stop would bring callers back: it is ignored.
   */
  edit(edit: InstanceEdit): Promise<boolean> {
    return this.isStopping && edit.status !== undefined ? Promise.resolve(false) : this.change(edit);
  }

  /**
   * Compares this process with the cached registry. A registry that no longer lists it has
   * restarted or evicted it: that calls for a heartbeat now, not in half a minute.
   */
  compareWith(snapshot: RegistrySnapshot): void {
    const { instance, listedAs: before } = this.state;
    const listed = snapshot.get(instance.app)?.get(idOf(instance));
    this.apply({ type: 'listed', listed, now: this.parts.clock() });
    const { listedAs: status } = this.state;
    if (this.instance !== instance || (before && !status)) this.loop.wake();
    if (status === before) return;
    this.parts.events.emit('own-status', { status: status ?? 'UNKNOWN', before: before ?? 'UNKNOWN' });
  }

  /** Stops the heartbeats and cancels within the budget; without a registry, the lease expires. */
  async stop({ budgetMs, cancel, drainMs = 0, lingerMs = 0 }: LeaveOptions): Promise<void> {
    this.isStopping = true;
    const end = performance.now() + budgetMs;
    // Drain and linger overlap: after a drain there is nothing left to linger for.
    const lingerEnd = end + Math.max(0, lingerMs - drainMs);
    // Callers also have a copy of an instance that no registry renews now.
    const hasCallers = this.registered || this.state.phase === 'lost';
    if (cancel && drainMs > 0 && hasCallers) await this.drain(drainMs, budgetMs / 4);
    const leftMs = end - performance.now();
    this.apply({ type: 'leave' });
    const stopped = this.loop.stop();
    // An aborted registration may still be processed: wait for its response first, then cancel.
    const late = cancel ? this.parts.failover.lateRegistrations() : undefined;
    const processed = Promise.all([this.state.isRegistering ? stopped : undefined, late]);
    await within(leftMs / 3, processed, undefined);
    this.aborting.abort();
    await stopped;
    this.firstAttempt.cancel();
    const wasCallable = (this.state.accepted?.status ?? this.instance.status) === 'UP';
    const isCancelled =
      cancel && this.state.mayBeListed && (await this.cancel(Math.max(0, end - performance.now())));
    this.apply({ type: 'gone' });
    for (const { accepted } of this.pending) accepted.cancel();
    this.pending.clear();
    const lingerLeftMs = Math.min(lingerMs, lingerEnd - performance.now());
    if (isCancelled && wasCallable && lingerLeftMs > 0) await this.parts.pause(lingerLeftMs);
  }

  private change(edit: InstanceEdit): Promise<boolean> {
    const before = this.instance;
    this.apply({ type: 'edited', edit, now: this.parts.clock() });
    if (this.instance !== before) this.loop.wake();
    return this.whenAccepted(this.instance.lastDirtyTimestamp);
  }

  private async drain(drainMs: number, editLimitMs: number): Promise<void> {
    const end = performance.now() + drainMs;
    await within(editLimitMs, this.change({ status: 'OUT_OF_SERVICE' }), false);
    await this.parts.pause(Math.max(0, end - performance.now()));
  }

  private async attempt(): Promise<boolean> {
    const succeeded = await this.renewOrRegister(this.aborting.signal);
    this.firstAttempt.settle(succeeded);
    return succeeded;
  }

  private async renewOrRegister(signal: AbortSignal): Promise<boolean> {
    try {
      if (nextAction(this.state) === 'renew' && (await this.renew(signal))) return true;
      return nextAction(this.state) === 'register' && (await this.register(signal));
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof NoRegistryError)) throw error;
      const { events, logger } = this.parts;
      const wasRegistered = this.registered;
      this.apply({ type: 'no registry' });
      this.unconfirmed = [];
      this.lastError = error;
      if (wasRegistered) events.emit('lost', { instance: this.name, reason: error.message });
      logger.debug(error.message);
      return false;
    }
  }

  private async renew(signal: AbortSignal): Promise<boolean> {
    const { failover, clock, logger, events } = this.parts;
    const { value, from } = await failover.send(heartbeatRequest(this.instance), signal);
    if (value === 'renewed') {
      this.apply({ type: 'renewed' });
      this.unconfirmed = [];
      logger.debug(`renewed ${this.name} at ${from}`);
      events.emit('renewed', { instance: this.name, at: from });
      return true;
    }
    this.apply({ type: 'unknown to registry', now: clock() });
    logger.debug(`heartbeat of ${this.name} got 404 from ${from}: registering again`);
    return false;
  }

  private async register(signal: AbortSignal): Promise<boolean> {
    const { failover, clock, logger, events } = this.parts;
    this.apply({ type: 'registration sent' });
    try {
      const { stuckAs, accepted } = this.state;
      const isForgotten = accepted === undefined;
      const { unconfirmed: before } = this;
      if (needsStartingFirst(stuckAs ?? accepted?.status, this.instance.status)) {
        await failover.send(registerRequest({ ...this.instance, status: 'STARTING' }), signal);
        this.apply({ type: 'sent as STARTING', now: clock() });
      }
      const { instance } = this;
      const { from } = await failover.send(registerRequest(instance), signal);
      const { lastDirtyTimestamp: version, status } = instance;
      this.apply({ type: 'registered', version, status });
      // A registry that forgets at once gets a registration with every heartbeat.
      const place = `${status} ${from}`;
      const isRepeated = isForgotten && this.unconfirmed.at(-1) === place;
      this.unconfirmed = isRepeated ? [place, place] : [place];
      if (!isRepeated || before.length === 1)
        logger.log(`registered ${this.name}${status === 'UP' ? '' : ` as ${status}`} at ${from}`);
      this.releasePending(version);
      events.emit('registered', { instance: this.name, at: from });
      return true;
    } finally {
      this.apply({ type: 'registration ended' });
    }
  }

  /** Resolves to true if a registry listed this process until now. */
  private async cancel(budgetMs: number): Promise<boolean> {
    const { failover, logger, events } = this.parts;
    try {
      const { value, from } = await failover.sendLast(cancelRequest(this.instance), budgetMs);
      if (value === 'cancelled') logger.log(`cancelled ${this.name} at ${from}`);
      events.emit('cancelled', { instance: this.name, at: from });
      return value === 'cancelled';
    } catch (error) {
      logger.debug(String(error));
      if (this.state.accepted !== undefined)
        logger.log(`could not cancel ${this.name}: no registry responds, its lease will expire`);
      return false;
    }
  }

  private whenAccepted(version: number): Promise<boolean> {
    const accepted = new OneTimeSignal();
    const { phase, accepted: last } = this.state;
    if (last !== undefined && last.version >= version) accepted.raise();
    else if (phase === 'leaving' || phase === 'left') accepted.cancel();
    else this.pending.add({ version, accepted });
    return accepted.wait();
  }

  private releasePending(version: number): void {
    for (const each of this.pending) {
      if (each.version > version) continue;
      each.accepted.raise();
      this.pending.delete(each);
    }
  }

  private apply(event: RegistrationEvent): void {
    this.state = transition(this.state, event);
  }
}
