import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import { CallQueue, withinMs } from './call-queue.js';
import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import { NoRegistryError } from '../core/errors.js';
import type { LocalRegistry } from '../core/registry-snapshot.js';
import {
  after,
  isStuck,
  type Membership,
  type MembershipEvent,
  needsSteppingStone,
  nextCall,
  outside,
} from '../core/registration-state.js';
import { changed, type InstanceEdit } from '../core/own-instance.js';
import { cancelCall, heartbeatCall, registerCall } from '../core/registry-requests.js';
import { Milestone } from '../events/one-time-signal.js';
import type { Registries } from '../transport/registry-failover.js';
import { Rhythm, type RhythmOptions } from '../transport/retrying-loop.js';
import { type Clock, type Pause, systemPause } from '../surroundings.js';

export interface Leaving {
  /** For all of it but the lingering. */
  readonly budgetMs: number;
  readonly cancel: boolean;
  /** How long to stand in the registry as OUT_OF_SERVICE first, so that callers turn away. */
  readonly drainMs?: number;
  /** How long to be there still after that, for callers that have yet to hear of it; not where they had turned away before. */
  readonly lingerMs?: number;
}

/**
 * Keeps one instance in the registry: registers, renews, registers again when the registry forgot it, and cancels. What it is comes from
 * the state machine in `core/membership.ts`; its calls go through one queue, which the cancellation closes.
 */
export class Registrar {
  /** The outcome of the very first try. */
  readonly firstTry = new Milestone();
  private readonly queue = new CallQueue();
  private readonly rhythm: Rhythm;
  private membership: Membership = outside;
  private readonly untold = new Set<{ readonly version: number; readonly tell: Milestone }>();
  private registering = false;
  private listedAs: InstanceStatus | undefined;
  /** What a registry lists instead of what it was told. */
  private stuckAs: InstanceStatus | undefined;
  private hasUnstuck = false;
  /** Why the last try failed. */
  fault: Error | undefined;

  constructor(
    private own: InstanceInfo,
    private readonly registries: Registries,
    rhythm: RhythmOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
    private readonly events: Events,
    private readonly pause: Pause = systemPause,
  ) {
    this.rhythm = new Rhythm(() => this.beat(), rhythm, logger);
  }

  /** As far as the last call could tell. */
  get registered(): boolean {
    return this.membership.phase === 'inside';
  }

  get instance(): InstanceInfo {
    return this.own;
  }

  get name(): string {
    return `${this.own.app}/${idOf(this.own)}`;
  }

  start(): void {
    this.rhythm.start();
  }

  /** Tells the registries at once. True as soon as one of them was told; false when that will not happen any more. */
  edit(edit: InstanceEdit): Promise<boolean> {
    const now = changed(this.own, this.clock(), edit);
    if (now === this.own) return this.told(this.own.lastDirtyTimestamp);
    this.own = now;
    this.rhythm.wake();
    return this.told(now.lastDirtyTimestamp);
  }

  /** A registry that listed us and no longer does was restarted, or counted us out: a heartbeat now, rather than in half a minute. */
  compare(registry: LocalRegistry): void {
    const listed = registry.get(this.own.app)?.get(idOf(this.own));
    const before = this.listedAs;
    // Of a process of this name that was here before us. Once: it may be a rule of that registry, which no registration changes.
    if (listed && isStuck(listed, this.membership.told) && !this.hasUnstuck) this.unstick(listed.status);
    if (listed?.status === this.own.status) this.hasUnstuck = false;
    if (listed?.status === before) return;
    this.listedAs = listed?.status;
    if (before && !listed) this.rhythm.wake();
    this.events.tell('own-status', { status: listed?.status ?? 'UNKNOWN', before: before ?? 'UNKNOWN' });
  }

  /** Ends the renewals and takes the instance out, within the time given; a registry that does not answer is left to end the lease. */
  async stop({ budgetMs, cancel, drainMs = 0, lingerMs = 0 }: Leaving): Promise<void> {
    const end = performance.now() + budgetMs;
    // Either has the time of the other: who was drained need not linger.
    const lastEnd = end + Math.max(0, lingerMs - drainMs);
    if (cancel && drainMs > 0 && this.registered) await this.drain(drainMs, budgetMs / 4);
    const leftMs = end - performance.now();
    this.became({ type: 'leave' });
    const quiet = this.rhythm.stop();
    // A registration that was sent may yet be carried out, even if we hang up: better to hear of it, then cancel.
    await this.queue.close(this.registering ? leftMs / 3 : 0);
    await quiet;
    this.firstTry.missed();
    const isCalled = (this.membership.told?.status ?? this.own.status) === 'UP';
    const isOut =
      cancel && this.membership.mayBeKnown && (await this.cancel(Math.max(0, end - performance.now())));
    this.became({ type: 'gone' });
    for (const { tell } of this.untold) tell.missed();
    this.untold.clear();
    const lingersMs = Math.min(lingerMs, lastEnd - performance.now());
    if (isOut && isCalled && lingersMs > 0) await this.pause(lingersMs);
  }

  private async drain(drainMs: number, tellWithinMs: number): Promise<void> {
    const end = performance.now() + drainMs;
    await withinMs(tellWithinMs, this.edit({ status: 'OUT_OF_SERVICE' }));
    await this.pause(Math.max(0, end - performance.now()));
  }

  private async beat(): Promise<boolean> {
    const worked = (await this.queue.add((signal) => this.renewOrRegister(signal))) ?? false;
    if (worked) this.firstTry.reached();
    else this.firstTry.missed();
    return worked;
  }

  private async renewOrRegister(signal: AbortSignal): Promise<boolean> {
    try {
      if (this.next === 'renew' && (await this.renew(signal))) return true;
      return this.next === 'register' && (await this.register(signal));
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof NoRegistryError)) throw error;
      const wasIn = this.registered;
      this.became({ type: 'no registry' });
      this.fault = error;
      if (wasIn) this.events.tell('lost', { instance: this.name, reason: error.message });
      this.logger.debug(error.message);
      return false;
    }
  }

  private async renew(signal: AbortSignal): Promise<boolean> {
    const { answer, from } = await this.registries.ask(heartbeatCall(this.own), signal);
    if (answer === 'renewed') {
      this.became({ type: 'renewed' });
      this.logger.debug(`renewed ${this.name} at ${from}`);
      this.events.tell('renewed', { instance: this.name, at: from });
      return true;
    }
    this.became({ type: 'forgotten' });
    this.logger.debug(`${from} does not know ${this.name} (any more)`);
    // QUIRK(DiscoveryClient.renew): a new stamp, so that peers of that registry take this registration for the newer one.
    this.own = changed(this.own, this.clock());
    return false;
  }

  private async register(signal: AbortSignal): Promise<boolean> {
    this.registering = true;
    this.became({ type: 'registration sent' });
    try {
      if (needsSteppingStone(this.stuckAs ?? this.membership.told?.status, this.own.status)) {
        await this.registries.ask(registerCall({ ...this.own, status: 'STARTING' }), signal);
        this.own = changed(this.own, this.clock());
      }
      const sent = this.own;
      const { from } = await this.registries.ask(registerCall(sent), signal);
      const { lastDirtyTimestamp: version, status } = sent;
      this.stuckAs = undefined;
      this.became({ type: 'registered', version, status });
      this.logger.log(`registered ${this.name}${status === 'UP' ? '' : ` as ${status}`} at ${from}`);
      this.tellThoseWhoWait(version);
      this.events.tell('registered', { instance: this.name, at: from });
      return true;
    } finally {
      this.registering = false;
    }
  }

  private unstick(listedAs: InstanceStatus): void {
    this.stuckAs = listedAs;
    this.hasUnstuck = true;
    this.own = changed(this.own, this.clock());
    this.rhythm.wake();
  }

  /** @returns whether it was listed until now, and is no longer */
  private async cancel(budgetMs: number): Promise<boolean> {
    try {
      const { answer, from } = await this.registries.askLast(cancelCall(this.own), budgetMs);
      if (answer === 'cancelled') this.logger.log(`cancelled ${this.name} at ${from}`);
      this.events.tell('cancelled', { instance: this.name, at: from });
      return answer === 'cancelled';
    } catch (error) {
      this.logger.debug(String(error));
      if (this.membership.told !== undefined)
        this.logger.log(`no registry left to cancel ${this.name} at: its lease will run out`);
      return false;
    }
  }

  private told(version: number): Promise<boolean> {
    const tell = new Milestone();
    const { phase, told } = this.membership;
    if (told !== undefined && told.version >= version) tell.reached();
    else if (phase === 'leaving' || phase === 'left') tell.missed();
    else this.untold.add({ version, tell });
    return tell.wait();
  }

  private tellThoseWhoWait(version: number): void {
    for (const each of this.untold) {
      if (each.version > version) continue;
      each.tell.reached();
      this.untold.delete(each);
    }
  }

  private get next(): ReturnType<typeof nextCall> {
    return nextCall(this.membership, this.own.lastDirtyTimestamp);
  }

  private became(event: MembershipEvent): void {
    this.membership = after(this.membership, event);
  }
}
