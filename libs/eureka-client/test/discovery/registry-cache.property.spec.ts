import {
  type Applications,
  appsHashCode,
  encodeApplicationsDocument,
  idOf,
  type InstanceInfo,
  type InstanceStatus,
  instanceStatuses,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { Events } from '../../src/events/client-events.js';
import { instancesOf } from '../../src/core/registry-snapshot.js';
import { readApplications } from '../../src/core/registry-document.js';

import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { RecordingLogger } from '../builders/recording-logger.js';

/** Minimal registry: a map, and the recent changes in order. Java: AbstractInstanceRegistry */
class NaiveRegistry {
  private readonly instances = new Map<string, InstanceInfo>();
  private recent: InstanceInfo[] = [];

  put(app: string, id: string, status: InstanceStatus): void {
    const key = `${app}/${id}`;
    const actionType = this.instances.has(key) ? 'MODIFIED' : 'ADDED';
    const instance = anInstance({ app, instanceId: id, status });
    this.instances.set(key, instance);
    this.recent.push({ ...instance, actionType });
  }

  remove(app: string, id: string): void {
    const instance = this.instances.get(`${app}/${id}`);
    this.instances.delete(`${app}/${id}`);
    if (instance) this.recent.push({ ...instance, actionType: 'DELETED' });
  }

  /** Drops all recent changes but the last ones. */
  forget(keep: number): void {
    this.recent = keep === 0 ? [] : this.recent.slice(-keep);
  }

  get all(): readonly InstanceInfo[] {
    return [...this.instances.values()];
  }

  whole(): Applications {
    return this.sent(this.all);
  }

  /** One entry per instance, the last one, even if the client has had it before. */
  delta(): Applications {
    return this.sent([...new Map(this.recent.map((each) => [`${each.app}/${idOf(each)}`, each])).values()]);
  }

  private sent(instances: readonly InstanceInfo[]): Applications {
    const names = [...new Set(instances.map(({ app }) => app))];
    const document = encodeApplicationsDocument({
      version: '1',
      hashCode: appsHashCode(this.all),
      applications: names.map((name) => ({ name, instances: instances.filter(({ app }) => app === name) })),
    });
    return readApplications(JSON.parse(JSON.stringify(document)), 0);
  }
}

const app = fc.constantFrom('SHOP', 'CLOUD-PAYMENT-SERVICE', 'A');
const id = fc.constantFrom('one', 'two', 'three', 'four');
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), app, id, status: fc.constantFrom(...instanceStatuses) }),
  fc.record({ do: fc.constant('remove' as const), app, id }),
  fc.record({ do: fc.constant('read' as const) }),
  fc.record({ do: fc.constant('forget' as const), keep: fc.nat(3) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const shown = (instances: Iterable<InstanceInfo>) =>
  [...instances].map((each) => `${each.app}/${idOf(each)} ${each.status}`).sort();

/** Plays a history, reads as the poller does, and reports the result of each read. */
function play(
  history: readonly Step[],
  look: (found: { registry: NaiveRegistry; cache: RegistryCache; hadToFetchAll: boolean }) => void,
) {
  const registry = new NaiveRegistry();
  const log = new RecordingLogger();
  const seen = new Map<string, string>();
  const events = new Events(log);
  events.on('changes', (changes) => {
    for (const { kind, instance, status } of changes) {
      const key = `${instance.serviceId}/${instance.instanceId}`;
      if (kind === 'removed') seen.delete(key);
      else seen.set(key, `${key} ${status}`);
    }
  });
  const cache = new RegistryCache({ onlyUp: true, staleAfterMs: 1 }, manualClock(), log, events);
  for (const each of [...history, { do: 'read' as const }]) {
    if (each.do === 'put') registry.put(each.app, each.id, each.status);
    if (each.do === 'remove') registry.remove(each.app, each.id);
    if (each.do === 'forget') registry.forget(each.keep);
    if (each.do !== 'read') continue;
    const hadSnapshot = cache.hasSnapshot;
    const agreed = hadSnapshot && cache.applyDelta(registry.delta(), 'it');
    if (!agreed) cache.replace(registry.whole(), 'it');
    look({ registry, cache, hadToFetchAll: hadSnapshot && !agreed });
  }
  expect([...seen.values()].sort()).toEqual(shown(instancesOf(cache.snapshot)));
  expect(log.shown).toEqual([]);
}

describe('a cache that is updated by deltas', () => {
  const history = fc.array(step, { maxLength: 60 });

  it('has as many instances of each status as the registry after each read, or was fully fetched', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, ({ registry, cache, hadToFetchAll }) => {
          expect(appsHashCode(instancesOf(cache.snapshot))).toBe(appsHashCode(registry.all));
          if (hadToFetchAll) expect(shown(instancesOf(cache.snapshot))).toEqual(shown(registry.all));
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('equals the registry without another full fetch, unless the registry drops a change too early', () => {
    const faithful = history.map((steps) => steps.filter((each) => each.do !== 'forget'));
    fc.assert(
      fc.property(faithful, (steps) => {
        play(steps, ({ registry, cache, hadToFetchAll }) => {
          expect(shown(instancesOf(cache.snapshot))).toEqual(shown(registry.all));
          expect(hadToFetchAll).toBe(false);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('returns those that are UP, each once, ordered by id', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, ({ cache }) => {
          for (const name of ['SHOP', 'CLOUD-PAYMENT-SERVICE', 'A']) {
            const up = [...instancesOf(cache.snapshot)].filter(
              (each) => each.app === name && each.status === 'UP',
            );
            expect(cache.view.instances(name).map(({ instanceId }) => instanceId)).toEqual(
              up.map(idOf).sort(),
            );
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});
