import type { Position } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { Events } from '../../src/events/client-events.js';
import { RecordingLogger } from '../builders/recording-logger.js';

const at = (number: number, node = 'a'): Position => ({ node, number });

describe('the position of the cache', () => {
  let cache: RegistryCache;
  let told: string[];
  let sent: number;
  const clock = manualClock();
  beforeEach(() => {
    told = [];
    sent = 0;
    const log = new RecordingLogger();
    const events = new Events(log);
    cache = new RegistryCache({ onlyUp: true, staleAfterMs: 90_000 }, clock, log, events);
    events.on('fetched', ({ from, kind }) => told.push(`${kind} of ${from}: has ${cached()}`));
  });
  /** Number of the response that the cache has. */
  const cached = () => cache.view.instances('cloud-payment-service')[0]?.metadata['sent'];
  const response = (position?: Position, hashCode = 'UP_1_') => {
    const instance = anInstance({ metadata: { sent: String((sent += 1)) }, lastDirtyTimestamp: sent });
    const applications = [{ name: instance.app, instances: [instance] }];
    return { version: '1', hashCode, applications, ...(position && { position }) };
  };
  const whole = (position?: Position) => cache.replace(response(position), 'r');
  const changes = (position?: Position) => cache.applyDelta(response(position), 'r');

  it('follows newer data', () => {
    whole(at(1));
    expect(changes(at(2))).toBe(true);
    expect(told).toEqual(['whole of r: has 1', 'changes of r: has 2']);
    expect(cache.position).toEqual(at(2));
  });

  it('drops a response that was overtaken by newer data, and still confirms the cache', () => {
    whole(at(5));
    expect(changes(at(4))).toBe(true);
    expect(changes(at(5))).toBe(true);
    whole(at(3));
    expect(told).toEqual([
      'whole of r: has 1',
      'changes of r: has 1',
      'changes of r: has 1',
      'whole of r: has 1',
    ]);
    expect(cache.position).toEqual(at(5));
  });

  it('rejects a delta of another process, and one without a position: only the whole counts', () => {
    whole(at(5));
    expect(changes(at(6, 'b'))).toBe(false);
    expect(changes()).toBe(false);
    expect(cache.position).toEqual(at(5));
    whole(at(1, 'b'));
    expect(changes(at(2))).toBe(false);
    whole();
    expect(changes(at(2))).toBe(false);
    expect(told).toEqual(['whole of r: has 1', 'whole of r: has 4', 'whole of r: has 6']);
    expect(cache.position).toBeUndefined();
  });

  it('accepts deltas without a position from the registry of the whole alone', () => {
    whole();
    expect(cache.applyDelta(response(), 'r')).toBe(true);
    expect(cache.applyDelta(response(), 'another')).toBe(false);
    expect(cached()).toBe('2');
  });

  it('rejects a fetched delta that may not reach back to the cache', () => {
    whole(at(1));
    clock.advance(119_999);
    expect(changes(at(2))).toBe(true);
    clock.advance(120_000);
    expect(changes(at(3))).toBe(false);
  });

  it.each([4, 5, 6])(
    'gives way to the whole at %d that no change overtook, as it was never true',
    (number) => {
      whole(at(999));
      cache.replace(response(at(number)), 'r', { began: cache.revision });
      expect([cached(), cache.position]).toEqual(['2', at(number)]);
    },
  );

  it('gives way to no delta at a smaller number, and asks for the whole', () => {
    whole(at(999));
    expect(cache.applyDelta(response(at(5)), 'r', { isLatest: true })).toBe(false);
    expect(cache.applyDelta(response(at(999)), 'r', { isLatest: true })).toBe(true);
    expect(cached()).toBe('3');
  });

  it('accepts only the whole once it is forgotten', () => {
    whole(at(5));
    cache.forgetPosition();
    expect(cache.applyDelta(response(at(6)), 'r', { after: at(5) })).toBe(false);
    expect(changes()).toBe(false);
    whole(at(4));
    expect(cache.position).toEqual(at(4));
  });

  it('is retained when a delta does not match', () => {
    whole(at(1));
    expect(cache.applyDelta(response(at(2), 'DOWN_1_'), 'r')).toBe(false);
    expect(cached()).toBe('1');
    expect(cache.position).toEqual(at(1));
  });

  it('is not moved by confirmations and the end of an attempt', () => {
    whole(at(1));
    cache.confirm('r');
    cache.endAttempt();
    cache.endAttempt(new Error('no'));
    expect(told).toEqual(['whole of r: has 1']);
    expect(cache.lastError).toEqual(new Error('no'));
    expect(cache.position).toEqual(at(1));
  });
});
