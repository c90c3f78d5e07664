import { appsHashCode, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { type ClientEvents, Events } from '../../src/events/client-events.js';
import { snapshotOf } from '../../src/core/registry-snapshot.js';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { RecordingLogger } from '../builders/recording-logger.js';

const one = anInstance({ port: 8001 });
const two = anInstance({ port: 8002 });
const from = 'http://a/eureka/';
const applications = (instances: readonly InstanceInfo[], all = instances, version = '1') => ({
  version,
  hashCode: appsHashCode(all),
  applications: [{ name: one.app, instances }],
});

describe('the registry cache', () => {
  const clock = manualClock();
  let log: RecordingLogger;
  let cache: RegistryCache;
  let emitted: string[];

  beforeEach(() => {
    log = new RecordingLogger();
    const events = new Events(log);
    emitted = [];
    const names: (keyof ClientEvents)[] = [
      'added',
      'removed',
      'status',
      'changed',
      'fetched',
      'stale',
      'fresh',
    ];
    for (const name of names) events.on(name, () => emitted.push(name));
    cache = new RegistryCache({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, events);
  });
  const ids = () => cache.view.instances('cloud-payment-service').map(({ instanceId }) => instanceId);

  it('emits an event for each instance that was added, changed or removed', () => {
    cache.replace(applications([one]), from);
    cache.applyDelta(applications([two], [one, two]), from);
    cache.applyDelta(applications([{ ...two, status: 'DOWN' }], [one, { ...two, status: 'DOWN' }]), from);
    cache.applyDelta(applications([{ ...one, actionType: 'DELETED' }], [{ ...two, status: 'DOWN' }]), from);
    expect(emitted.filter((name) => name !== 'fetched')).toEqual(['added', 'added', 'status', 'removed']);
    expect(ids()).toEqual([]);
  });

  it.each<[string, (order: InstanceInfo) => void]>([
    ['delta', (order) => cache.applyDelta(applications([order], [one, two, order]), from)],
    [
      'full fetch',
      (order) => cache.replace(applications([one, two, order].map((each) => ({ ...each }))), from),
    ],
  ])('has the very same list of each service that a %s leaves as it is', (_, bring) => {
    const order = anInstance({ app: 'CLOUD-ORDER-SERVICE', instanceId: 'order80', vipAddress: 'orders' });
    cache.replace(applications([one, two, order]), from);
    const names = ['cloud-payment-service', 'orders'];
    const before = names.map((name) => cache.view.instances(name));
    bring({ ...order, metadata: { zone: 'z2' } });
    const after = names.map((name) => cache.view.instances(name));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[1]).toMatchObject([{ metadata: { zone: 'z2' } }]);
  });

  it('rejects a delta that does not match', () => {
    cache.replace(applications([one]), from);
    expect(cache.applyDelta(applications([two], []), from)).toBe(false);
    expect(ids()).toEqual(['payment8001']);
  });

  it('has no snapshot for a delta at first, nor after a registry without a version', () => {
    expect(cache.hasSnapshot).toBe(false);
    cache.replace(applications([one], [one], '-1'), from);
    expect(cache.hasSnapshot).toBe(false);
    cache.replace(applications([one]), from);
    expect(cache.hasSnapshot).toBe(true);
  });

  it('is as old as the last response that confirmed it', () => {
    expect(cache.ageMs).toBeUndefined();
    cache.replace(applications([one]), from);
    clock.advance(7000);
    expect(cache.ageMs).toBe(7000);
    cache.applyDelta(applications([], [one]), from);
    expect(cache.ageMs).toBe(0);
    clock.advance(7000);
    cache.endAttempt();
    expect(cache.ageMs).toBe(7000);
    cache.confirm(from);
    expect(cache.ageMs).toBe(0);
    expect(emitted.filter((name) => name === 'fetched')).toHaveLength(2);
  });

  it('is fresh again once it is confirmed, which needs a first fetch', () => {
    cache.confirm(from);
    expect(cache.ageMs).toBeUndefined();
    cache.replace(applications([one]), from);
    clock.advance(90_000);
    cache.endAttempt(new Error('no registry'));
    cache.confirm(from, 'changes');
    expect(emitted).toEqual(['added', 'fetched', 'stale', 'fetched', 'fresh']);
  });

  it('reports once that it is stale, and once that it is fresh again', () => {
    cache.endAttempt(new Error('no registry'));
    cache.replace(applications([one]), from);
    clock.advance(89_999);
    cache.endAttempt(new Error('no registry'));
    clock.advance(1);
    cache.endAttempt(new Error('no registry'));
    cache.endAttempt(new Error('no registry'));
    cache.replace(applications([one]), from);
    cache.replace(applications([one]), from);
    expect(emitted.filter((name) => name === 'stale' || name === 'fresh')).toEqual(['stale', 'fresh']);
    expect(log.shown).toEqual([
      'warn cached registry is 90 s old: still using it',
      `log cached registry is up to date again, from ${from}`,
    ]);
  });

  it('may come from a backup, until a registry responds', () => {
    cache.restore(snapshotOf(applications([one])), clock() - 100_000);
    expect([ids(), cache.ageMs, cache.hasSnapshot]).toEqual([['payment8001'], 100_000, false]);
    cache.replace(applications([two]), from);
    cache.restore(snapshotOf(applications([one])), clock() - 100_000);
    expect([ids(), cache.ageMs]).toEqual([['payment8002'], 0]);
    expect(emitted).toEqual(['added', 'stale', 'added', 'removed', 'fetched', 'fresh']);
  });

  it('survives a listener that throws', () => {
    const events = new Events(log);
    const heard: string[] = [];
    events.on('fetched', () => {
      throw new Error('oops');
    });
    const stop = events.on('fetched', ({ kind }) => heard.push(kind));
    const other = new RegistryCache({ onlyUp: true, staleAfterMs: 1 }, clock, log, events);
    other.replace(applications([one]), from);
    stop();
    other.replace(applications([one]), from);
    expect(heard).toEqual(['whole']);
    expect(log.shown[0]).toMatch(/^error listener of "fetched" failed: Error: oops/);
  });
});
