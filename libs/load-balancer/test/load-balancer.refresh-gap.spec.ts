import { manualClock } from '@eureka-nest/runtime/testing';
import { LoadBalancer } from './builders/balancer-in-order.js';
import type { Candidate } from '../src/core/instance-source.js';

describe('a source that is asked because a service has no instance', () => {
  const clock = manualClock();
  let ends: (() => void)[];
  let known: readonly Candidate[];
  let balancer: LoadBalancer;
  const candidate = { instanceId: 'a', host: '127.0.0.1', port: 1 };
  const pick = (signal?: AbortSignal) =>
    balancer.pick('payment', signal && { signal }).then(
      () => 'picked',
      () => 'failed',
    );
  const turn = () => new Promise((done) => setImmediate(done));
  const call = (timeoutMs = 40) =>
    balancer
      .run('payment', { idempotent: true, timeoutMs }, () => Promise.resolve('called'))
      .then(
        (value) => value,
        () => 'failed',
      );

  beforeEach(() => {
    [ends, known] = [[], []];
    balancer = new LoadBalancer({
      source: {
        instances: () => known,
        services: () => [],
        refresh: () => new Promise<void>((done) => ends.push(done)),
      },
      clock,
    });
  });

  it('is asked at most five times a second, however many calls miss', async () => {
    const first = [call(30_000), call(30_000), call(30_000)];
    await turn();
    ends[0]!();
    expect([await Promise.all(first), ends.length]).toEqual([['failed', 'failed', 'failed'], 1]);
    const startedAt = performance.now();
    for (let later = 0; later < 3; later++) expect(await call()).toBe('failed');
    // The gap itself is real time, which passes on a busy machine.
    const gaps = Math.floor((performance.now() - startedAt) / 200);
    expect(ends.length).toBeLessThanOrEqual(1 + gaps);
    ends.forEach((end) => end());
    const before = ends.length;
    clock.advance(200);
    const last = pick();
    while (ends.length === before) await turn();
    ends.forEach((end) => end());
    expect([await last, ends.length]).toEqual(['failed', before + 1]);
  });

  it('is asked again for a call that comes while it is asked: its list may lack what is new', async () => {
    const first = pick();
    await turn();
    const second = pick();
    ends[0]!();
    expect(await first).toBe('failed');
    known = [candidate];
    clock.advance(200);
    while (ends.length < 2) await turn();
    ends[1]!();
    expect(await second).toBe('picked');
  });

  it('goes on after a failure', async () => {
    const failing = new LoadBalancer({
      source: { instances: () => known, services: () => [], refresh: () => Promise.reject(new Error('x')) },
      clock,
    });
    for (let turns = 0; turns < 3; turns++) {
      await expect(failing.pick('payment')).rejects.toMatchObject({ cause: { message: 'x' } });
      clock.advance(200);
    }
  });

  it('is not waited for if it cannot be asked', async () => {
    const fixed = new LoadBalancer({ source: { instances: () => [], services: () => [] }, clock });
    const steps: string[] = [];
    const timer = setImmediate(() => steps.push('timers'));
    for (let turns = 0; turns < 3; turns++) await fixed.pick('payment').catch(() => steps.push('failed'));
    clearImmediate(timer);
    expect(steps).toEqual(['failed', 'failed', 'failed']);
  });
});
