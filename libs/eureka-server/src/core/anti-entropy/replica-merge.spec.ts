import type { InstanceInfo, ListedRow } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock, type ManualClock } from '@eureka-nest/runtime/testing';
import { Inventory } from './inventory.js';
import { repairOfListed } from './reconcile.js';
import { ReplicaMerge } from './replica-merge.js';
import { defaultRegistryOptions } from '../registry/registry-options.js';
import { Registry } from '../registry/registry.js';

const app = 'CLOUD-PAYMENT-SERVICE';
const id = 'payment8001';
const payment = (lastDirtyTimestamp: number, given: Partial<InstanceInfo> = {}) =>
  anInstance({ ...given, lastDirtyTimestamp });

let clock: ManualClock;
let registry: Registry;
let merge: ReplicaMerge;
let inventory: Inventory;
beforeEach(() => {
  clock = manualClock();
  registry = new Registry({ ...defaultRegistryOptions, enableSelfPreservation: false }, clock, () => 0);
  registry.openForTraffic(0);
  merge = new ReplicaMerge(registry);
  inventory = new Inventory(registry.state);
});

const listed = () => registry.reads.peek(app, id);
const known = () => inventory.known(app, id);
const shown = () => [listed()?.status, listed()?.overriddenStatus];

describe('a change that a peer replicated, with its time,', () => {
  const before = (ms: number) => clock() - ms;

  it('takes place at the time when it happened there', () => {
    merge.register(payment(100), before(5_000));
    clock.advance(1_000);
    expect(known().listed).toMatchObject({ contentAgeMs: 6_000, statusAgeMs: 6_000, aliveAgeMs: 6_000 });
  });

  it('registers the same version if it is later than ours, and is dropped if not', () => {
    registry.register(payment(100, { hostName: 'ours' }), 'client');
    merge.register(payment(100, { hostName: 'earlier' }), before(1));
    expect(listed()?.hostName).toBe('ours');
    clock.advance(10);
    merge.register(payment(100, { hostName: 'later' }), before(5));
    expect(listed()?.hostName).toBe('later');
  });

  it('registers a newer version, however old', () => {
    registry.register(payment(100), 'client');
    merge.register(payment(200), before(60_000));
    expect(listed()?.lastDirtyTimestamp).toBe(200);
  });

  it.each<[what: string, ageMs: number | undefined, status: readonly string[]]>([
    ['before our override: ours holds', 2_000, ['DOWN', 'DOWN']],
    ['after our override: theirs holds', 500, ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']],
    [
      'at an unknown time, as from a Java server: theirs holds',
      undefined,
      ['OUT_OF_SERVICE', 'OUT_OF_SERVICE'],
    ],
  ])('sets an override %s', (_what, ageMs, status) => {
    registry.register(payment(100), 'client');
    registry.setStatus(app, id, 'DOWN', { from: 'client' });
    clock.advance(1_000);
    if (ageMs === undefined) registry.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'peer' });
    else merge.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'peer', at: before(ageMs) });
    expect(shown()).toEqual(status);
  });

  it('removes no override that was set later here', () => {
    registry.register(payment(100), 'client');
    registry.setStatus(app, id, 'DOWN', { from: 'client' });
    clock.advance(1_000);
    merge.removeOverride(app, id, 'UP', { from: 'peer', at: before(2_000) });
    expect(shown()).toEqual(['DOWN', 'DOWN']);
    merge.removeOverride(app, id, 'UP', { from: 'peer', at: before(500) });
    expect(shown()).toEqual(['UP', 'UNKNOWN']);
  });

  it('does not restore an override that was removed here since, neither as heartbeat nor as registration', () => {
    registry.register(payment(100), 'client');
    registry.setStatus(app, id, 'DOWN', { from: 'client' });
    registry.removeOverride(app, id, 'UP', { from: 'client' });
    const forced = { status: 'DOWN', overriddenStatus: 'DOWN' } as const;
    registry.heartbeat(app, id, {
      from: 'peer',
      lastDirtyTimestamp: 200,
      overriddenStatus: 'DOWN',
      at: clock(),
    });
    expect(registry.reads.overrideOf(id)).toBeUndefined();
    merge.register(payment(200, forced), clock());
    // The override is not its own status either: only the instance itself knows that.
    expect(shown()).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(registry.heartbeat(app, id, { from: 'client' }).verdict).toBe('register-again');
  });

  it('never raises the stamp of an older copy, which would pass for the newer one', () => {
    registry.register(payment(100), 'client');
    merge.setStatus(app, id, 'DOWN', { from: 'peer', lastDirtyTimestamp: 200, at: clock() });
    expect(listed()?.lastDirtyTimestamp).toBe(100);
    // QUIRK(AbstractInstanceRegistry.statusUpdate): Java's does.
    registry.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'peer', lastDirtyTimestamp: 200 });
    expect(listed()?.lastDirtyTimestamp).toBe(200);
  });

  it.each<[what: string, left: { lastDirtyTimestamp?: number; ageMs?: number }, outlives: boolean]>([
    ['of an older version', { lastDirtyTimestamp: 99 }, true],
    ['of the same version, since its last sign of life', { lastDirtyTimestamp: 100 }, false],
    ['of the same version, before its last sign of life', { lastDirtyTimestamp: 100, ageMs: 2_000 }, true],
    ['of a newer version', { lastDirtyTimestamp: 101, ageMs: 500 }, false],
    ['of no version, as from a Java server', {}, false],
  ])('as a cancel %s is outlived by the instance: %s', (_what, { lastDirtyTimestamp, ageMs }, outlives) => {
    registry.register(payment(100), 'client');
    clock.advance(1_000);
    const at = ageMs === undefined ? undefined : before(ageMs);
    expect(merge.outlives(app, id, { lastDirtyTimestamp, at })).toBe(outlives);
  });

  it('of an instance that cancelled here since is recognized, unless it is a newer version', () => {
    registry.register(payment(100), 'client');
    registry.cancel(app, id);
    clock.advance(5_000);
    expect(merge.hasLeftSince(payment(100), before(6_000))).toBe(true);
    expect(merge.hasLeftSince(payment(100), before(1_000))).toBe(false);
    expect(merge.hasLeftSince(payment(200), before(6_000))).toBe(false);
    // A tolerance would reject an instance that registers again at once, and then cancel it at its
    // own registry.
    expect(merge.hasLeftSince(payment(100), before(5_000))).toBe(false);
  });

  it('as a cancel of an unknown instance is remembered in case the registration arrives later', () => {
    registry.cancel(app, id, { lastDirtyTimestamp: 100, at: clock() });
    expect(merge.hasLeftSince(payment(100), before(1_000))).toBe(true);
  });
});

describe('an instance that a peer lists', () => {
  const renewed = (agoMs: number) => {
    const { leaseInfo } = anInstance();
    const lastRenewalTimestamp = clock() - agoMs + 90_000;
    return { ...leaseInfo, registrationTimestamp: clock() - 300_000, lastRenewalTimestamp };
  };

  it('has the rest of its lease here, not a new one', () => {
    merge.mergeListed(payment(100, { leaseInfo: renewed(60_000) }), {
      contentAgeMs: 300_000,
      aliveAgeMs: 60_000,
    });
    expect(known().listed).toMatchObject({ contentAgeMs: 300_000, aliveAgeMs: 60_000 });
    clock.advance(120_000);
    expect(registry.reads.isAlive(app, id)).toBe(true);
    clock.advance(1);
    expect(registry.reads.isAlive(app, id)).toBe(false);
  });

  it('that was never renewed there has no doubled lease here either', () => {
    merge.mergeListed(payment(100), { contentAgeMs: 60_000, aliveAgeMs: 60_000 });
    clock.advance(30_001);
    expect(registry.reads.isAlive(app, id)).toBe(false);
  });

  it('keeps the longer lease that it has here', () => {
    registry.register(payment(100), 'client');
    registry.heartbeat(app, id, { from: 'client' });
    const { lastRenewalTimestamp } = listed()?.leaseInfo ?? {};
    merge.mergeListed(payment(200), { contentAgeMs: 80_000, aliveAgeMs: 80_000 });
    expect(listed()?.leaseInfo.lastRenewalTimestamp).toBe(lastRenewalTimestamp);
    expect(known().listed?.aliveAgeMs).toBe(0);
  });

  it('replaces ours of the same version, though ours seems younger within a tie', () => {
    registry.register(payment(100, { hostName: 'ours' }), 'client');
    merge.mergeListed(payment(100, { hostName: 'theirs' }), { contentAgeMs: 400, aliveAgeMs: 400 });
    expect(listed()?.hostName).toBe('theirs');
  });

  const row = (given: Partial<ListedRow>): ListedRow => ({
    id,
    fingerprint: '',
    lastDirtyTimestamp: 100,
    status: 'DOWN',
    overriddenStatus: 'DOWN',
    contentAgeMs: 0,
    statusAgeMs: 2_000,
    aliveAgeMs: 0,
    ...given,
  });

  it('passes on its status and override, and their ages', () => {
    registry.register(payment(100), 'client');
    merge.mergeStatus(app, row({ overrideAgeMs: 7_000 }));
    expect(shown()).toEqual(['DOWN', 'DOWN']);
    expect(known().listed).toMatchObject({ statusAgeMs: 2_000, overrideAgeMs: 7_000 });
    merge.mergeStatus(app, row({ status: 'UP', overriddenStatus: 'UNKNOWN', overrideAgeMs: 1_000 }));
    expect(shown()).toEqual(['UP', 'UNKNOWN']);
    expect(known().listed).toMatchObject({ overrideAgeMs: 1_000 });
  });

  it('passes on no status if it is unknown here', () => {
    merge.mergeStatus(app, row({}));
    expect([registry.reads.size, registry.reads.overrides().size]).toEqual([0, 0]);
  });
});

describe('a whole copy of a peer', () => {
  it('brings unknown instances and newer versions; a lease without times starts here', () => {
    expect(merge.copyFromPeer(payment(100))).toBe(true);
    expect(listed()?.leaseInfo.registrationTimestamp).toBe(clock());
    expect(merge.copyFromPeer(payment(200))).toBe(true);
    expect(merge.copyFromPeer(payment(200, { hostName: 'other' }))).toBe(false);
    expect(merge.copyFromPeer(payment(100))).toBe(false);
    expect(listed()).toMatchObject({ lastDirtyTimestamp: 200, hostName: 'localhost' });
  });

  it('has the time it states, on our clock, but never a future one', () => {
    merge.copyFromPeer(payment(100, { lastUpdatedTimestamp: clock() - 70_000 }), 10_000);
    expect(known().listed).toMatchObject({ contentAgeMs: 60_000, statusAgeMs: 60_000 });
    merge.copyFromPeer(payment(200, { lastUpdatedTimestamp: clock() + 70_000 }));
    expect(known().listed).toMatchObject({ contentAgeMs: 0, statusAgeMs: 0 });
  });

  it.each([
    ['registered there', { registrationTimestamp: -70_000, lastRenewalTimestamp: -70_000 }],
    ['was renewed there', { registrationTimestamp: -300_000, lastRenewalTimestamp: -70_000 + 90_000 }],
  ])('is no sign of life: that was when it %s', (_when, ago) => {
    const leaseInfo = {
      ...anInstance().leaseInfo,
      registrationTimestamp: clock() + ago.registrationTimestamp,
      lastRenewalTimestamp: clock() + ago.lastRenewalTimestamp,
    };
    merge.copyFromPeer(payment(100, { leaseInfo }), 10_000);
    expect(known().listed?.aliveAgeMs).toBe(60_000);
    // The lease is a new one, as the times in a cached response may be old.
    expect(listed()?.leaseInfo.registrationTimestamp).toBe(leaseInfo.registrationTimestamp + 10_000);
    expect(listed()?.leaseInfo.lastRenewalTimestamp).toBe(clock());
  });

  it('does not bring back an instance that cancelled here, unless as a newer version', () => {
    registry.register(payment(100), 'client');
    registry.cancel(app, id);
    expect(merge.copyFromPeer(payment(100))).toBe(false);
    expect(merge.copyFromPeer(payment(200))).toBe(true);
  });
});

it('a comparison does not take back an override that a heartbeat put in force', () => {
  registry.register(payment(100), 'client');
  const peer = new Registry(defaultRegistryOptions, clock, () => 0);
  new ReplicaMerge(peer).register(payment(100), clock());
  const rowAt = ({ state }: Registry) => {
    const row = new Inventory(state).known(app, id).listed;
    if (!row) throw new Error('not listed');
    return row;
  };
  clock.advance(20);
  registry.storeOverride(app, id, 'OUT_OF_SERVICE');
  new ReplicaMerge(peer).mergeStatus(app, rowAt(registry));
  registry.heartbeat(app, id, { from: 'client' });
  expect(shown()).toEqual(['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
  expect(repairOfListed(rowAt(peer), { listed: rowAt(registry) })).toBe('none');
  expect(repairOfListed(rowAt(registry), { listed: rowAt(peer) })).toBe('take-status');
});
