import type { InstanceInfo, InstanceStatus, ListedRow } from '@eureka-nest/protocol';
import { hostAndPort } from '../core/registry/duplicate-ids.js';
import type { HeartbeatVerdict, Origin } from '../core/registry/heartbeat.js';
import type { ListedInstance } from '../core/listed-instance.js';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { RegistryObserver } from './registry-observer.js';
import { instanceName, oneLine, selfPreservationText, silenceText } from './log-format.js';

/** The log lines about the registry: one per change of an instance, at debug for what repeats. */
export class RegistryLog {
  constructor(
    private readonly logger: ServerLogger,
    private readonly observer?: RegistryObserver,
  ) {}

  registered(before: ListedInstance | undefined, now: InstanceInfo, from: Origin): void {
    const isNews = before?.status !== now.status;
    if (isNews) this.observer?.registered(now, before?.status, from);
    if (!isNews && !this.isDebugEnabled()) return;
    const line = `registered ${instanceName(now)} ${now.status} (from ${from})`;
    if (isNews) this.logger.log(line);
    else this.logger.debug(`${line}, again`);
  }

  /** Warns of a registration that replaces a living instance from another address. */
  moved(before: ListedInstance, now: InstanceInfo): void {
    const places = `moved from ${hostAndPort(before)} to ${hostAndPort(now)}`;
    this.observer?.registered(now, before.status, 'client');
    const doubt = oneLine(`${places} with its lease still valid; do two instances share this id?`);
    this.logger.warn(`registered ${instanceName(now)} ${now.status} (from client): ${doubt}`);
  }

  heartbeat(app: string, id: string, verdict: HeartbeatVerdict, from: Origin): void {
    if (!this.isDebugEnabled()) return;
    this.logger.debug(`heartbeat of ${oneLine(`${app}/${id}`)}: ${verdict} (from ${from})`);
  }

  cancelled(instance: InstanceInfo, from: Origin): void {
    this.observer?.left(instance, 'cancelled', from);
    this.logger.log(`cancelled ${instanceName(instance)} (from ${from})`);
  }

  removed(instance: InstanceInfo, reason: string): void {
    this.observer?.left(instance, 'disconnected', 'registry', reason);
    this.logger.warn(`removed ${instanceName(instance)}: ${reason}`);
  }

  evicted(instance: InstanceInfo, now: number): void {
    const reason = silenceText(instance.leaseInfo, now);
    this.observer?.left(instance, 'evicted', 'registry', reason);
    this.logger.warn(`evicted ${instanceName(instance)}: ${reason}`);
  }

  overrideSet(instance: InstanceInfo, status: InstanceStatus, from: Origin): void {
    this.observer?.overrideChanged(instance, undefined, from);
    this.logger.log(`override set on ${instanceName(instance)}: ${status} (from ${from})`);
  }

  overrideRemoved(instance: InstanceInfo, override: string | undefined, from: Origin): void {
    this.observer?.overrideChanged(instance, override, from);
    const change = `${override}, now ${instance.status}`;
    this.logger.log(`override removed from ${instanceName(instance)}: ${change} (from ${from})`);
  }

  metadata(instance: InstanceInfo, entries: readonly (readonly [string, string])[]): void {
    if (entries.length === 0) return;
    this.observer?.metadataChanged(instance, entries);
    const text = entries.map(([key, value]) => `${key}=${value}`).join(', ');
    this.logger.log(`metadata of ${instanceName(instance)}: ${oneLine(text)}`);
  }

  mergedStatus(app: string, { id, status, overriddenStatus }: ListedRow): void {
    this.observer?.statusMerged(app, id, status, overriddenStatus);
    const override = overriddenStatus === 'UNKNOWN' ? '' : `, override ${overriddenStatus}`;
    this.logger.log(oneLine(`status of ${app}/${id}: ${status}${override} (from peer)`));
  }

  selfPreservation(isOn: boolean, numbers: SelfPreservationNumbers): void {
    this.observer?.selfPreservationChanged(isOn);
    this.logger.warn(`self-preservation is ${isOn ? 'on' : 'over'}: ${selfPreservationText(numbers)}`);
  }

  /** A rejected request, whose text comes from the caller. */
  refused(what: string, who: string, why: string): void {
    this.logger.warn(oneLine(`refused ${what} from ${who}: ${why}`));
  }

  /** An internal error, whose details the caller need not see. */
  failed(what: string, error: unknown): void {
    this.logger.error(oneLine(`failed: ${what}`), error instanceof Error ? error.stack : String(error));
  }

  private isDebugEnabled(): boolean {
    return this.logger.isDebugEnabled?.() ?? true;
  }
}
