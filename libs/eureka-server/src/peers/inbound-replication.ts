import {
  type InstancePath,
  isInstanceStatus,
  type InstanceInfo,
  type ReplicationResponse,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import { validateRegistration } from '../core/registry/registration.js';
import type { RegistryService } from '../service/registry.service.js';
import type { ReceivedHeaders } from './message-delay.js';
import type { PeerResponses } from './peer-request.js';

/**
 * Requests of peers, applied to this server's registry. Java: PeerReplicationResource; comparison
 * requests come from servers of this project only.
 */
export class InboundReplication {
  constructor(private readonly service: RegistryService) {}

  /**
   * Applies each item as if it had come alone; an item that fails does not affect the others.
   *
   * @param peer address of the peer, for the log
   */
  batch(
    items: readonly ReplicationItem[],
    peer: string,
    { delayMs = 0 }: ReceivedHeaders = {},
  ): readonly ReplicationResponse[] {
    const now = this.service.clock();
    return items.map((item) => {
      try {
        return this.apply(item, peer, item.ageMs === undefined ? undefined : now - item.ageMs - delayMs);
      } catch (error) {
        this.service.logFailed(`${item.action} of ${item.appName}/${item.id}`, error);
        return { statusCode: 500 };
      }
    });
  }

  compare(theirDigest: string): PeerResponses['compare'] {
    const { inventory } = this.service;
    return theirDigest === inventory.digest() ? undefined : inventory.appDigests();
  }

  detail(apps: readonly string[]): PeerResponses['detail'] {
    return this.service.inventory.details(apps);
  }

  /** Listed ones of these instances. */
  instances(ids: readonly InstancePath[]): readonly InstanceInfo[] {
    return ids.flatMap(([app, id]) => this.service.registry.reads.peek(app, id) ?? []);
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
        return foundOrNot(service.cancel(appName, id, from, { lastDirtyTimestamp, at }));
      case 'StatusUpdate': {
        if (!service.registry.reads.find(appName, id)) return { statusCode: 404 };
        if (!isInstanceStatus(item.status)) return { statusCode: 500 };
        return foundOrNot(service.setStatus(appName, id, item.status, { from, lastDirtyTimestamp, at }));
      }
      case 'DeleteStatusOverride': {
        if (!service.registry.reads.find(appName, id)) return { statusCode: 404 };
        const { status = 'UNKNOWN' } = item;
        if (!isInstanceStatus(status) || lastDirtyTimestamp === undefined) return { statusCode: 500 };
        return foundOrNot(service.removeOverride(appName, id, status, { from, lastDirtyTimestamp, at }));
      }
    }
  }

  /**
   * QUIRK(PeerReplicationResource): 200 for an invalid registration too: a retry would be rejected
   * again.
   */
  private register(
    { appName, instanceInfo }: ReplicationItem,
    peer: string,
    at?: number,
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
    const heartbeat = { from: 'peer', lastDirtyTimestamp, overriddenStatus, at } as const;
    const { verdict, renewed, instance } = this.service.heartbeat(appName, id, heartbeat);
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

const foundOrNot = (isKnown: boolean): ReplicationResponse => ({ statusCode: isKnown ? 200 : 404 });
