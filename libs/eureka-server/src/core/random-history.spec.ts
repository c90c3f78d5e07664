import {
  appsHashCode,
  idOf,
  instanceStatuses,
  type Applications,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import type { Origin } from './heartbeat.js';
import { defaultRegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

/** Mulberry32: a small generator that gives the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const keyOf = (instance: InstanceInfo) => `${instance.app}/${idOf(instance)}`;
const instancesIn = ({ applications }: Applications) => applications.flatMap(({ instances }) => instances);
const namesOf = (keys: Iterable<string>) => [...keys].sort().join();
const statusesOf = (instances: Iterable<InstanceInfo>) =>
  namesOf([...instances].map((instance) => `${keyOf(instance)} ${instance.status}`));

/** As expect(...).toBe, without its cost: it is asked some hundred thousand times. */
function agree<T extends string | number | boolean>(what: string, actual: T, wanted: T): void {
  if (actual !== wanted) throw new Error(`${what}: ${actual} instead of ${wanted}`);
}

/** The naive model: who is present, and when each lease is over. */
interface Present {
  readonly durationMs: number;
  readonly overAt: number;
}

/**
 * Lives through thousands of random moments and looks after each whether registry, model and a client's
 * merged copy agree.
 */
function live(
  seed: number,
  moments: number,
  enableSelfPreservation: boolean,
): { evicted: number; hidden: number } {
  const random = seeded(seed);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const clock = manualClock();
  const registry = new Registry({ ...defaultRegistryOptions, enableSelfPreservation }, clock, random);
  registry.openForTraffic(0);

  const present = new Map<string, Present>();
  let expectedClients = 1;
  const client = new Map<string, InstanceInfo>();
  let seenAt = clock();
  let evicted = 0;
  let hidden = 0;

  const leave = (key: string) => {
    if (!present.delete(key)) throw new Error(`${key} left and was not there`);
    expectedClients = Math.max(0, expectedClients - 1);
  };

  for (let moment = 0; moment < moments; moment++) {
    const app = pick('SHOP', 'BILLING', '__proto__');
    const id = pick('one', 'two', 'three', 'constructor', '__proto__', 'toString');
    const key = `${app.toUpperCase()}/${id}`;
    const from = pick<Origin>('client', 'peer');
    const stamp = { from, lastDirtyTimestamp: pick(undefined, 1, 2, 3) };
    const now = clock();
    const before = present.get(key);
    const isOver = before !== undefined && now > before.overAt;
    const isHidden = isOver && registry.selfPreservation.allowsEviction();
    const mayBeRenewed = before !== undefined && !isHidden;
    const renewed = before && { ...before, overAt: now + 2 * before.durationMs };
    if (isHidden) hidden += 1;
    agree('found', registry.find(app, id) !== undefined, mayBeRenewed);

    switch (
      pick(
        'register',
        'register',
        'heartbeat',
        'heartbeat',
        'cancel',
        'operator',
        'metadata',
        'time',
        'time',
        'sweep',
      )
    ) {
      case 'register': {
        const leaseSecs = pick(2, 30, 90);
        registry.register(
          anInstance({
            app,
            instanceId: id,
            leaseSecs,
            status: pick(...instanceStatuses),
            overriddenStatus: pick('UNKNOWN', 'UNKNOWN', 'DOWN', 'OUT_OF_SERVICE'),
            lastDirtyTimestamp: pick(1, 2, 3),
          }),
          from,
        );
        if (!before && expectedClients > 0) expectedClients += 1;
        present.set(key, { durationMs: leaseSecs * 1000, overAt: now + leaseSecs * 1000 });
        break;
      }
      case 'heartbeat': {
        const result = registry.heartbeat(app, id, {
          ...stamp,
          overriddenStatus: pick(undefined, 'DOWN', 'UP'),
        });
        if (!before) agree('heartbeat of nobody', result.verdict, 'register-again');
        if (result.renewed && renewed) present.set(key, renewed);
        break;
      }
      case 'cancel':
        agree('cancelled', registry.cancel(app, id) !== undefined, before !== undefined);
        if (before) leave(key);
        break;
      case 'operator': {
        const change =
          random() < 0.5 ? registry.setStatus.bind(registry) : registry.removeOverride.bind(registry);
        const changed = change(app, id, pick(...instanceStatuses), stamp);
        agree('changed', changed !== undefined, mayBeRenewed);
        if (mayBeRenewed && renewed) present.set(key, renewed);
        break;
      }
      case 'metadata': {
        const listed = registry.putMetadata(app, id, [[pick('zone', '__proto__'), 'z']]);
        agree('changed', listed !== undefined, mayBeRenewed);
        // It registers again what is listed, with the duration that is written there.
        if (listed) {
          const durationMs = listed.leaseInfo.durationInSecs * 1000;
          present.set(key, { durationMs, overAt: now + durationMs });
        }
        break;
      }
      case 'time':
        clock.advance(Math.floor(random() * 20_000));
        if (random() < 0.2) registry.closeMinute();
        if (random() < 0.2) registry.sweepChanges();
        break;
      case 'sweep': {
        const lateMs = pick(0, 0, 5000);
        const over = [...present].filter(([, { overAt }]) => now > overAt + lateMs).map(([name]) => name);
        const limit = present.size - Math.floor(present.size * 0.85);
        const allowed = registry.selfPreservation.allowsEviction();
        const gone = registry.evict(lateMs).map(keyOf);
        agree('evicted', gone.length, allowed ? Math.min(over.length, limit) : 0);
        agree(
          'evicted ones were over',
          gone.every((name) => over.includes(name)),
          true,
        );
        gone.forEach(leave);
        evicted += gone.length;
        break;
      }
    }

    const whole = registry.applications();
    const listed = instancesIn(whole);
    agree('listed', namesOf(listed.map(keyOf)), namesOf(present.keys()));
    agree('hash', whole.hashCode, appsHashCode(listed));
    agree('size', registry.size, present.size);
    agree('expected clients', registry.selfPreservation.expectedClients, expectedClients);

    // A client that looks often enough needs nothing but deltas.
    if (random() < 0.1 || clock() - seenAt > 150_000) {
      const delta = registry.delta();
      for (const instance of instancesIn(delta)) {
        if (instance.actionType === 'DELETED') client.delete(keyOf(instance));
        else client.set(keyOf(instance), instance);
      }
      agree('merged', statusesOf(client.values()), statusesOf(listed));
      agree('hash after merging', appsHashCode(client.values()), delta.hashCode);
      seenAt = clock();
    }
  }
  return { evicted, hidden };
}

describe('whatever happens, registry, naive model and a client that merges deltas agree', () => {
  it.each([1, 2, 3, 4])('without self-preservation, seed %d', (seed) => {
    const { evicted, hidden } = live(seed, 5000, false);
    // A history in which nothing was evicted or hidden would prove little.
    expect(evicted).toBeGreaterThan(10);
    expect(hidden).toBeGreaterThan(10);
  });

  it.each([5, 6])('with self-preservation, seed %d', (seed) => {
    expect(() => live(seed, 5000, true)).not.toThrow();
  });
});
