import { idOf, type InstanceInfo, type InstanceStatus, type ListedRow } from '@eureka-nest/protocol';
import { systemClock, type Clock, type Stop } from '@eureka-nest/runtime/time';
import { Logger } from '@nestjs/common';
import type { Heartbeat, HeartbeatResult, Origin } from '../core/registry/heartbeat.js';
import type { ListedInstance } from '../core/registry/registry-entry.js';
import type { Registry } from '../core/anti-entropy/replica-merge.js';
import type { CancelContext, StatusContext } from '../core/registry/change-context.js';
import type { Mutation } from '../core/replication/replication-task.js';
import { validateRegistration } from '../core/registry/registration.js';
import { addressOf, DuplicateIds } from '../core/registry/duplicate-ids.js';
import { instanceName, oneLine, silenceText, selfPreservationText } from './log-format.js';

type ServiceLogger = Pick<Logger, 'log' | 'warn' | 'error' | 'debug'>;

export interface RegistryServiceParts {
  readonly clock?: Clock;
  /** Takes what the peers must hear of. */
  readonly replicate?: (change: Mutation) => void;
  readonly logger?: ServiceLogger;
  /** Whether anybody reads what goes to `debug`: a line for each heartbeat costs more than the heartbeat. */
  readonly isDebugEnabled?: () => boolean;
  readonly warnOfSharedIds?: boolean;
}

/** The one place where a change is applied, told (a line in the log) and passed on to the peers. */
export class RegistryService {
  readonly clock: Clock;
  /** Stays empty where nobody wants to be warned of them. */
  readonly duplicateIds: DuplicateIds;
  private readonly replicate: (change: Mutation) => void;
  private readonly logger: ServiceLogger;
  private readonly isDebugEnabled: () => boolean;
  private readonly warnOfSharedIds: boolean;
  private readonly cancelListeners = new Set<(instance: InstanceInfo) => void>();
  private preserving = false;

  /** @param registry to be read at will; changes go through this service */
  constructor(
    readonly registry: Registry,
    {
      clock = systemClock,
      replicate = () => undefined,
      logger = new Logger('Registry'),
      isDebugEnabled = () => Logger.isLevelEnabled('debug'),
      warnOfSharedIds = true,
    }: RegistryServiceParts = {},
  ) {
    this.clock = clock;
    this.replicate = replicate;
    this.logger = logger;
    this.isDebugEnabled = isDebugEnabled;
    this.warnOfSharedIds = warnOfSharedIds;
    this.duplicateIds = new DuplicateIds(clock);
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
    else this.logRegistered(before, now, from);
    // A peer's change stops here: passed on again, it would circle forever.
    if (from === 'client') this.replicate({ action: 'Register', instance: given });
  }

  heartbeat(app: string, id: string, heartbeat: Heartbeat): HeartbeatResult {
    const result = this.registry.heartbeat(app, id, heartbeat);
    const { from, lastDirtyTimestamp } = heartbeat;
    if (this.isDebugEnabled()) {
      this.logger.debug(`heartbeat of ${oneLine(`${app}/${id}`)}: ${result.verdict} (from ${from})`);
    }
    const { given } = result;
    if (given && from === 'client') {
      if (this.duplicateIds.size > 0)
        this.duplicateIds.renewed(app, id, lastDirtyTimestamp, given.lastDirtyTimestamp);
      this.replicate({
        action: 'Heartbeat',
        instance: given,
        overriddenStatus: this.registry.overrideOf(id),
      });
    }
    return result;
  }

  /** Says whether there was such an instance, as all of the following do. */
  cancel(app: string, id: string, from: Origin, left: CancelContext = {}): boolean {
    if (from === 'peer' && this.registry.outlives(app, id, left)) return true;
    const instance = this.registry.cancel(app, id, left);
    if (!instance) return false;
    this.duplicateIds.left(app, id);
    this.logger.log(`cancelled ${instanceName(instance)} (from ${from})`);
    if (from === 'client') this.replicate({ action: 'Cancel', instance });
    this.cancelListeners.forEach((tell) => tell(instance));
    return true;
  }

  /** Takes out an instance that is not there any more; its peers hear of it as of a cancel. It comes back with its next heartbeat, if it is there after all. */
  removeDead(app: string, id: string, why: string): boolean {
    const instance = this.registry.cancel(app, id);
    if (!instance) return false;
    this.duplicateIds.left(app, id);
    this.logger.warn(`took out ${instanceName(instance)}: ${why}`);
    this.replicate({ action: 'Cancel', instance });
    this.cancelListeners.forEach((tell) => tell(instance));
    return true;
  }

  setStatus(app: string, id: string, status: InstanceStatus, change: StatusContext): boolean {
    const before = this.registry.given(app, id)?.status;
    const instance = this.registry.setStatus(app, id, status, change);
    if (!instance) return false;
    if (before !== instance.status)
      this.logger.log(`forced ${instanceName(instance)} ${status} (from ${change.from})`);
    if (change.from === 'client') this.replicate({ action: 'StatusUpdate', instance, status });
    return true;
  }

  removeOverride(app: string, id: string, status: InstanceStatus, change: StatusContext): boolean {
    const before = this.registry.given(app, id)?.overriddenStatus;
    const instance = this.registry.removeOverride(app, id, status, change);
    if (!instance) return false;
    if (before !== instance.overriddenStatus) {
      this.logger.log(
        `no longer forced ${instanceName(instance)} ${before}: it is ${instance.status} (from ${change.from})`,
      );
    }
    if (change.from === 'client') this.replicate({ action: 'DeleteStatusOverride', instance, status });
    return true;
  }

  /** QUIRK(InstanceResource.updateMetadata): always passed on, also when a peer asked for it. */
  putMetadata(app: string, id: string, entries: readonly (readonly [string, string])[]): boolean {
    const instance = this.registry.putMetadata(app, id, entries);
    if (!instance) return false;
    if (entries.length > 0) {
      const told = entries.map(([key, value]) => `${key}=${value}`).join(', ');
      this.logger.log(`metadata of ${instanceName(instance)}: ${oneLine(told)}`);
    }
    this.replicate({ action: 'Register', instance });
    return true;
  }

  /** Takes over what a peer knows better. */
  acceptPeerCopy(instance: InstanceInfo): void {
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
  copyFromPeer(instance: InstanceInfo, aheadMs: number): boolean {
    return (
      validateRegistration(instance.app, instance) === undefined &&
      this.registry.copyFromPeer(instance, aheadMs)
    );
  }

  /** Takes over what a peer's registry lists; its lease goes on as it is there. Says whether that changed what is listed. */
  mergeListed(instance: InstanceInfo, row: ListedRow): boolean {
    if (validateRegistration(instance.app, instance) !== undefined) return false;
    const { inventory } = this.registry;
    const [app, id] = [instance.app, idOf(instance)];
    const before = this.registry.given(app, id);
    const markBefore = inventory.markOf(app, id);
    this.logRegistered(before, this.registry.mergeListed(instance, row), 'peer');
    return inventory.markOf(app, id) !== markBefore;
  }

  /** Takes over with which status a peer lists an instance. */
  mergeStatus(app: string, row: ListedRow): void {
    this.registry.mergeStatus(app, row);
    const { id, status, overriddenStatus } = row;
    const forced = overriddenStatus === 'UNKNOWN' ? '' : `, forced ${overriddenStatus}`;
    this.logger.log(oneLine(`${app}/${id} is ${status}${forced} (from peer)`));
  }

  /** Sweeps expired leases; each server for itself, peers are not told. */
  evict(lateMs: number): void {
    const now = this.clock();
    for (const instance of this.registry.evict(lateMs)) {
      this.duplicateIds.left(instance.app, idOf(instance));
      this.logger.warn(`evicted ${instanceName(instance)}: ${silenceText(instance.leaseInfo, now)}`);
    }
  }

  /** To be called each minute. */
  closeMinute(): void {
    this.registry.closeMinute();
    this.duplicateIds.forgetOld();
    const { selfPreservation } = this.registry;
    const preserving = selfPreservation.enabled && selfPreservation.isBelowThreshold();
    if (preserving === this.preserving) return;
    this.preserving = preserving;
    this.logger.warn(
      `self-preservation is ${preserving ? 'on' : 'over'}: ${selfPreservationText(selfPreservation)}`,
    );
  }

  /** Calls the listener after each cancel, whoever it came from. */
  whenCancelled(listener: (instance: InstanceInfo) => void): Stop {
    this.cancelListeners.add(listener);
    return () => void this.cancelListeners.delete(listener);
  }

  /** One line for what was not accepted, however it was spelt. */
  logRefused(what: string, who: string, why: string): void {
    this.logger.warn(oneLine(`refused ${what} from ${who}: ${why}`));
  }

  /** A fault of ours; a person must see it, the caller need not. */
  logFailed(what: string, error: unknown): void {
    this.logger.error(oneLine(`failed: ${what}`), error instanceof Error ? error.stack : String(error));
  }

  /** The one whose place a registration takes while it still lives, if that is news. */
  private rivalOf(before: ListedInstance, given: InstanceInfo, from: Origin): ListedInstance | undefined {
    if (!this.warnOfSharedIds || from === 'peer' || addressOf(before) === addressOf(given)) return undefined;
    const id = idOf(given);
    const isRival = this.registry.isAlive(given.app, id) && this.duplicateIds.moved(id, before, given);
    return isRival ? before : undefined;
  }

  private warnOfRival(rival: ListedInstance, given: InstanceInfo, now: InstanceInfo): void {
    const moved = `it was at ${addressOf(rival)} and is now at ${addressOf(given)}: have two instances one id?`;
    this.logger.warn(`registered ${instanceName(now)} ${now.status} (from client): ${oneLine(moved)}`);
  }

  private logRegistered(before: ListedInstance | undefined, now: InstanceInfo, from: Origin): void {
    const isNews = before?.status !== now.status;
    if (!isNews && !this.isDebugEnabled()) return;
    const told = `registered ${instanceName(now)} ${now.status} (from ${from})`;
    if (isNews) this.logger.log(told);
    else this.logger.debug(`${told}, again`);
  }
}
