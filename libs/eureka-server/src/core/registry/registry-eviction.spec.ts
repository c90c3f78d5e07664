import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions, type RegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

function aRegistry(given: Partial<RegistryOptions> = {}) {
  const clock = manualClock();
  return { clock, registry: new Registry({ ...defaultRegistryOptions, ...given }, clock, () => 0.5) };
}

const unprotected = { enableSelfPreservation: false };
const app = 'CLOUD-PAYMENT-SERVICE';
const instances = (count: number, leaseSecs: number) =>
  Array.from({ length: count }, (_, index) => anInstance({ port: 8001 + index, leaseSecs }));

describe('eviction', () => {
  it('keeps a renewed instance for twice its lease', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ port: 8001, leaseSecs: 30 }), 'client');
    registry.heartbeat(app, 'payment8001', { from: 'client' });

    clock.advance(60_000);
    expect(registry.evict()).toEqual([]);
    clock.advance(1);
    expect(registry.evict()).toMatchObject([
      { instanceId: 'payment8001', actionType: 'DELETED', leaseInfo: { evictionTimestamp: clock() } },
    ]);
    expect(registry.reads.size).toBe(0);
  });

  it('keeps an instance that never renewed for its lease', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ leaseSecs: 30 }), 'client');
    clock.advance(30_000);
    expect(registry.evict()).toEqual([]);
    clock.advance(1);
    expect(registry.evict()).toHaveLength(1);
  });

  it('extends each lease by the delay of the eviction run', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ leaseSecs: 30 }), 'client');
    clock.advance(40_000);
    expect(registry.evict(10_000)).toEqual([]);
    expect(registry.evict(9999)).toHaveLength(1);
  });

  it('evicts one of six per run, so that two killed together leave one run apart', () => {
    const { registry, clock } = aRegistry(unprotected);
    for (const instance of instances(6, 2)) registry.register(instance, 'client');
    clock.advance(4001);
    for (const port of [8003, 8004, 8005, 8006])
      registry.heartbeat(app, `payment${port}`, { from: 'client' });
    const gone = [registry.evict(), registry.evict(), registry.evict()];
    expect(gone.map(({ length }) => length)).toEqual([1, 1, 0]);
    expect(
      gone
        .flat()
        .map(({ instanceId }) => instanceId)
        .sort(),
    ).toEqual(['payment8001', 'payment8002']);
  });

  it('evicts 15 of 100, spread over the applications', () => {
    const { registry, clock } = aRegistry(unprotected);
    for (let port = 1; port <= 100; port++)
      registry.register(anInstance({ app: `APP-${port % 10}`, port }), 'client');
    clock.advance(90_001);
    const apps = registry.evict().map((instance) => instance.app);
    expect(apps).toHaveLength(15);
    expect(new Set(apps).size).toBeGreaterThan(1);
    expect(registry.reads.size).toBe(85);
  });

  it('spares an instance that is renewed, or comes back, between two steps', () => {
    const { registry, clock } = aRegistry({ ...unprotected, renewalPercentThreshold: 0 });
    for (const instance of instances(3, 30)) registry.register(instance, 'client');
    clock.advance(30_001);
    const steps = registry.eviction();
    expect(steps.next().value).toMatchObject({ instanceId: 'payment8002' });
    registry.heartbeat(app, 'payment8003', { from: 'client' });
    registry.cancel(app, 'payment8001');
    registry.register(anInstance({ port: 8001 }), 'client');
    expect([...steps]).toEqual([]);
    expect(registry.reads.size).toBe(2);
  });

  it('pauses after every 1000 instances that it looks at', () => {
    const { registry } = aRegistry(unprotected);
    for (const instance of instances(2500, 30)) registry.register(instance, 'client');
    expect([...registry.eviction()]).toEqual(['searched', 'searched']);
  });

  it('lowers the expected clients, enters the delta and the recent leases, and drops the override', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ port: 8001 }), 'client');
    registry.setStatus(app, 'payment8001', 'OUT_OF_SERVICE', { from: 'client' });
    clock.advance(180_001);
    registry.evict();
    expect(registry.reads.selfPreservation.expectedClients).toBe(1);
    expect(registry.reads.delta()).toMatchObject({
      hashCode: '',
      applications: [{ instances: [{ instanceId: 'payment8001', actionType: 'DELETED' }] }],
    });
    expect(registry.reads.recentlyCancelled.newestFirst()).toEqual([
      { at: clock(), lease: `${app}(payment8001)` },
    ]);
    expect(registry.reads.overrideOf('payment8001')).toBeUndefined();
  });

  it('never happens in a small registry with self-preservation on', () => {
    const { registry, clock } = aRegistry();
    registry.openForTraffic(0);
    for (const instance of instances(3, 2)) registry.register(instance, 'client');
    clock.advance(3_600_000);
    registry.closeMinute();
    expect(registry.evict()).toEqual([]);
    expect(registry.reads.size).toBe(3);
  });
});

describe('an expired instance that waits for its eviction', () => {
  it('is hidden from a look-up of one instance, but still listed with all', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ port: 8001, leaseSecs: 30 }), 'client');
    clock.advance(30_001);
    const change = { from: 'client' } as const;
    expect(registry.reads.find(app, 'payment8001')).toBeUndefined();
    expect(registry.reads.findById('payment8001')).toBeUndefined();
    expect(registry.setStatus(app, 'payment8001', 'DOWN', change)).toBeUndefined();
    expect(registry.removeOverride(app, 'payment8001', 'UP', change)).toBeUndefined();
    expect(registry.putMetadata(app, 'payment8001', [['a', '1']])).toBeUndefined();

    expect(registry.reads.peek(app, 'payment8001')?.status).toBe('UP');
    expect(registry.reads.application(app)?.instances).toHaveLength(1);
    expect(registry.reads.applications().hashCode).toBe('UP_1_');
    expect(registry.reads.delta().applications[0]?.instances).toHaveLength(1);
  });

  it('gives way, in a look-up by id, to a living one of another application', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ app: 'DEAD', instanceId: 'one', leaseSecs: 30 }), 'client');
    registry.register(anInstance({ app: 'ALIVE', instanceId: 'one', leaseSecs: 90 }), 'client');
    clock.advance(30_001);
    expect(registry.reads.findById('one')?.app).toBe('ALIVE');
  });

  it('becomes visible again with its next heartbeat, which is accepted', () => {
    const { registry, clock } = aRegistry(unprotected);
    registry.register(anInstance({ port: 8001, leaseSecs: 30 }), 'client');
    clock.advance(30_001);
    expect(registry.heartbeat(app, 'payment8001', { from: 'client' }).verdict).toBe('accepted');
    expect(registry.reads.find(app, 'payment8001')).toBeDefined();
  });

  it('stays visible while self-preservation prevents evictions', () => {
    const { registry, clock } = aRegistry();
    registry.register(anInstance({ port: 8001, leaseSecs: 30 }), 'client');
    clock.advance(30_001);
    expect(registry.reads.find(app, 'payment8001')).toBeDefined();
  });
});

// Netflix's TimeConsumingInstanceRegistryTest, without the time.
it('the first minutes of a server: fifty instances, of which five fall silent', () => {
  const { registry, clock } = aRegistry();
  const all = instances(50, 30);
  for (const instance of all) registry.register(instance, 'peer');
  registry.openForTraffic(50);
  const fortyFiveRenew = () => {
    for (const instance of all.slice(5))
      registry.heartbeat(app, instance.instanceId ?? '', { from: 'client' });
  };

  clock.advance(20_000);
  fortyFiveRenew();
  clock.advance(20_000);
  fortyFiveRenew();
  // Five leases are over, but no minute is counted yet.
  expect(registry.reads.selfPreservation).toMatchObject({ threshold: 85, renewsLastMinute: 0 });
  expect(registry.evict()).toEqual([]);

  clock.advance(20_000);
  registry.closeMinute();
  expect(registry.reads.selfPreservation.renewsLastMinute).toBe(90);
  expect(registry.evict()).toHaveLength(5);
  expect(registry.reads.size).toBe(45);

  registry.updateThreshold(151);
  expect(registry.reads.selfPreservation.threshold).toBe(256);
});
