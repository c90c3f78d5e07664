import type { AppDetail, AppDigests, InstanceInfo, ListedRow } from '@eureka-nest/protocol';
import { repairOfLeft, repairOfListed } from '../core/anti-entropy/reconcile.js';
import type { RegistryService } from '../service/registry.service.js';

interface Reconciled {
  readonly repaired: number;
  readonly wanted: readonly ListedRow[];
}

/** This server's registry, as responses of peers are applied to it. */
export class ServiceBackedRegistry {
  /** @param isCopying true while a first copy of a peer is fetched or merged */
  constructor(
    private readonly service: RegistryService,
    readonly isCopying = () => false,
  ) {}

  /** Listed instance, with the time of its last registration or metadata change. */
  peek(app: string, id: string): { readonly instance: InstanceInfo; readonly at: number } | undefined {
    const { registry, inventory, clock } = this.service;
    const instance = registry.reads.peek(app, id);
    const { listed } = inventory.known(app, id);
    return instance && listed && { instance, at: clock() - listed.contentAgeMs };
  }

  /** Takes the newer version that a peer returned with its 409 to a heartbeat. */
  acceptPeerCopy(instance: InstanceInfo): void {
    this.service.acceptPeerCopy(instance);
  }

  digest(): string {
    return this.service.inventory.digest();
  }

  appDigests(): AppDigests {
    return this.service.inventory.appDigests();
  }

  /** Repairs what the rows suffice for; `wanted` must be fetched in full. */
  reconcile(app: string, { listed, left }: AppDetail): Reconciled {
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

  /** Takes a fetched instance, if it still wins; true if that changed what is listed. */
  mergeListed(instance: InstanceInfo, row: ListedRow): boolean {
    // Decided again: something newer may have arrived while the instance was fetched.
    const known = this.service.inventory.known(instance.app, row.id);
    if (repairOfListed(row, known) !== 'fetch') return false;
    return this.service.mergeListed(instance, row);
  }
}

/** Public side of this server's registry, as a peer link uses it. */
export type OwnRegistry = Pick<ServiceBackedRegistry, keyof ServiceBackedRegistry>;
