import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import { systemClock, type Clock, type Stop } from '@eureka-nest/runtime/time';
import { Logger } from '@nestjs/common';
import type { Heartbeat, HeartbeatResult, Origin } from '../core/registry/heartbeat.js';
import type { GivenInstance } from '../core/registry/registry-entry.js';
import type { ListedRow } from '../core/anti-entropy/reconcile.js';
import type { Registry } from '../core/anti-entropy/replica-merge.js';
import type { Leaving, StatusChange } from '../core/registry/change-context.js';
import type { Change } from '../core/replication/replication-task.js';
import { validateRegistration } from '../core/registry/registration.js';
import { addressOf, SharedIds } from '../core/registry/duplicate-ids.js';
import { nameOf, oneLine, silence, sumOf } from './log-format.js';

type Told = Pick<Logger, 'log' | 'warn' | 'error' | 'debug'>;

export interface RegistryServiceParts {
  readonly clock?: Clock;
  /** Takes what the peers must hear of. */
  readonly passOn?: (change: Change) => void;
  readonly logger?: Told;
  /** Whether anybody reads what goes to `debug`: a line for each heartbeat costs more than the heartbeat. */
  readonly tellsDetails?: () => boolean;
  readonly warnOfSharedIds?: boolean;
}

/** The one place where a change is applied, told (a line in the log) and passed on to the peers. */
export class RegistryService {
  readonly clock: Clock;
  /** Stays empty where nobody wants to be warned of them. */
  readonly sharedIds: SharedIds;
  private readonly passOn: (change: Change) => void;
  private readonly logger: Told;
  private readonly tellsDetails: () => boolean;
  private readonly warnOfSharedIds: boolean;
  private readonly cancelListeners = new Set<(instance: InstanceInfo) => void>();
  private preserving = false;

  /** @param registry to be read at will; changes go through this service */
  constructor(
    readonly registry: Registry,
    {
      clock = systemClock,
      passOn = () => undefined,
      logger = new Logger('Registry'),
      tellsDetails = () => Logger.isLevelEnabled('debug'),
      warnOfSharedIds = true,
    }: RegistryServiceParts = {},
  ) {
    this.clock = clock;
    this.passOn = passOn;
    this.logger = logger;
    this.tellsDetails = tellsDetails;
    this.warnOfSharedIds = warnOfSharedIds;
    this.sharedIds = new SharedIds(clock);
  }

  get size(): number {
    return this.registry.size;
  }

  /** @param at when its owner said so, where a peer tells that */
  register(given: InstanceInfo, from: Origin, at?: number): void {
    if (from === 'peer' && at !== undefined && this.registry.hasLeftSince(given, at)) return;
    const before = this.registry.given(given.app, idOf(given));
    const rival = before && this.rivalOf(before, given, from);
    const now = this.registry.register(given, from, at);
    if (rival) this.warnOfRival(rival, given, now);
    else this.tellRegistered(before, now, from);
    // A peer's change stops here: passed on again, it would circle forever.
    if (from === 'client') this.passOn({ action: 'Register', instance: given });
  }

  heartbeat(app: string, id: string, heartbeat: Heartbeat): HeartbeatResult {
    const result = this.registry.heartbeat(app, id, heartbeat);
    const { from, lastDirtyTimestamp } = heartbeat;
    if (this.tellsDetails()) {
      this.logger.debug(`heartbeat of ${oneLine(`${app}/${id}`)}: ${result.verdict} (from ${from})`);
    }
    const { given } = result;
    if (given && from === 'client') {
      if (this.sharedIds.size > 0)
        this.sharedIds.renewed(app, id, lastDirtyTimestamp, given.lastDirtyTimestamp);
      this.passOn({ action: 'Heartbeat', instance: given, overriddenStatus: this.registry.overrideOf(id) });
    }
    return result;
  }

  /** Says whether there was such an instance, as all of the following do. */
  cancel(app: string, id: string, from: Origin, left: Leaving = {}): boolean {
    if (from === 'peer' && this.registry.outlives(app, id, left)) return true;
    const instance = this.registry.cancel(app, id, left);
    if (!instance) return false;
    this.sharedIds.left(app, id);
    this.logger.log(`cancelled ${nameOf(instance)} (from ${from})`);
    if (from === 'client') this.passOn({ action: 'Cancel', instance });
    this.cancelListeners.forEach((tell) => tell(instance));
    return true;
  }

  /** Takes out an instance that is not there any more; its peers hear of it as of a cancel. It comes back with its next heartbeat, if it is there after all. */
  takeOut(app: string, id: string, why: string): boolean {
    const instance = this.registry.cancel(app, id);
    if (!instance) return false;
    this.sharedIds.left(app, id);
    this.logger.warn(`took out ${nameOf(instance)}: ${why}`);
    this.passOn({ action: 'Cancel', instance });
    this.cancelListeners.forEach((tell) => tell(instance));
    return true;
  }

  setStatus(app: string, id: string, status: InstanceStatus, change: StatusChange): boolean {
    const before = this.registry.given(app, id)?.status;
    const instance = this.registry.setStatus(app, id, status, change);
    if (!instance) return false;
    if (before !== instance.status)
      this.logger.log(`forced ${nameOf(instance)} ${status} (from ${change.from})`);
    if (change.from === 'client') this.passOn({ action: 'StatusUpdate', instance, status });
    return true;
  }

  removeOverride(app: string, id: string, status: InstanceStatus, change: StatusChange): boolean {
    const before = this.registry.given(app, id)?.overriddenStatus;
    const instance = this.registry.removeOverride(app, id, status, change);
    if (!instance) return false;
    if (before !== instance.overriddenStatus) {
      this.logger.log(
        `no longer forced ${nameOf(instance)} ${before}: it is ${instance.status} (from ${change.from})`,
      );
    }
    if (change.from === 'client') this.passOn({ action: 'DeleteStatusOverride', instance, status });
    return true;
  }

  /** QUIRK(InstanceResource.updateMetadata): always passed on, also when a peer asked for it. */
  putMetadata(app: string, id: string, entries: readonly (readonly [string, string])[]): boolean {
    const instance = this.registry.putMetadata(app, id, entries);
    if (!instance) return false;
    if (entries.length > 0) {
      const told = entries.map(([key, value]) => `${key}=${value}`).join(', ');
      this.logger.log(`metadata of ${nameOf(instance)}: ${oneLine(told)}`);
    }
    this.passOn({ action: 'Register', instance });
    return true;
  }

  /** Takes over what a peer knows better. */
  adopt(instance: InstanceInfo): void {
    if (instance.overriddenStatus !== 'UNKNOWN') {
      this.registry.storeOverride(instance.app, idOf(instance), instance.overriddenStatus);
    }
    this.register(instance, 'peer');
  }

  /**
   * Takes an instance of a peer's whole copy; says whether it did.
   *
   * @param aheadMs how far our clock is ahead of theirs
   */
  copy(instance: InstanceInfo, aheadMs: number): boolean {
    return (
      validateRegistration(instance.app, instance) === undefined && this.registry.copy(instance, aheadMs)
    );
  }

  /** Takes over what a peer's registry lists; its lease goes on as it is there. Says whether that changed what is listed. */
  take(instance: InstanceInfo, row: ListedRow): boolean {
    if (validateRegistration(instance.app, instance) !== undefined) return false;
    const { census } = this.registry;
    const [app, id] = [instance.app, idOf(instance)];
    const before = this.registry.given(app, id);
    const markBefore = census.markOf(app, id);
    this.tellRegistered(before, this.registry.take(instance, row), 'peer');
    return census.markOf(app, id) !== markBefore;
  }

  /** Takes over with which status a peer lists an instance. */
  takeStatus(app: string, row: ListedRow): void {
    this.registry.takeStatus(app, row);
    const { id, status, overriddenStatus } = row;
    const forced = overriddenStatus === 'UNKNOWN' ? '' : `, forced ${overriddenStatus}`;
    this.logger.log(oneLine(`${app}/${id} is ${status}${forced} (from peer)`));
  }

  /** Sweeps expired leases; each server for itself, peers are not told. */
  evict(lateMs: number): void {
    const now = this.clock();
    for (const instance of this.registry.evict(lateMs)) {
      this.sharedIds.left(instance.app, idOf(instance));
      this.logger.warn(`evicted ${nameOf(instance)}: ${silence(instance.leaseInfo, now)}`);
    }
  }

  /** To be called each minute. */
  closeMinute(): void {
    this.registry.closeMinute();
    this.sharedIds.forgetOld();
    const { selfPreservation } = this.registry;
    const preserving = selfPreservation.enabled && selfPreservation.isBelowThreshold();
    if (preserving === this.preserving) return;
    this.preserving = preserving;
    this.logger.warn(`self-preservation is ${preserving ? 'on' : 'over'}: ${sumOf(selfPreservation)}`);
  }

  /** Calls the listener after each cancel, whoever it came from. */
  whenCancelled(listener: (instance: InstanceInfo) => void): Stop {
    this.cancelListeners.add(listener);
    return () => void this.cancelListeners.delete(listener);
  }

  /** One line for what was not accepted, however it was spelt. */
  tellRefused(what: string, who: string, why: string): void {
    this.logger.warn(oneLine(`refused ${what} from ${who}: ${why}`));
  }

  /** A fault of ours; a person must see it, the caller need not. */
  tellFailed(what: string, error: unknown): void {
    this.logger.error(oneLine(`failed: ${what}`), error instanceof Error ? error.stack : String(error));
  }

  /** The one whose place a registration takes while it still lives, if that is news. */
  private rivalOf(before: GivenInstance, given: InstanceInfo, from: Origin): GivenInstance | undefined {
    if (!this.warnOfSharedIds || from === 'peer' || addressOf(before) === addressOf(given)) return undefined;
    const id = idOf(given);
    const isRival = this.registry.isAlive(given.app, id) && this.sharedIds.moved(id, before, given);
    return isRival ? before : undefined;
  }

  private warnOfRival(rival: GivenInstance, given: InstanceInfo, now: InstanceInfo): void {
    const moved = `it was at ${addressOf(rival)} and is now at ${addressOf(given)}: have two instances one id?`;
    this.logger.warn(`registered ${nameOf(now)} ${now.status} (from client): ${oneLine(moved)}`);
  }

  private tellRegistered(before: GivenInstance | undefined, now: InstanceInfo, from: Origin): void {
    const isNews = before?.status !== now.status;
    if (!isNews && !this.tellsDetails()) return;
    const told = `registered ${nameOf(now)} ${now.status} (from ${from})`;
    if (isNews) this.logger.log(told);
    else this.logger.debug(`${told}, again`);
  }
}
