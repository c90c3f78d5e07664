import type { InstanceStatus } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { hasLeft, isSuperseded, judgeHeartbeat, ownStatusOf, raisedVersion } from './precedence.js';

const version = (lastDirtyTimestamp: number) => ({ lastDirtyTimestamp });

describe('a heartbeat', () => {
  it.each([
    { theirs: 'no stamp', stamp: undefined, client: 'accepted', peer: 'accepted' },
    { theirs: 'the same stamp', stamp: 100, client: 'accepted', peer: 'accepted' },
    { theirs: 'a newer stamp', stamp: 101, client: 'register-again', peer: 'register-again' },
    { theirs: 'an older stamp', stamp: 99, client: 'accepted', peer: 'ours-is-newer' },
  ])('with $theirs is $client from a client and $peer from a peer', ({ stamp, client, peer }) => {
    expect(judgeHeartbeat(100, stamp, 'client')).toBe(client);
    expect(judgeHeartbeat(100, stamp, 'peer')).toBe(peer);
  });
});

describe('a registration of known time', () => {
  it.each([
    [99, 2_000, true],
    [101, 0, false],
    [100, 999, true],
    [100, 1_000, false],
  ])('with stamp %d at %d is superseded by stamp 100 at 1000: %s', (stamp, at, superseded) => {
    expect(isSuperseded(version(stamp), at, { listed: version(100), contentAt: 1_000 })).toBe(superseded);
  });
});

describe('the stamp after a status change', () => {
  it.each([
    [101, 101],
    [99, 100],
    [undefined, 100],
  ])('that states %s becomes %d, never less than it was', (stated, becomes) => {
    expect(raisedVersion(version(100), { lastDirtyTimestamp: stated })).toEqual(version(becomes));
  });
});

describe("an instance's own status", () => {
  const theirs = anInstance({ lastDirtyTimestamp: 100 });
  it.each<[what: string, ours: Partial<typeof theirs>, own: InstanceStatus]>([
    ['is the one listed with the same version', { status: 'DOWN' }, 'DOWN'],
    ['is not one of another version', { status: 'DOWN', lastDirtyTimestamp: 99 }, 'UNKNOWN'],
    ['is not an override', { status: 'DOWN', overriddenStatus: 'DOWN' }, 'UNKNOWN'],
    ['is the listed one if that is not the override', { status: 'DOWN', overriddenStatus: 'UP' }, 'DOWN'],
  ])('%s', (_what, ours, own) => {
    expect(ownStatusOf({ ...theirs, ...ours }, theirs)).toBe(own);
  });

  it('is unknown for an instance that is not listed', () => {
    expect(ownStatusOf(undefined, theirs)).toBe('UNKNOWN');
  });
});

describe('an instance that left', () => {
  it.each([
    ['an older version', 99, 10_000, true],
    ['a newer version', 101, 10_000, false],
    ['a sign of life before the cancel', 100, 5_001, true],
    ['a sign of life after it, within a tie', 100, 4_501, true],
    ['a sign of life after it', 100, 4_500, false],
  ])('with %s (stamp %d, alive %d ms ago) has left for good: %s', (_what, stamp, aliveAgeMs, left) => {
    expect(hasLeft({ ...version(100), ageMs: 5_000 }, { ...version(stamp), aliveAgeMs })).toBe(left);
  });
});
