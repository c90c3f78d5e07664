import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import {
  after,
  isStuck,
  type Membership,
  type MembershipEvent,
  needsSteppingStone,
  nextCall,
  outside,
} from './registration-state.js';

const registered: MembershipEvent = { type: 'registered', version: 1, status: 'UP' };
const story = (...events: MembershipEvent[]): Membership => events.reduce(after, outside);

describe('the standing of a process with its registries', () => {
  it.each<[string, MembershipEvent[], Partial<Membership>, 'register' | 'renew' | 'none']>([
    ['begins outside', [], { phase: 'outside', mayBeKnown: false }, 'register'],
    [
      'may be known to a registry from when a registration was sent',
      [{ type: 'registration sent' }],
      { phase: 'outside', mayBeKnown: true },
      'register',
    ],
    [
      'is inside once registered',
      [registered],
      { phase: 'inside', told: { version: 1, status: 'UP' } },
      'renew',
    ],
    ['stays inside with each heartbeat', [registered, { type: 'renewed' }], { phase: 'inside' }, 'renew'],
    [
      'is outside again when a registry has forgotten it',
      [registered, { type: 'forgotten' }],
      { phase: 'outside', told: undefined },
      'register',
    ],
    ['is lost without a registry', [registered, { type: 'no registry' }], { phase: 'lost' }, 'renew'],
    [
      'stays lost while the next registry does not know it and none takes it',
      [registered, { type: 'no registry' }, { type: 'forgotten' }, { type: 'no registry' }],
      { phase: 'lost' },
      'register',
    ],
    [
      'is only outside, not lost, before its first registration',
      [{ type: 'no registry' }],
      { phase: 'outside' },
      'register',
    ],
    [
      'is inside again after a heartbeat',
      [registered, { type: 'no registry' }, { type: 'renewed' }],
      { phase: 'inside' },
      'renew',
    ],
    [
      'once leaving, no late answer brings it back',
      [registered, { type: 'leave' }, { type: 'forgotten' }, registered, { type: 'renewed' }],
      { phase: 'leaving' },
      'none',
    ],
    ['has left for good', [{ type: 'leave' }, { type: 'gone' }, registered], { phase: 'left' }, 'none'],
  ])('%s', (_, events, expected, next) => {
    expect(story(...events)).toMatchObject(expected);
    expect(nextCall(story(...events), 1)).toBe(next);
  });

  it('asks for a registration whenever there is something that was not told', () => {
    expect(nextCall(story(registered), 2)).toBe('register');
  });

  it.each([
    ['UP', 'OUT_OF_SERVICE', true],
    ['OUT_OF_SERVICE', 'UP', true],
    ['UP', 'DOWN', false],
    ['DOWN', 'UP', false],
    ['DOWN', 'OUT_OF_SERVICE', false],
    ['UP', 'UP', false],
    [undefined, 'OUT_OF_SERVICE', false],
  ] as const)('QUIRK(LeaseExistsRule): from %s to %s needs a step between: %s', (had, wanted, expected) =>
    expect(needsSteppingStone(had, wanted)).toBe(expected),
  );

  it.each<[string, Partial<InstanceInfo>, boolean]>([
    ['is out of service there by nobody’s word', { status: 'OUT_OF_SERVICE' }, true],
    ['was put out of service there', { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' }, false],
    [
      'is listed in a version that is not the last',
      { status: 'OUT_OF_SERVICE', lastDirtyTimestamp: 0 },
      false,
    ],
    ['is what it said', {}, false],
  ])('finds an instance stuck only where it %s', (_, listed, expected) => {
    const instance = anInstance({ lastDirtyTimestamp: 1, ...listed });
    expect(isStuck(instance, { version: 1, status: 'UP' })).toBe(expected);
  });
});
