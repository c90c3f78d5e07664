import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import {
  isStatusStuck,
  needsStartingFirst,
  nextAction,
  type RegistrationEvent,
  type RegistrationState,
  transition,
  unregistered,
} from './registration-state.js';

const payment = anInstance({ lastDirtyTimestamp: 1 });
const sent: RegistrationEvent = { type: 'registration sent' };
const registered: RegistrationEvent = { type: 'registered', version: 1, status: 'UP' };
const unknown: RegistrationEvent = { type: 'unknown to registry', now: 1 };
const down: RegistrationEvent = { type: 'edited', edit: { status: 'DOWN' }, now: 1 };
const listedAs = (given: Partial<InstanceInfo>): RegistrationEvent => ({
  type: 'listed',
  listed: { ...payment, ...given },
  now: 1,
});
const after = (...events: RegistrationEvent[]): RegistrationState =>
  events.reduce(transition, unregistered(payment));

describe('the state of a registration', () => {
  it.each<[string, RegistrationEvent[], Partial<RegistrationState>, 'register' | 'renew' | 'none']>([
    ['starts as unregistered', [], { phase: 'unregistered', mayBeListed: false }, 'register'],
    [
      'may be listed from the moment a registration is sent',
      [sent],
      { phase: 'unregistered', mayBeListed: true, isRegistering: true },
      'register',
    ],
    [
      'is registered once a registry accepted it',
      [registered],
      { phase: 'registered', accepted: { version: 1, status: 'UP' } },
      'renew',
    ],
    [
      'stays registered with each heartbeat',
      [registered, { type: 'renewed' }],
      { phase: 'registered' },
      'renew',
    ],
    [
      'is unregistered after a 404, and gets a newer version',
      [registered, unknown],
      { phase: 'unregistered', accepted: undefined, instance: { ...payment, lastDirtyTimestamp: 2 } },
      'register',
    ],
    ['is lost without a registry', [registered, { type: 'no registry' }], { phase: 'lost' }, 'renew'],
    [
      'stays lost while the next registry does not know it and none accepts it',
      [registered, { type: 'no registry' }, unknown, { type: 'no registry' }],
      { phase: 'lost' },
      'register',
    ],
    [
      'is unregistered, not lost, before its first registration',
      [{ type: 'no registry' }],
      { phase: 'unregistered' },
      'register',
    ],
    [
      'is registered again after a heartbeat',
      [registered, { type: 'no registry' }, { type: 'renewed' }],
      { phase: 'registered' },
      'renew',
    ],
    [
      'stays leaving whatever late response arrives',
      [registered, { type: 'leave' }, unknown, registered, { type: 'renewed' }],
      { phase: 'leaving' },
      'none',
    ],
    [
      'notices the end of a registration also while leaving',
      [sent, { type: 'leave' }, { type: 'registration ended' }],
      { phase: 'leaving', isRegistering: false },
      'none',
    ],
    ['is left for good', [{ type: 'leave' }, { type: 'gone' }, registered], { phase: 'left' }, 'none'],
    [
      'calls for a registration after an edit',
      [registered, down],
      { phase: 'registered', instance: { ...payment, status: 'DOWN', lastDirtyTimestamp: 2 } },
      'register',
    ],
    [
      'needs none after an edit that changes nothing',
      [registered, { type: 'edited', edit: { status: 'UP' }, now: 1 }],
      { instance: payment },
      'renew',
    ],
  ])('%s', (_, events, expected, next) => {
    expect(after(...events)).toMatchObject(expected);
    expect(nextAction(after(...events))).toBe(next);
  });

  it('replaces the status of a predecessor by a registration, once', () => {
    const stuck = listedAs({ status: 'OUT_OF_SERVICE' });
    expect(after(registered, stuck)).toMatchObject({ listedAs: 'OUT_OF_SERVICE', stuckAs: 'OUT_OF_SERVICE' });
    expect(nextAction(after(registered, stuck))).toBe('register');
    const again: RegistrationEvent = { type: 'registered', version: 2, status: 'UP' };
    const stillStuck = listedAs({ status: 'OUT_OF_SERVICE', lastDirtyTimestamp: 2 });
    expect(nextAction(after(registered, stuck, again, stillStuck))).toBe('renew');
    const solved = listedAs({ lastDirtyTimestamp: 2 });
    expect(nextAction(after(registered, stuck, again, solved, stillStuck))).toBe('register');
  });

  it.each([
    ['UP', 'OUT_OF_SERVICE', true],
    ['OUT_OF_SERVICE', 'UP', true],
    ['UP', 'DOWN', false],
    ['DOWN', 'UP', false],
    ['DOWN', 'OUT_OF_SERVICE', false],
    ['UP', 'UP', false],
    [undefined, 'OUT_OF_SERVICE', false],
  ] as const)('QUIRK(LeaseExistsRule): from %s to %s needs STARTING first: %s', (current, wanted, expected) =>
    expect(needsStartingFirst(current, wanted)).toBe(expected),
  );

  it.each<[string, Partial<InstanceInfo>, boolean]>([
    ['is out of service there without an override', { status: 'OUT_OF_SERVICE' }, true],
    ['was overridden there', { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' }, false],
    [
      'is listed in a version that is not the last',
      { status: 'OUT_OF_SERVICE', lastDirtyTimestamp: 0 },
      false,
    ],
    ['is listed as it registered', {}, false],
  ])('finds a status stuck only if the instance %s', (_, listed, expected) => {
    const instance = anInstance({ lastDirtyTimestamp: 1, ...listed });
    expect(isStatusStuck(instance, { version: 1, status: 'UP' })).toBe(expected);
  });
});
