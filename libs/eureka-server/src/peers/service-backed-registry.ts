import type { AppDetail, AppDigests, InstanceInfo, ListedRow } from '@eureka-nest/protocol';
import { repairOfLeft, repairOfListed } from '../core/anti-entropy/reconcile.js';
import type { RegistryService } from '../service/registry.service.js';
import type { OwnRegistry } from './own-registry.js';

/** The registry of this process, for peers to repair and to be repaired by. */
export class ServiceBackedRegistry implements OwnRegistry {
  constructor(private readonly service: RegistryService) {}

  peek(app: string, id: string): ReturnType<OwnRegistry['peek']> {
    const { registry, clock } = this.service;
    const instance = registry.peek(app, id);
    const { listed } = registry.inventory.known(app, id);
    return instance && listed && { instance, at: clock() - listed.contentAgeMs };
  }

  adopt(instance: InstanceInfo): void {
    this.service.acceptPeerCopy(instance);
  }

  digest(): string {
    return this.service.registry.inventory.digest();
  }

  appDigests(): AppDigests {
    return this.service.registry.inventory.appDigests();
  }

  compare(app: string, { listed, left }: AppDetail): ReturnType<OwnRegistry['compare']> {
    const { service } = this;
    const { inventory } = service.registry;
    const wanted: ListedRow[] = [];
    let repaired = 0;
    for (const row of left) {
      if (repairOfLeft(row, inventory.known(app, row.id)) !== 'let-go') continue;
      service.cancel(app, row.id, 'peer', { at: service.clock() - row.ageMs });
      repaired += 1;
    }
    for (const row of listed) {
      const repair = repairOfListed(row, inventory.known(app, row.id));
      if (repair === 'take') wanted.push(row);
      if (repair !== 'take-status') continue;
      service.mergeStatus(app, row);
      repaired += 1;
    }
    return { repaired, wanted };
  }

  take(instance: InstanceInfo, row: ListedRow): boolean {
    // The answer took its time: what came meanwhile may be newer.
    const known = this.service.registry.inventory.known(instance.app, row.id);
    if (repairOfListed(row, known) !== 'take') return false;
    return this.service.mergeListed(instance, row);
  }
}
