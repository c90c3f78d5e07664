import type { InstanceStatus } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import type { Origin } from './heartbeat.js';
import { defaultRegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

function aRegistry() {
  const clock = manualClock();
  return { clock, registry: new Registry(defaultRegistryOptions, clock, () => 0) };
}

const payment = anInstance({ port: 8001, lastDirtyTimestamp: 100 });
const { app } = payment;
const id = 'payment8001';
const client = { from: 'client' } as const;

const newerAndOlder = [
  { stamp: 101, becomes: 101 },
  { stamp: 100, becomes: 100 },
  { stamp: 99, becomes: 100 },
];

describe('the status an instance is listed with', () => {
  it.each<{ listed: InstanceStatus; says: InstanceStatus; from: Origin; becomes: InstanceStatus }>([
    { listed: 'UP', says: 'OUT_OF_SERVICE', from: 'client', becomes: 'UP' },
    { listed: 'UP', says: 'OUT_OF_SERVICE', from: 'peer', becomes: 'OUT_OF_SERVICE' },
    { listed: 'OUT_OF_SERVICE', says: 'UP', from: 'client', becomes: 'OUT_OF_SERVICE' },
    { listed: 'OUT_OF_SERVICE', says: 'UP', from: 'peer', becomes: 'UP' },
    { listed: 'STARTING', says: 'UP', from: 'client', becomes: 'UP' },
    { listed: 'UP', says: 'DOWN', from: 'client', becomes: 'DOWN' },
    { listed: 'UP', says: 'UNKNOWN', from: 'client', becomes: 'UNKNOWN' },
  ])('was $listed; registering $says as a $from makes it $becomes', ({ listed, says, from, becomes }) => {
    const { registry } = aRegistry();
    registry.register({ ...payment, status: listed }, 'client');
    expect(registry.register({ ...payment, status: says, lastDirtyTimestamp: 101 }, from).status).toBe(
      becomes,
    );
  });

  it.each<InstanceStatus>(['DOWN', 'STARTING'])('goes from OUT_OF_SERVICE to UP by way of %s', (between) => {
    const { registry } = aRegistry();
    registry.register({ ...payment, status: 'OUT_OF_SERVICE' }, 'client');
    registry.register({ ...payment, status: between }, 'client');
    expect(registry.register({ ...payment, status: 'UP' }, 'client').status).toBe('UP');
  });

  it.each([99, 100, 101])(
    'stays the override when UP is registered (dirty timestamp %d, ours 100)',
    (stamp) => {
      const { registry } = aRegistry();
      registry.register(payment, 'client');
      registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
      const listed = registry.register({ ...payment, lastDirtyTimestamp: stamp }, 'client');
      expect(listed).toMatchObject({ status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
    },
  );

  it.each<InstanceStatus>(['DOWN', 'STARTING'])(
    'is %s when the instance says so, the override being shown all the same',
    (says) => {
      const { registry } = aRegistry();
      registry.register(payment, 'client');
      registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
      const listed = registry.register({ ...payment, status: says }, 'client');
      expect(listed).toMatchObject({ status: says, overriddenStatus: 'OUT_OF_SERVICE' });
    },
  );

  it('is DOWN for an UP instance with the override DOWN', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'DOWN', client);
    expect(registry.register(payment, 'client').status).toBe('DOWN');
  });

  it('is the override that an instance states in its first registration', () => {
    const { registry } = aRegistry();
    const listed = registry.register({ ...payment, overriddenStatus: 'OUT_OF_SERVICE' }, 'client');
    expect(listed).toMatchObject({ status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
    expect(registry.reads.overrideOf(id)).toBe('OUT_OF_SERVICE');
  });

  it('is our override even if the instance states another', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
    const listed = registry.register(
      { ...payment, overriddenStatus: 'DOWN', lastDirtyTimestamp: 101 },
      'peer',
    );
    expect(listed).toMatchObject({ status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
  });

  it('is, as an override, shared by instances of two applications with one id', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
    const other = registry.register(anInstance({ app: 'SHOP', instanceId: id }), 'client');
    expect(other.status).toBe('OUT_OF_SERVICE');
  });
});

describe('setting an override', () => {
  it('changes the status at once, as MODIFIED', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(1000);
    expect(registry.setStatus(app.toLowerCase(), id, 'OUT_OF_SERVICE', client)).toMatchObject({
      status: 'OUT_OF_SERVICE',
      overriddenStatus: 'OUT_OF_SERVICE',
      actionType: 'MODIFIED',
      lastUpdatedTimestamp: clock(),
      lastDirtyTimestamp: 100,
    });
    expect(registry.reads.overrideOf(id)).toBe('OUT_OF_SERVICE');
  });

  it('renews the lease, yet does not count as a renewal', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(1000);
    const listed = registry.setStatus(app, id, 'UP', client);
    expect(listed?.leaseInfo.lastRenewalTimestamp).toBe(clock() + 90_000);
    registry.closeMinute();
    expect(registry.reads.selfPreservation.renewsLastMinute).toBe(0);
  });

  it('equal to the listed status records nothing', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(180_001);
    registry.sweepChanges();
    expect(registry.setStatus(app, id, 'UP', client)).toMatchObject({
      overriddenStatus: 'UNKNOWN',
      actionType: 'ADDED',
    });
    expect(registry.reads.overrideOf(id)).toBeUndefined();
    expect(registry.reads.delta().applications).toEqual([]);
  });

  it('UP records the time of the first UP', () => {
    const { registry, clock } = aRegistry();
    registry.register({ ...payment, status: 'STARTING' }, 'client');
    clock.advance(1000);
    expect(registry.setStatus(app, id, 'UP', client)?.leaseInfo.serviceUpTimestamp).toBe(clock());
  });

  it.each(newerAndOlder)('with version $stamp makes version 100 into $becomes', ({ stamp, becomes }) => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    const change = { from: 'peer', lastDirtyTimestamp: stamp } as const;
    expect(registry.setStatus(app, id, 'DOWN', change)?.lastDirtyTimestamp).toBe(becomes);
  });

  it('of an unknown instance does nothing', () => {
    const { registry } = aRegistry();
    expect(registry.setStatus(app, id, 'DOWN', client)).toBeUndefined();
    expect(registry.reads.overrideOf(id)).toBeUndefined();
  });

  it('lasts an hour of an instance that is DOWN, and is prolonged by heartbeats of one that is UP', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    registry.register(anInstance({ port: 8002 }), 'client');
    registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
    registry.setStatus(app, 'payment8002', 'OUT_OF_SERVICE', client);
    registry.register({ ...payment, status: 'DOWN' }, 'client');
    for (let minutes = 0; minutes < 60; minutes += 0.5) {
      clock.advance(30_000);
      registry.heartbeat(app, id, client);
      registry.heartbeat(app, 'payment8002', client);
    }
    expect(registry.register(payment, 'client').status).toBe('UP');
    expect(registry.register(anInstance({ port: 8002 }), 'client').status).toBe('OUT_OF_SERVICE');
  });
});

describe('removing an override', () => {
  it('makes the status unknown, and the next heartbeat asks the instance for it', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
    clock.advance(1000);
    expect(registry.removeOverride(app, id, 'UNKNOWN', client)).toMatchObject({
      status: 'UNKNOWN',
      overriddenStatus: 'UNKNOWN',
      actionType: 'MODIFIED',
      lastUpdatedTimestamp: clock(),
      leaseInfo: { lastRenewalTimestamp: clock() + 90_000 },
    });
    expect(registry.heartbeat(app, id, client).verdict).toBe('register-again');
    expect(registry.register(payment, 'client').status).toBe('UP');
  });

  it('with a status lists that status, which the instance may then change', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'OUT_OF_SERVICE', client);
    expect(registry.removeOverride(app, id, 'DOWN', client)?.status).toBe('DOWN');
    expect(registry.register(payment, 'client').status).toBe('UP');
  });

  it.each(newerAndOlder)('with version $stamp makes version 100 into $becomes', ({ stamp, becomes }) => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.setStatus(app, id, 'DOWN', client);
    const change = { from: 'peer', lastDirtyTimestamp: stamp } as const;
    expect(registry.removeOverride(app, id, 'UP', change)?.lastDirtyTimestamp).toBe(becomes);
  });

  it('that does not exist changes nothing but the lease', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(1000);
    expect(registry.removeOverride(app, id, 'DOWN', client)).toMatchObject({
      status: 'UP',
      actionType: 'ADDED',
      leaseInfo: { lastRenewalTimestamp: clock() + 90_000 },
    });
  });

  it('of an unknown instance does nothing', () => {
    const { registry } = aRegistry();
    expect(registry.removeOverride(app, id, 'UNKNOWN', client)).toBeUndefined();
  });
});

describe('an override known to a peer', () => {
  it('arrives with a newer heartbeat, and changes the status at the next one', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    const fromPeer = { from: 'peer', lastDirtyTimestamp: 101, overriddenStatus: 'OUT_OF_SERVICE' } as const;
    expect(registry.heartbeat(app, id, fromPeer).verdict).toBe('register-again');
    expect(registry.reads.find(app, id)).toMatchObject({ status: 'UP', overriddenStatus: 'OUT_OF_SERVICE' });

    registry.heartbeat(app, id, client);
    expect(registry.reads.find(app, id)?.status).toBe('OUT_OF_SERVICE');
  });

  it.each<{
    why: string;
    heartbeat: { from: Origin; lastDirtyTimestamp: number; overriddenStatus: InstanceStatus };
  }>([
    { why: 'of a client', heartbeat: { from: 'client', lastDirtyTimestamp: 101, overriddenStatus: 'DOWN' } },
    {
      why: 'that is not newer',
      heartbeat: { from: 'peer', lastDirtyTimestamp: 100, overriddenStatus: 'DOWN' },
    },
    { why: 'that is older', heartbeat: { from: 'peer', lastDirtyTimestamp: 99, overriddenStatus: 'DOWN' } },
    {
      why: 'that knows of none',
      heartbeat: { from: 'peer', lastDirtyTimestamp: 101, overriddenStatus: 'UNKNOWN' },
    },
  ])('is not taken from a heartbeat $why', ({ heartbeat }) => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.heartbeat(app, id, heartbeat);
    expect(registry.reads.overrideOf(id)).toBeUndefined();
  });

  it('enters the delta when a heartbeat applies it, unlike in Java; the instance shows no other change', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    registry.storeOverride(app, id, 'OUT_OF_SERVICE');
    clock.advance(180_001);
    registry.sweepChanges();
    const before = registry.reads.find(app, id);
    registry.heartbeat(app, id, client);
    const { applications, hashCode } = registry.reads.delta();
    expect(hashCode).toBe('OUT_OF_SERVICE_1_');
    expect(applications[0]?.instances).toMatchObject([
      { status: 'OUT_OF_SERVICE', actionType: 'ADDED', lastUpdatedTimestamp: before?.lastUpdatedTimestamp },
    ]);
  });

  it('is stored once, also for an id that is not listed', () => {
    const { registry } = aRegistry();
    registry.storeOverride(app, id, 'DOWN');
    const listed = registry.register(payment, 'peer');
    expect(listed).toMatchObject({ status: 'DOWN', overriddenStatus: 'DOWN' });
    registry.storeOverride(app, id, 'DOWN');
    expect(registry.reads.find(app, id)).toBe(listed);
  });
});
