import { idOf, instanceStatuses } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { Inventory } from './inventory.js';
import { grant } from '../registry/lease.js';
import { defaultRegistryOptions } from '../registry/registry-options.js';
import { RegistryState } from '../registry/registry-state.js';
import { Registry } from '../registry/registry.js';

const emptyDigest = '0:0000000000000000';

function aRegistry() {
  const clock = manualClock();
  const registry = new Registry({ ...defaultRegistryOptions, enableSelfPreservation: false }, clock, () => 0);
  registry.openForTraffic(0);
  return { clock, registry, inventory: new Inventory(registry.state) };
}

const moment = fc.record({
  app: fc.constantFrom('SHOP', 'BILLING', '__proto__'),
  id: fc.constantFrom('one', 'two', '__proto__'),
  kind: fc.constantFrom(
    'register',
    'register',
    'heartbeat',
    'cancel',
    'force',
    'unforce',
    'metadata',
    'time',
    'look',
  ),
  status: fc.constantFrom(...instanceStatuses),
  lastDirtyTimestamp: fc.constantFrom(1, 2, 3),
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

function happens(
  { registry, inventory, clock }: ReturnType<typeof aRegistry>,
  { app, id, kind, status, lastDirtyTimestamp }: Moment,
) {
  switch (kind) {
    case 'register':
      return registry.register(anInstance({ app, instanceId: id, status, lastDirtyTimestamp }), 'client');
    case 'heartbeat':
      return registry.heartbeat(app, id, { from: 'client' });
    case 'cancel':
      return registry.cancel(app, id);
    case 'force':
      return registry.setStatus(app, id, status, { from: 'client' });
    case 'unforce':
      return registry.removeOverride(app, id, status, { from: 'client' });
    case 'metadata':
      return registry.putMetadata(app, id, [['tag', status]]);
    case 'time':
      clock.advance(100_000);
      return registry.evict();
    default:
      return inventory.digest();
  }
}

/** The inventory of a new registry that lists the same instances. */
function summedAnew(registry: Registry, order: 'same' | 'reversed' = 'same'): Inventory {
  const state = new RegistryState(defaultRegistryOptions, () => 0);
  const instances = registry.reads
    .applications()
    .applications.flatMap((application) => application.instances);
  for (const instance of order === 'same' ? instances : instances.toReversed()) {
    state.instances.put(instance, grant(90, 0));
  }
  return new Inventory(state);
}

describe('the digest of a registry', () => {
  it('is that of an empty registry at first, and again when all have left', () => {
    const { registry, inventory } = aRegistry();
    expect(inventory.digest()).toBe(emptyDigest);
    registry.register(anInstance(), 'client');
    expect(inventory.digest()).not.toBe(emptyDigest);
    expect(inventory.appDigests()).toEqual({
      'CLOUD-PAYMENT-SERVICE': expect.stringMatching(/^1:[0-9a-f]{16}$/),
    });
    registry.cancel('CLOUD-PAYMENT-SERVICE', 'payment8001');
    expect([inventory.digest(), inventory.appDigests()]).toEqual([emptyDigest, {}]);
  });

  it('does not depend on leases', () => {
    const { registry, inventory, clock } = aRegistry();
    const { app } = registry.register(anInstance(), 'client');
    const before = inventory.digest();
    clock.advance(30_000);
    registry.heartbeat(app, 'payment8001', { from: 'client' });
    expect(inventory.digest()).toBe(before);
  });

  it('depends on the listed instances alone, not on their history or order', () => {
    const property = fc.property(fc.array(moment, { maxLength: 60 }), (history) => {
      const one = aRegistry();
      for (const each of history) {
        happens(one, each);
        const fresh = summedAnew(one.registry, 'reversed');
        // Digests are read only now and then, so that several changes fall between two reads.
        if (each.kind !== 'look') continue;
        expect(one.inventory.digest()).toBe(fresh.digest());
      }
      expect(one.inventory.digest()).toBe(summedAnew(one.registry).digest());
      expect(one.inventory.appDigests()).toEqual(summedAnew(one.registry, 'reversed').appDigests());
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('differs whenever the listed instances differ', () => {
    const pair = fc.tuple(fc.array(moment, { maxLength: 6 }), fc.array(moment, { maxLength: 6 }));
    const property = fc.property(pair, (histories) => {
      const [one, other] = histories.map((history) => {
        const made = aRegistry();
        for (const each of history) happens(made, each);
        return made;
      });
      const shown = (of: ReturnType<typeof aRegistry> | undefined) =>
        of?.registry.reads
          .applications()
          .applications.flatMap(({ instances }) => instances)
          .map((each) => [
            each.app,
            idOf(each),
            each.status,
            each.overriddenStatus,
            each.lastDirtyTimestamp,
            each.metadata,
          ])
          .map((each) => JSON.stringify(each))
          .sort();
      const isSame = JSON.stringify(shown(one)) === JSON.stringify(shown(other));
      expect(one?.inventory.digest() === other?.inventory.digest()).toBe(isSame);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});

describe('a digest that is refreshed in steps', () => {
  it('is that of the registry as it is, whatever changes between the steps', () => {
    const { registry, inventory } = aRegistry();
    for (let app = 0; app < 20; app++) registry.register(anInstance({ app: `APP-${app}` }), 'client');
    let change = 0;
    for (const _ of inventory.refresh()) {
      registry.setStatus(`APP-${change % 20}`, 'payment8001', change % 2 ? 'UP' : 'DOWN', { from: 'client' });
      registry.register(anInstance({ app: `APP-${(change * 7) % 20}`, instanceId: `i-${change}` }), 'client');
      if (change % 3 === 0) registry.cancel(`APP-${(change * 5) % 20}`, 'payment8001');
      if (change === 12) expect(inventory.digest()).toBe(new Inventory(registry.state).digest());
      change += 1;
    }
    expect(change).toBeGreaterThan(12);
    expect(inventory.digest()).toBe(new Inventory(registry.state).digest());
  });

  it('takes several steps for a large application, and none if nothing changed', () => {
    const { registry, inventory } = aRegistry();
    for (let id = 0; id < 1000; id++) registry.register(anInstance({ instanceId: `i-${id}` }), 'client');
    // A turn of the event loop takes ten of them: 250 instances, about 3 ms.
    expect([...inventory.refresh()].length).toBeGreaterThanOrEqual(40);
    expect([...inventory.refresh()]).toEqual([]);
  });
});
