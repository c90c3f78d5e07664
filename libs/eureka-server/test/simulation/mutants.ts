import type { AppDetail, InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from '../../src/core/registry/heartbeat.js';
import { Registry } from '../../src/core/registry/registry.js';
import type { CancelContext } from '../../src/core/registry/change-context.js';
import { ServiceBackedRegistry } from '../../src/peers/service-backed-registry.js';
import { PeerLink } from '../../src/peers/peer-link.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { type Parts, realParts } from '../../src/simulation/server-process.js';

/** Server with one fault, which the simulation has to find. */
interface Mutant {
  readonly name: string;
  readonly parts: Parts;
}

/** Replicated mutations are forwarded. */
class Forwarding extends RegistryService {
  override register(given: InstanceInfo, _from: Origin, at?: number): void {
    super.register(given, 'client', at);
  }
}

/** A 404 to a heartbeat is ignored: the instance is not replicated in full. */
class Ignores404 extends PeerLink {
  override responded(...[request, answer, from, now]: Parameters<PeerLink['responded']>): void {
    const isBatch = request.kind === 'batch' && Array.isArray(answer);
    super.responded(request, isBatch ? answer.map(() => ({ statusCode: 200 })) : answer, from, now);
  }
}

/** The last message wins, whatever its version. */
class LastWriteWins extends RegistryService {
  override register(given: InstanceInfo, from: Origin, at?: number): void {
    const { instances } = this.registry.state;
    const before = instances.get(given.app, given.instanceId ?? '');
    if (before) instances.change(before, { lastDirtyTimestamp: 0 });
    super.register(given, from, at);
  }
}

/** Tombstones are deleted at once. */
class WithoutTombstones extends Registry {
  override cancel(app: string, id: string, left?: CancelContext): InstanceInfo | undefined {
    const instance = super.cancel(app, id, left);
    this.state.tombstones.remove(app, id);
    return instance;
  }
}

/** Ages of a peer's rows are ignored: everything counts as new. */
class WithoutAges extends ServiceBackedRegistry {
  override reconcile(app: string, { listed, left }: AppDetail) {
    const rows = listed.map((row) => ({
      ...row,
      contentAgeMs: 0,
      statusAgeMs: 0,
      ...(row.overrideAgeMs !== undefined && { overrideAgeMs: 0 }),
    }));
    return super.reconcile(app, { listed: rows, left });
  }
}

/** An override of unknown age, learnt from a heartbeat, counts as new. */
class WithoutOverrideAge extends Registry {
  override storeOverride(app: string, id: string, status: InstanceStatus): void {
    super.storeOverride(app, id, status);
  }
}

/** Removals of overrides are forgotten at once. */
class WithoutRemovedOverrides extends RegistryService {
  override removeOverride(...[app, id, status, change]: Parameters<RegistryService['removeOverride']>) {
    const isKnown = super.removeOverride(app, id, status, change);
    this.registry.state.overrides.drop(id);
    return isKnown;
  }
}

const withParts = (name: string, parts: Partial<Parts>): Mutant => ({
  name,
  parts: { ...realParts, ...parts },
});

export const mutants: readonly Mutant[] = [
  withParts('forwards what a peer replicated', {
    service: (registry, parts) => new Forwarding(registry, parts),
  }),
  withParts('ignores a 404', {
    link: (...parts) => new Ignores404(...parts),
  }),
  withParts('lets older versions overwrite newer ones', {
    service: (registry, parts) => new LastWriteWins(registry, parts),
  }),
  withParts('forgets tombstones', {
    registry: (...parts) => new WithoutTombstones(...parts),
  }),
  withParts('ignores ages', {
    ownRegistry: (service) => new WithoutAges(service),
  }),
  withParts('does not limit its queue', {
    linkOptions: { maxElementsInPeerReplicationPool: 1_000_000 },
  }),
  withParts('never compares', { linkOptions: { peerComparisonIntervalMs: 0 } }),
];

/** Former bugs: too rare for a few hundred seeds, but each has a story of its own. */
export const oldBugs: readonly Mutant[] = [
  withParts('takes an override from a heartbeat for new', {
    registry: (...parts) => new WithoutOverrideAge(...parts),
  }),
  withParts('forgets that an override was removed', {
    service: (registry, parts) => new WithoutRemovedOverrides(registry, parts),
  }),
];
