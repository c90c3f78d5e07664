import type { AppDetail, AppDigests, InstanceInfo, ListedRow } from '@eureka-nest/protocol';
import { repairOfLeft, repairOfListed } from '../core/anti-entropy/reconcile.js';
import type { RegistryService } from '../service/registry.service.js';
import type { OwnRegistry } from './own-registry.js';

/** {@link OwnRegistry} on top of the registry service. */
export class ServiceBackedRegistry implements OwnRegistry {
  constructor(private readonly service: RegistryService) {}

  peek(app: string, id: string): ReturnType<OwnRegistry['peek']> {
    const { registry, inventory, clock } = this.service;
    const instance = registry.reads.peek(app, id);
    const { listed } = inventory.known(app, id);
    return instance && listed && { instance, at: clock() - listed.contentAgeMs };
  }

  acceptPeerCopy(instance: InstanceInfo): void {
    this.service.acceptPeerCopy(instance);
  }

  digest(): string {
    return this.service.inventory.digest();
  }

  appDigests(): AppDigests {
    return this.service.inventory.appDigests();
  }

  reconcile(app: string, { listed, left }: AppDetail): ReturnType<OwnRegistry['reconcile']> {
    const { service } = this;
    const { inventory } = service;
    const wanted: ListedRow[] = [];
    let repaired = 0;
    for (const row of left) {
      if (repairOfLeft(row, inventory.known(app, row.id)) !== 'cancel') continue;
      service.cancel(app, row.id, 'peer', { at: service.clock() - row.ageMs });
      repaired += 1;
    }
    for (const row of listed) {
      const repair = repairOfListed(row, inventory.known(app, row.id));
      if (repair === 'fetch') wanted.push(row);
      if (repair !== 'take-status') continue;
      service.mergeStatus(app, row);
      repaired += 1;
    }
    return { repaired, wanted };
  }

  mergeListed(instance: InstanceInfo, row: ListedRow): boolean {
    // Decided again: something newer may have arrived while the instance was fetched.
    const known = this.service.inventory.known(instance.app, row.id);
    if (repairOfListed(row, known) !== 'fetch') return false;
    return this.service.mergeListed(instance, row);
  }
}
