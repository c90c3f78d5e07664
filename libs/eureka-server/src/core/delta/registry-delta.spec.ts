import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../registry/registry-options.js';
import { Registry } from '../registry/registry.js';

function aRegistry() {
  const clock = manualClock();
  return { clock, registry: new Registry(defaultRegistryOptions, clock, () => 0) };
}

const app = 'CLOUD-PAYMENT-SERVICE';
const client = { from: 'client' } as const;
const actionsIn = (registry: Registry) =>
  registry.reads
    .delta()
    .applications.flatMap(({ instances }) =>
      instances.map(({ instanceId, actionType }) => [instanceId, actionType]),
    );

describe('the delta', () => {
  it('is empty at first', () => {
    const { registry } = aRegistry();
    expect(registry.reads.delta()).toEqual({ version: '1', hashCode: '', applications: [] });
  });

  it('lists what was added, modified and deleted, with the hash code of the whole registry', () => {
    const { registry, clock } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    clock.advance(180_001);
    registry.sweepChanges();
    registry.register(anInstance({ port: 8002 }), 'client');
    registry.register(anInstance({ port: 8003 }), 'client');
    registry.setStatus(app, 'payment8003', 'OUT_OF_SERVICE', client);
    registry.register(anInstance({ app: 'SHOP', instanceId: 'web-1' }), 'client');
    registry.cancel('SHOP', 'web-1');
    expect(actionsIn(registry)).toEqual([
      ['payment8002', 'ADDED'],
      ['payment8003', 'MODIFIED'],
      ['web-1', 'DELETED'],
    ]);
    expect(registry.reads.delta().hashCode).toBe('OUT_OF_SERVICE_1_UP_2_');
  });

  it('has one record of an instance, that of its latest change', () => {
    const { registry } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    registry.cancel(app, 'payment8001');
    expect(actionsIn(registry)).toEqual([['payment8001', 'DELETED']]);
    registry.register(anInstance({ port: 8001 }), 'client');
    expect(actionsIn(registry)).toEqual([['payment8001', 'ADDED']]);
    registry.setStatus(app, 'payment8001', 'DOWN', client);
    expect(actionsIn(registry)).toEqual([['payment8001', 'MODIFIED']]);
  });

  it('shows the state of now, renewals included', () => {
    const { registry, clock } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    clock.advance(1000);
    registry.heartbeat(app, 'payment8001', client);
    expect(registry.reads.delta().applications[0]?.instances[0]).toBe(
      registry.reads.find(app, 'payment8001'),
    );
  });

  it('lists a change for three minutes', () => {
    const { registry, clock } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    clock.advance(180_000);
    registry.sweepChanges();
    expect(actionsIn(registry)).toHaveLength(1);
    clock.advance(1);
    registry.sweepChanges();
    expect(registry.reads.delta()).toMatchObject({ hashCode: 'UP_1_', applications: [] });
  });

  it('has a running number for its version, one higher after each change', () => {
    const { registry, clock } = aRegistry();
    const versionAfter = (change: () => unknown) => {
      change();
      return [registry.reads.delta().version, registry.reads.deltaHeader().version];
    };
    expect(versionAfter(() => undefined)).toEqual(['1', '1']);
    expect(versionAfter(() => registry.register(anInstance({ port: 8001 }), 'client'))).toEqual(['2', '2']);
    expect(versionAfter(() => registry.heartbeat(app, 'payment8001', client))).toEqual(['2', '2']);
    expect(versionAfter(() => registry.setStatus(app, 'payment8001', 'DOWN', client))).toEqual(['3', '3']);
    expect(versionAfter(() => registry.cancel(app, 'payment8001'))).toEqual(['4', '4']);
    clock.advance(180_001);
    expect(versionAfter(() => registry.sweepChanges())).toEqual(['5', '5']);
  });

  it('is never of version -1, which makes clients fetch everything; the whole registry is always of version 1', () => {
    const { registry } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    expect(registry.reads.applications().version).toBe('1');
    expect(Number(registry.reads.delta().version)).toBeGreaterThan(0);
  });

  it('does not list heartbeats', () => {
    const { registry, clock } = aRegistry();
    registry.register(anInstance({ port: 8001 }), 'client');
    clock.advance(180_001);
    registry.sweepChanges();
    registry.heartbeat(app, 'payment8001', client);
    expect(actionsIn(registry)).toEqual([]);
  });
});
