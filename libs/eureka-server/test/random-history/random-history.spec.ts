import {
  appsHashCode,
  idOf,
  instanceStatuses,
  type Applications,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import type { Origin } from '../../src/core/registry/heartbeat.js';
import { NaiveRegistry } from './naive-registry.js';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';

const what = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('register'),
      leaseSecs: fc.constantFrom(2, 30, 90),
      status: fc.constantFrom(...instanceStatuses),
      overriddenStatus: fc.constantFrom('UNKNOWN', 'UNKNOWN', 'DOWN', 'OUT_OF_SERVICE'),
      lastDirtyTimestamp: fc.constantFrom(1, 2, 3),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('heartbeat'),
      overriddenStatus: fc.constantFrom(undefined, 'DOWN', 'UP', 'UNKNOWN'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('setStatus', 'removeOverride'),
      status: fc.constantFrom(...instanceStatuses),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('metadata'), key: fc.constantFrom('zone', '__proto__') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time'),
      // Rarely long enough for overrides to be forgotten.
      ms: fc.oneof({ weight: 40, arbitrary: fc.nat(20_000) }, { weight: 1, arbitrary: fc.nat(4_000_000) }),
      minuteEnds: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
      sweeps: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sweep'), lateMs: fc.constantFrom(0, 0, 5000) }) },
);

const moment = fc.record({
  app: fc.constantFrom('SHOP', 'BILLING', '__proto__'),
  id: fc.constantFrom('one', 'two', 'three', 'constructor', '__proto__', 'toString'),
  from: fc.constantFrom<Origin>('client', 'peer'),
  lastDirtyTimestamp: fc.constantFrom(undefined, 1, 2, 3),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
  isClientLooking: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  what,
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

const keyOf = (instance: InstanceInfo) => `${instance.app}/${idOf(instance)}`;
const instancesIn = ({ applications }: Applications) => applications.flatMap(({ instances }) => instances);
const joined = (texts: Iterable<string>) => [...texts].sort().join();
const namesOf = (instances: readonly InstanceInfo[]) => joined(instances.map(keyOf));
const statusesOf = (instances: Iterable<InstanceInfo>) =>
  joined([...instances].map((instance) => `${keyOf(instance)} ${instance.status}`));
const shown = ({
  status,
  overriddenStatus,
  lastDirtyTimestamp,
}: Pick<InstanceInfo, 'status' | 'overriddenStatus' | 'lastDirtyTimestamp'>) =>
  `${status} ${overriddenStatus} ${lastDirtyTimestamp}`;

/** Cheaper than expect(...).toBe, for a hundred thousand comparisons. */
function agree<T extends string | number | boolean>(about: string, actual: T, wanted: T): void {
  if (actual !== wanted) throw new Error(`${about}: ${actual} instead of ${wanted}`);
}

/** A registry, its naive twin, and a client that merges deltas, through one history. */
class Life {
  evicted = 0;
  hidden = 0;
  private chance = 0;
  private readonly clock = manualClock();
  private readonly registry: Registry;
  private readonly naive = new NaiveRegistry(this.clock);
  private readonly client = new Map<string, InstanceInfo>();
  private seenAt = this.clock();

  constructor(enableSelfPreservation: boolean) {
    const options = { ...defaultRegistryOptions, enableSelfPreservation };
    this.registry = new Registry(options, this.clock, () => this.chance);
    this.registry.openForTraffic(0);
  }

  through(moments: readonly Moment[]): void {
    for (const each of moments) {
      this.chance = each.chance;
      this.live(each);
      this.compare();
      if (each.isClientLooking) this.look();
      else this.lookIfLate();
    }
  }

  private live({ app, id, from, lastDirtyTimestamp, what }: Moment): void {
    const { registry, naive, clock } = this;
    const stamp = { from, lastDirtyTimestamp };
    const before = naive.get(app, id);
    const isOver = before !== undefined && clock() > before.overAt;
    const isHidden = isOver && registry.reads.selfPreservation.allowsEviction();
    const found = isHidden ? undefined : before;
    if (isHidden) this.hidden += 1;
    agree('found', registry.reads.find(app, id) !== undefined, found !== undefined);
    agree('alive', registry.reads.isAlive(app, id), before !== undefined && !isOver);

    switch (what.kind) {
      case 'register':
        registry.register(anInstance({ ...what, app, instanceId: id }), from);
        naive.register(app, id, what, what.leaseSecs * 1000, from);
        break;
      case 'heartbeat': {
        const { overriddenStatus } = what;
        const { verdict, renewed } = registry.heartbeat(app, id, { ...stamp, overriddenStatus });
        if (!before) agree('heartbeat of an unknown instance', verdict, 'register-again');
        agree('renewed', renewed, naive.heartbeat(app, id, lastDirtyTimestamp, overriddenStatus, from));
        break;
      }
      case 'cancel':
        agree('cancelled', registry.cancel(app, id) !== undefined, before !== undefined);
        naive.leave(app, id);
        break;
      case 'setStatus':
      case 'removeOverride':
        agree('changed', registry[what.kind](app, id, what.status, stamp) !== undefined, found !== undefined);
        if (found) naive[what.kind](found, what.status, lastDirtyTimestamp);
        break;
      case 'metadata': {
        const listed = registry.putMetadata(app, id, [[what.key, 'z']]);
        agree('changed', listed !== undefined, found !== undefined);
        // The listed instance is registered again, with the duration shown there.
        if (listed && found) naive.register(app, id, found, listed.leaseInfo.durationInSecs * 1000, 'client');
        break;
      }
      case 'time':
        clock.advance(what.ms);
        // The client reads before changes leave the delta that it has not seen.
        this.lookIfLate();
        if (what.minuteEnds) registry.closeMinute();
        if (what.sweeps) registry.sweepChanges();
        break;
      case 'sweep':
        this.sweep(what.lateMs);
        break;
    }
  }

  private sweep(lateMs: number): void {
    const { registry, naive, clock } = this;
    const all = [...naive.present];
    const over = all.filter(([, { overAt }]) => clock() > overAt + lateMs).map(([name]) => name);
    const limit = all.length - Math.floor(all.length * 0.85);
    const allowed = registry.reads.selfPreservation.allowsEviction();
    const gone = registry.evict(lateMs);
    agree('evicted', gone.length, allowed ? Math.min(over.length, limit) : 0);
    agree('evicted ones were over', joined(gone.map(keyOf).filter((name) => !over.includes(name))), '');
    for (const instance of gone) naive.leave(instance.app, idOf(instance));
    this.evicted += gone.length;
  }

  private compare(): void {
    const { registry, naive } = this;
    const whole = registry.reads.applications();
    const listed = instancesIn(whole);
    agree('listed', namesOf(listed), joined(naive.present.keys()));
    agree('hash', whole.hashCode, appsHashCode(listed));
    agree('size', registry.reads.size, naive.present.size);
    agree('expected clients', registry.reads.selfPreservation.expectedClients, naive.expectedClients);
    for (const instance of listed) {
      const wanted = naive.get(instance.app, idOf(instance));
      agree(keyOf(instance), shown(instance), wanted ? shown(wanted) : 'nothing');
    }
  }

  /** Reads the delta in time: a client that reads often enough needs nothing else. */
  private lookIfLate(): void {
    if (this.clock() - this.seenAt > 150_000) this.look();
  }

  private look(): void {
    const { registry, client } = this;
    const delta = registry.reads.delta();
    for (const instance of instancesIn(delta)) {
      if (instance.actionType === 'DELETED') client.delete(keyOf(instance));
      else client.set(keyOf(instance), instance);
    }
    agree('merged', statusesOf(client.values()), statusesOf(instancesIn(registry.reads.applications())));
    agree('hash after merging', appsHashCode(client.values()), delta.hashCode);
    this.seenAt = this.clock();
  }
}

describe('whatever happens, registry, naive model and a client that merges deltas agree', () => {
  const history = fc.array(moment, { minLength: 1, maxLength: 400, size: 'max' });

  it('without self-preservation', () => {
    const sum = { evicted: 0, hidden: 0 };
    const property = fc.property(history, (moments) => {
      const life = new Life(false);
      life.through(moments);
      sum.evicted += life.evicted;
      sum.hidden += life.hidden;
    });
    fc.assert(property, { numRuns: 100 });
    // Histories in which nothing was evicted or hidden would prove little.
    expect(sum.evicted).toBeGreaterThan(10 * 4);
    expect(sum.hidden).toBeGreaterThan(10 * 4);
  });

  it('with self-preservation', () => {
    const property = fc.property(history, (moments) => new Life(true).through(moments));
    fc.assert(property, { numRuns: 50 });
  });
});
