import {
  isInstanceStatus,
  type InstanceInfo,
  type ReplicationResponse,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import { validateRegistration } from '../core/registry/registration.js';
import type { RegistryService } from '../service/registry.service.js';
import type { PeerHeaders } from './message-delay.js';
import type { PeerAnswers } from './peer-request.js';

/** What peers ask of this server, and what is answered. Java: PeerReplicationResource; the rest is for servers of ours. */
export class InboundReplication {
  constructor(private readonly service: RegistryService) {}

  /**
   * Each item is answered as if it had come alone; one that fails must not cost the others.
   *
   * @param peer its address, for people
   */
  batch(
    items: readonly ReplicationItem[],
    peer: string,
    { lateMs = 0 }: PeerHeaders = {},
  ): readonly ReplicationResponse[] {
    const now = this.service.clock();
    return items.map((item) => {
      try {
        return this.apply(item, peer, item.ageMs === undefined ? undefined : now - item.ageMs - lateMs);
      } catch (error) {
        this.service.logFailed(`${item.action} of ${item.appName}/${item.id}`, error);
        return { statusCode: 500 };
      }
    });
  }

  compare(theirDigest: string): PeerAnswers['compare'] {
    const { inventory } = this.service.registry;
    return theirDigest === inventory.digest() ? undefined : inventory.appDigests();
  }

  detail(apps: readonly string[]): PeerAnswers['detail'] {
    return this.service.registry.inventory.details(apps);
  }

  /** Those of them that are listed. */
  instances(ids: readonly (readonly [app: string, id: string])[]): readonly InstanceInfo[] {
    return ids.flatMap(([app, id]) => this.service.registry.peek(app, id) ?? []);
  }

  private apply(item: ReplicationItem, peer: string, at: number | undefined): ReplicationResponse {
    const { service } = this;
    const { appName, id, lastDirtyTimestamp } = item;
    const from = 'peer';
    switch (item.action) {
      case 'Register':
        return this.register(item, peer, at);
      case 'Heartbeat':
        return this.heartbeat(item, at);
      case 'Cancel':
        return found(service.cancel(appName, id, from, { lastDirtyTimestamp, at }));
      case 'StatusUpdate': {
        if (!service.registry.find(appName, id)) return { statusCode: 404 };
        if (!isInstanceStatus(item.status)) return { statusCode: 500 };
        return found(service.setStatus(appName, id, item.status, { from, lastDirtyTimestamp, at }));
      }
      case 'DeleteStatusOverride': {
        if (!service.registry.find(appName, id)) return { statusCode: 404 };
        const { status = 'UNKNOWN' } = item;
        if (!isInstanceStatus(status) || lastDirtyTimestamp === undefined) return { statusCode: 500 };
        return found(service.removeOverride(appName, id, status, { from, lastDirtyTimestamp, at }));
      }
    }
  }

  /** QUIRK(PeerReplicationResource): 200 also for a registration that was refused; another try would be refused as well. */
  private register(
    { appName, instanceInfo }: ReplicationItem,
    peer: string,
    at: number | undefined,
  ): ReplicationResponse {
    if (!instanceInfo) return { statusCode: 500 };
    const refusal = validateRegistration(appName, instanceInfo);
    if (refusal === undefined) this.service.register(instanceInfo, 'peer', at);
    else this.service.logRefused(`a replicated registration of ${appName}`, peer, refusal);
    return { statusCode: 200 };
  }

  private heartbeat(item: ReplicationItem, at: number | undefined): ReplicationResponse {
    const { appName, id, lastDirtyTimestamp, overriddenStatus: forced } = item;
    const overriddenStatus = isInstanceStatus(forced) ? forced : undefined;
    const isBroken = forced !== undefined && overriddenStatus === undefined;
    const { verdict, renewed, instance } = this.service.heartbeat(appName, id, {
      from: 'peer',
      lastDirtyTimestamp,
      overriddenStatus,
      at,
    });
    switch (verdict) {
      case 'accepted':
        return { statusCode: 200 };
      case 'register-again':
        return { statusCode: renewed && isBroken ? 500 : 404 };
      case 'ours-is-newer':
        return { statusCode: 409, instance };
    }
  }
}

const found = (isKnown: boolean): ReplicationResponse => ({ statusCode: isKnown ? 200 : 404 });
