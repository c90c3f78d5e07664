import type { AppDetail, InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from '../../src/core/registry/heartbeat.js';
import { Registry } from '../../src/core/anti-entropy/replica-merge.js';
import type { CancelContext } from '../../src/core/registry/change-context.js';
import { ServiceBackedRegistry } from '../../src/peers/service-backed-registry.js';
import { PeerLink } from '../../src/peers/peer-link.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { type Parts, realParts } from './server-process.js';

/** A server with one thing wrong, each in its own way. The simulation has to find every one of them. */
export interface Mutant {
  readonly name: string;
  readonly parts: Parts;
}

/** What a peer tells is passed on again. */
class Parrot extends RegistryService {
  override register(given: InstanceInfo, _from: Origin, at?: number): void {
    super.register(given, 'client', at);
  }
}

/** A peer that answers 404 is not sent the instance. */
class Deaf extends PeerLink {
  override answered(...[request, answer, from, now]: Parameters<PeerLink['answered']>): void {
    const isBatch = request.kind === 'batch' && Array.isArray(answer);
    super.answered(request, isBatch ? answer.map(() => ({ statusCode: 200 })) : answer, from, now);
  }
}

/** Whatever comes last holds, however old it is. */
class Gullible extends Registry {
  override register(given: InstanceInfo, from: Origin, at?: number): InstanceInfo {
    const before = this.instances.get(given.app, given.instanceId ?? '');
    if (before) this.instances.change(before, { lastDirtyTimestamp: 0 });
    return super.register(given, from, at);
  }
}

/** Who left is forgotten at once. */
class Forgetful extends Registry {
  override cancel(app: string, id: string, left?: CancelContext): InstanceInfo | undefined {
    const instance = super.cancel(app, id, left);
    this.tombstones.cameBack(app, id);
    return instance;
  }
}

/** Takes everything for news: how long ago something happened is not looked at. */
class Timeless extends ServiceBackedRegistry {
  override compare(app: string, { listed, left }: AppDetail) {
    const rows = listed.map((row) => ({
      ...row,
      contentAgeMs: 0,
      statusAgeMs: 0,
      ...(row.overrideAgeMs !== undefined && { overrideAgeMs: 0 }),
    }));
    return super.compare(app, { listed: rows, left });
  }
}

/** Of an override that a heartbeat tells of nobody knows how old it is; here it passes for new. */
class Hasty extends Registry {
  override storeOverride(app: string, id: string, status: InstanceStatus): void {
    super.storeOverride(app, id, status);
  }
}

/** That an operator ended an override is forgotten at once. */
class Stubborn extends Registry {
  override removeOverride(...[app, id, status, change]: Parameters<Registry['removeOverride']>) {
    const instance = super.removeOverride(app, id, status, change);
    this.forced.drop(id);
    return instance;
  }
}

const withParts = (name: string, parts: Partial<Parts>): Mutant => ({
  name,
  parts: { ...realParts, ...parts },
});

export const mutants: readonly Mutant[] = [
  withParts('passes on what a peer told', {
    service: (registry, parts) => new Parrot(registry, parts),
  }),
  withParts('does not heed a 404', {
    link: (...parts) => new Deaf(...parts),
  }),
  withParts('lets older versions overwrite newer ones', {
    registry: (...parts) => new Gullible(...parts),
  }),
  withParts('forgets who left', {
    registry: (...parts) => new Forgetful(...parts),
  }),
  withParts('believes that all it is told happened just now', {
    replica: (service) => new Timeless(service),
  }),
  withParts('lets any number of changes wait', {
    linkOptions: { maxElementsInPeerReplicationPool: 1_000_000 },
  }),
  withParts('never compares', { linkOptions: { peerComparisonIntervalMs: 0 } }),
];

/** Bugs of before, put back: too rare for a few hundred stories, but each has a story of its own. */
export const oldBugs: readonly Mutant[] = [
  withParts('takes an override that a heartbeat tells of for new', {
    registry: (...parts) => new Hasty(...parts),
  }),
  withParts('forgets that an override was ended', {
    registry: (...parts) => new Stubborn(...parts),
  }),
];
