import type { InstanceInfo } from '@eureka-nest/protocol';
import {
  type AppDetail,
  type ListedRow,
  repairOfLeft,
  repairOfListed,
} from '../core/anti-entropy/reconcile.js';
import type { AppDigests } from '../core/anti-entropy/registry-digest.js';
import type { RegistryService } from '../service/registry.service.js';
import type { Replica } from './replica.js';

/** The registry of this process, for peers to repair and to be repaired by. */
export class LocalReplica implements Replica {
  constructor(private readonly service: RegistryService) {}

  peek(app: string, id: string): ReturnType<Replica['peek']> {
    const { registry, clock } = this.service;
    const instance = registry.peek(app, id);
    const { listed } = registry.census.known(app, id);
    return instance && listed && { instance, at: clock() - listed.contentAgeMs };
  }

  adopt(instance: InstanceInfo): void {
    this.service.adopt(instance);
  }

  digest(): string {
    return this.service.registry.census.digest();
  }

  appDigests(): AppDigests {
    return this.service.registry.census.appDigests();
  }

  compare(app: string, { listed, left }: AppDetail): ReturnType<Replica['compare']> {
    const { service } = this;
    const { census } = service.registry;
    const wanted: ListedRow[] = [];
    let repaired = 0;
    for (const row of left) {
      if (repairOfLeft(row, census.known(app, row.id)) !== 'let-go') continue;
      service.cancel(app, row.id, 'peer', { at: service.clock() - row.ageMs });
      repaired += 1;
    }
    for (const row of listed) {
      const repair = repairOfListed(row, census.known(app, row.id));
      if (repair === 'take') wanted.push(row);
      if (repair !== 'take-status') continue;
      service.takeStatus(app, row);
      repaired += 1;
    }
    return { repaired, wanted };
  }

  take(instance: InstanceInfo, row: ListedRow): boolean {
    // The answer took its time: what came meanwhile may be newer.
    const known = this.service.registry.census.known(instance.app, row.id);
    if (repairOfListed(row, known) !== 'take') return false;
    return this.service.take(instance, row);
  }
}
