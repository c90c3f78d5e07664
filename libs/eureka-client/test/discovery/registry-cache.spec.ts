import { appsHashCode, type InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { type ClientEvents, Events } from '../../src/events/client-events.js';
import { wholeRegistry } from '../../src/core/registry-snapshot.js';
import { LocalCopy } from '../../src/discovery/registry-cache.js';
import { LogBook } from '../builders/log-book.js';

const one = anInstance({ port: 8001 });
const two = anInstance({ port: 8002 });
const from = 'http://a/eureka/';
const applications = (instances: readonly InstanceInfo[], all = instances, version = '1') => ({
  version,
  hashCode: appsHashCode(all),
  applications: [{ name: one.app, instances }],
});

describe('the local copy', () => {
  const clock = manualClock();
  let log: LogBook;
  let copy: LocalCopy;
  let told: string[];

  beforeEach(() => {
    log = new LogBook();
    const events = new Events(log);
    told = [];
    const names: (keyof ClientEvents)[] = [
      'added',
      'removed',
      'status',
      'changed',
      'fetched',
      'stale',
      'fresh',
    ];
    for (const name of names) events.on(name, () => told.push(name));
    copy = new LocalCopy({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, events);
  });
  const ids = () => copy.view.instances('cloud-payment-service').map(({ instanceId }) => instanceId);

  it('tells each instance that came, changed or went', () => {
    copy.whole(applications([one]), from);
    copy.changes(applications([two], [one, two]), from);
    copy.changes(applications([{ ...two, status: 'DOWN' }], [one, { ...two, status: 'DOWN' }]), from);
    copy.changes(applications([{ ...one, actionType: 'DELETED' }], [{ ...two, status: 'DOWN' }]), from);
    expect(told.filter((name) => name !== 'fetched')).toEqual(['added', 'added', 'status', 'removed']);
    expect(ids()).toEqual([]);
  });

  it('leaves changes that do not lead to what the registry has', () => {
    copy.whole(applications([one]), from);
    expect(copy.changes(applications([two], []), from)).toBe(false);
    expect(ids()).toEqual(['payment8001']);
  });

  it('has no copy to apply changes to at first, nor after a registry without a version', () => {
    expect(copy.hasCopy).toBe(false);
    copy.whole(applications([one], [one], '-1'), from);
    expect(copy.hasCopy).toBe(false);
    copy.whole(applications([one]), from);
    expect(copy.hasCopy).toBe(true);
  });

  it('is as old as the last answer that confirmed it', () => {
    expect(copy.ageMs).toBeUndefined();
    copy.whole(applications([one]), from);
    clock.advance(7000);
    expect(copy.ageMs).toBe(7000);
    copy.changes(applications([], [one]), from);
    expect(copy.ageMs).toBe(0);
    clock.advance(7000);
    copy.ended();
    expect(copy.ageMs).toBe(7000);
    copy.confirmed(from);
    expect(copy.ageMs).toBe(0);
    expect(told.filter((name) => name === 'fetched')).toHaveLength(2);
  });

  it('is not old any more as soon as it is confirmed, and cannot be where there is none', () => {
    copy.confirmed(from);
    expect(copy.ageMs).toBeUndefined();
    copy.whole(applications([one]), from);
    clock.advance(90_000);
    copy.ended(new Error('no registry'));
    copy.confirmed(from, 'changes');
    expect(told).toEqual(['added', 'fetched', 'stale', 'fetched', 'fresh']);
  });

  it('tells once that it is old, and once that it is not any more', () => {
    copy.ended(new Error('no registry'));
    copy.whole(applications([one]), from);
    clock.advance(89_999);
    copy.ended(new Error('no registry'));
    clock.advance(1);
    copy.ended(new Error('no registry'));
    copy.ended(new Error('no registry'));
    copy.whole(applications([one]), from);
    copy.whole(applications([one]), from);
    expect(told.filter((name) => name === 'stale' || name === 'fresh')).toEqual(['stale', 'fresh']);
    expect(log.shown).toEqual([
      'warn the copy of the registry is 90 s old: it is used all the same',
      `log the copy of the registry is up to date again, from ${from}`,
    ]);
  });

  it('may come from before this process, until a registry answers', () => {
    copy.restore(wholeRegistry(applications([one])), clock() - 100_000);
    expect([ids(), copy.ageMs, copy.hasCopy]).toEqual([['payment8001'], 100_000, false]);
    copy.whole(applications([two]), from);
    copy.restore(wholeRegistry(applications([one])), clock() - 100_000);
    expect([ids(), copy.ageMs]).toEqual([['payment8002'], 0]);
    expect(told).toEqual(['added', 'stale', 'added', 'removed', 'fetched', 'fresh']);
  });

  it('does not mind a listener that throws', () => {
    const events = new Events(log);
    const heard: string[] = [];
    events.on('fetched', () => {
      throw new Error('oops');
    });
    const stop = events.on('fetched', ({ kind }) => heard.push(kind));
    const other = new LocalCopy({ onlyUp: true, staleAfterMs: 1 }, clock, log, events);
    other.whole(applications([one]), from);
    stop();
    other.whole(applications([one]), from);
    expect(heard).toEqual(['whole']);
    expect(log.shown[0]).toMatch(/^error a listener of "fetched" failed: Error: oops/);
  });
});
