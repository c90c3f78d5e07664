import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions, type RegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

function aRegistry(given: Partial<RegistryOptions> = {}) {
  const clock = manualClock();
  return { clock, registry: new Registry({ ...defaultRegistryOptions, ...given }, clock, () => 0) };
}

const payment = anInstance({ port: 8001, lastDirtyTimestamp: 100 });
const { app } = payment;
const id = 'payment8001';

describe('registering', () => {
  it('lists an instance with its lease', () => {
    const { registry, clock } = aRegistry();
    const now = clock();
    const listed = registry.register(payment, 'client');
    expect(listed).toEqual({
      ...payment,
      actionType: 'ADDED',
      lastUpdatedTimestamp: now,
      leaseInfo: {
        renewalIntervalInSecs: 30,
        durationInSecs: 90,
        registrationTimestamp: now,
        lastRenewalTimestamp: now,
        evictionTimestamp: 0,
        serviceUpTimestamp: now,
      },
    });
    expect(registry.reads.size).toBe(1);
    expect(registry.reads.find(app, id)).toBe(listed);
    expect(registry.reads.find(app.toLowerCase(), id)).toBe(listed);
    expect(registry.reads.peek(app, id)).toBe(listed);
    expect(registry.reads.findById(id)).toBe(listed);
    expect(registry.reads.application(app)).toEqual({ name: app, instances: [listed] });
    expect(registry.reads.applications()).toEqual({
      version: '1',
      hashCode: 'UP_1_',
      applications: [{ name: app, instances: [listed] }],
    });
  });

  it('finds no instance in an empty registry', () => {
    const { registry } = aRegistry();
    expect(registry.reads.find(app, id)).toBeUndefined();
    expect(registry.reads.peek(app, id)).toBeUndefined();
    expect(registry.reads.findById(id)).toBeUndefined();
    expect(registry.reads.application(app)).toBeUndefined();
    expect(registry.reads.applications()).toEqual({ version: '1', hashCode: '', applications: [] });
  });

  it('uses the host name for an instance without an id, and leaves the id out', () => {
    const { registry } = aRegistry();
    registry.register({ ...payment, instanceId: undefined, hostName: 'web-7' }, 'client');
    expect(registry.reads.find(app, 'web-7')?.instanceId).toBeUndefined();
    expect(registry.reads.find(app, 'web-7')?.hostName).toBe('web-7');
  });

  it('gives an Amazon data center without an id the id of the instance', () => {
    const { registry } = aRegistry();
    const listed = registry.register(
      { ...payment, dataCenterInfo: { name: 'Amazon', metadata: {} } },
      'client',
    );
    expect(listed.dataCenterInfo).toEqual({ name: 'Amazon', metadata: { 'instance-id': id } });
  });

  it('again, with newer or equal data, replaces what is listed', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    for (const lastDirtyTimestamp of [100, 101]) {
      const metadata = { stamp: String(lastDirtyTimestamp) };
      registry.register({ ...payment, lastDirtyTimestamp, metadata }, 'client');
      expect(registry.reads.find(app, id)).toMatchObject({ lastDirtyTimestamp, metadata });
    }
    expect(registry.reads.size).toBe(1);
  });

  it('again, with older data, drops the data but grants a new lease', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(1000);
    const late = anInstance({ port: 8001, lastDirtyTimestamp: 99, metadata: { old: 'yes' }, leaseSecs: 10 });
    const listed = registry.register(late, 'peer');
    expect(listed).toMatchObject({ lastDirtyTimestamp: 100, metadata: {} });
    expect(listed.leaseInfo.registrationTimestamp).toBe(clock());
    // Even the lease's duration is that of the older data.
    registry.heartbeat(app, id, { from: 'client' });
    expect(registry.reads.find(app, id)?.leaseInfo.lastRenewalTimestamp).toBe(clock() + 10_000);
  });

  it('again keeps the time of the first UP and is ADDED, not MODIFIED', () => {
    const { registry, clock } = aRegistry();
    const first = clock();
    registry.register(payment, 'client');
    clock.advance(1000);
    const listed = registry.register({ ...payment, lastDirtyTimestamp: 101 }, 'client');
    expect(listed.actionType).toBe('ADDED');
    expect(listed.leaseInfo).toMatchObject({
      registrationTimestamp: first + 1000,
      serviceUpTimestamp: first,
    });
    expect(listed.lastUpdatedTimestamp).toBe(first + 1000);
  });

  it('does not record a first UP for other statuses', () => {
    const { registry } = aRegistry();
    const listed = registry.register({ ...payment, status: 'STARTING' }, 'client');
    expect(listed.leaseInfo.serviceUpTimestamp).toBe(0);
  });

  it('raises the expected clients for a new instance, not for a known one', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.register(payment, 'client');
    registry.register(anInstance({ port: 8002 }), 'peer');
    expect(registry.reads.selfPreservation.expectedClients).toBe(3);
  });

  it('enters the recent leases, each time', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(5);
    registry.register(payment, 'client');
    expect(registry.reads.recentlyRegistered.newestFirst()).toEqual([
      { at: clock(), lease: `${app}(${id})` },
      { at: clock() - 5, lease: `${app}(${id})` },
    ]);
  });
});

describe('a heartbeat', () => {
  it('of an unknown instance is answered register-again', () => {
    const { registry } = aRegistry();
    expect(registry.heartbeat(app, id, { from: 'client' })).toEqual({
      verdict: 'register-again',
      renewed: false,
    });
  });

  it('renews the lease and is counted, also from a peer', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(30_000);
    const result = registry.heartbeat(app.toLowerCase(), id, { from: 'client', lastDirtyTimestamp: 100 });
    expect(result).toMatchObject({ verdict: 'accepted', renewed: true, listed: { instanceId: id } });
    expect(registry.reads.find(app, id)?.leaseInfo.lastRenewalTimestamp).toBe(clock() + 90_000);
    registry.heartbeat(app, id, { from: 'peer' });
    registry.closeMinute();
    expect(registry.reads.selfPreservation.renewsLastMinute).toBe(2);
  });

  it.each([
    { stamp: undefined, client: 'accepted', peer: 'accepted' },
    { stamp: 100, client: 'accepted', peer: 'accepted' },
    { stamp: 101, client: 'register-again', peer: 'register-again' },
    { stamp: 99, client: 'accepted', peer: 'ours-is-newer' },
  ])(
    'stamped $stamp (ours is 100) is $client from a client, $peer from a peer',
    ({ stamp, client, peer }) => {
      const { registry } = aRegistry();
      registry.register(payment, 'client');
      const fromClient = registry.heartbeat(app, id, { from: 'client', lastDirtyTimestamp: stamp });
      const fromPeer = registry.heartbeat(app, id, { from: 'peer', lastDirtyTimestamp: stamp });
      const renewed = { renewed: true, listed: { lastDirtyTimestamp: 100 } };
      expect(fromClient).toMatchObject({ verdict: client, ...renewed });
      expect(fromPeer).toMatchObject({ verdict: peer, ...renewed });
      registry.closeMinute();
      expect(registry.reads.selfPreservation.renewsLastMinute).toBe(2);
    },
  );

  it('of a peer with an older version is answered with our version, the new lease included', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    expect(registry.heartbeat(app, id, { from: 'client', lastDirtyTimestamp: 100 }).instance).toBeUndefined();
    clock.advance(30_000);
    const { instance } = registry.heartbeat(app, id, { from: 'peer', lastDirtyTimestamp: 99 });
    expect(instance).toBe(registry.reads.find(app, id));
    expect(instance?.leaseInfo.lastRenewalTimestamp).toBe(clock() + 90_000);
  });

  it('has its stamp ignored if the option says so', () => {
    const { registry } = aRegistry({ syncWhenTimestampDiffers: false });
    registry.register(payment, 'client');
    expect(registry.heartbeat(app, id, { from: 'client', lastDirtyTimestamp: 101 }).verdict).toBe('accepted');
    expect(registry.heartbeat(app, id, { from: 'peer', lastDirtyTimestamp: 99 }).verdict).toBe('accepted');
  });

  it('of an instance with status UNKNOWN is answered register-again, and renews nothing', () => {
    const { registry } = aRegistry();
    registry.register({ ...payment, status: 'UNKNOWN' }, 'client');
    const before = registry.reads.find(app, id);
    expect(registry.heartbeat(app, id, { from: 'client' })).toEqual({
      verdict: 'register-again',
      renewed: false,
    });
    registry.closeMinute();
    expect(registry.reads.selfPreservation.renewsLastMinute).toBe(0);
    expect(registry.reads.find(app, id)).toBe(before);
  });
});

describe('cancelling', () => {
  it('removes an instance and returns it as it left', () => {
    const { registry, clock } = aRegistry();
    registry.register(payment, 'client');
    clock.advance(1000);
    const left = registry.cancel(app.toLowerCase(), id);
    expect(left).toMatchObject({
      actionType: 'DELETED',
      status: 'UP',
      lastUpdatedTimestamp: clock(),
      leaseInfo: { evictionTimestamp: clock() },
    });
    expect(registry.reads.size).toBe(0);
    expect(registry.reads.application(app)).toBeUndefined();
    expect(registry.reads.selfPreservation.expectedClients).toBe(1);
  });

  it('an unknown instance changes nothing, but enters the recent leases', () => {
    const { registry, clock } = aRegistry();
    expect(registry.cancel('shop', 'unknown')).toBeUndefined();
    expect(registry.reads.selfPreservation.expectedClients).toBe(1);
    expect(registry.reads.delta().applications).toEqual([]);
    expect(registry.reads.recentlyCancelled.newestFirst()).toEqual([{ at: clock(), lease: 'SHOP(unknown)' }]);
  });

  it('drops the override, even of an id that is not listed', () => {
    const { registry } = aRegistry();
    registry.storeOverride(app, id, 'DOWN');
    registry.cancel(app, id);
    expect(registry.reads.overrideOf(id)).toBeUndefined();
  });
});

describe('opening for traffic', () => {
  it.each([
    { copied: 0, expected: 1 },
    { copied: 7, expected: 7 },
  ])('with $copied copied instances expects $expected clients', ({ copied, expected }) => {
    const { registry } = aRegistry();
    registry.openForTraffic(copied);
    expect(registry.reads.selfPreservation.expectedClients).toBe(expected);
    expect(registry.reads.allowsReads()).toBe(true);
  });

  it("with no instance and no stand-in count (Netflix's start) refuses reads for five minutes", () => {
    const { registry, clock } = aRegistry({ defaultOpenForTrafficCount: 0 });
    expect(registry.reads.allowsReads()).toBe(true);
    registry.openForTraffic(0);
    expect(registry.reads.allowsReads()).toBe(false);
    clock.advance(300_000);
    expect(registry.reads.allowsReads()).toBe(false);
    clock.advance(1);
    expect(registry.reads.allowsReads()).toBe(true);
  });
});
