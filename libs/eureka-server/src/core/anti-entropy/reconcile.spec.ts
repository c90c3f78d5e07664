import type { LeftRow, ListedRow } from '@eureka-nest/protocol';
import fc from 'fast-check';
import { hasLeft } from '../registry/precedence.js';
import { agedDetail, type OwnRecord, type Repair, repairOfLeft, repairOfListed } from './reconcile.js';

const aRow = (given: Partial<ListedRow> = {}): ListedRow => ({
  id: 'web-1',
  fingerprint: 'm',
  lastDirtyTimestamp: 100,
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  contentAgeMs: 10_000,
  statusAgeMs: 10_000,
  aliveAgeMs: 10_000,
  ...given,
});
const aLeft = (given: Partial<LeftRow> = {}): LeftRow => ({
  id: 'web-1',
  lastDirtyTimestamp: 100,
  ageMs: 5_000,
  ...given,
});
const cancelled = (given: Partial<LeftRow> = {}) => ({
  left: { ...aLeft(given), how: 'cancelled' as const },
});
const down = { status: 'DOWN', overriddenStatus: 'DOWN' } as const;
const out = { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' } as const;

describe('what a peer lists', () => {
  it.each<[what: string, theirs: Partial<ListedRow>, ours: OwnRecord, repair: Repair]>([
    ['and is not known here, is taken', {}, {}, 'fetch'],
    ['and is listed the same here, is let be', {}, { listed: aRow() }, 'none'],
    [
      'with other ages only, is let be',
      { contentAgeMs: 0, statusAgeMs: 0, aliveAgeMs: 0 },
      { listed: aRow() },
      'none',
    ],
    ['and cancelled here since its last sign of life, is let be', {}, cancelled(), 'none'],
    ['and lived on after its cancel came here, is taken', { aliveAgeMs: 1_000 }, cancelled(), 'fetch'],
    ['and came again as a newer version, is taken', { lastDirtyTimestamp: 101 }, cancelled(), 'fetch'],
    [
      'and was evicted here since its last sign of life, is let be',
      {},
      { left: { ...aLeft(), how: 'evicted' } },
      'none',
    ],
    [
      'and lived on after it was evicted here, is taken',
      { aliveAgeMs: 0 },
      { left: { ...aLeft(), how: 'evicted' } },
      'fetch',
    ],
    ['as a newer version, is taken', { lastDirtyTimestamp: 101 }, { listed: aRow() }, 'fetch'],
    [
      'as a newer version that was told longer ago, is taken',
      { lastDirtyTimestamp: 101, contentAgeMs: 99_000 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'as an older version, is let be',
      { lastDirtyTimestamp: 99, contentAgeMs: 0 },
      { listed: aRow() },
      'none',
    ],
    [
      'with other words of the same version that are later, is taken',
      { fingerprint: 'a', contentAgeMs: 9_500 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'with other words that are earlier, is let be',
      { fingerprint: 'z', contentAgeMs: 10_500 },
      { listed: aRow() },
      'none',
    ],
    [
      'with other words of about the same age, is taken where they are the greater',
      { fingerprint: 'z', contentAgeMs: 10_499 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'with other words of about the same age, is let be where they are the lesser',
      { fingerprint: 'a', contentAgeMs: 9_501 },
      { listed: aRow() },
      'none',
    ],
    [
      'with a status that was decided later, gives us that',
      { status: 'DOWN', statusAgeMs: 9_000 },
      { listed: aRow() },
      'take-status',
    ],
    [
      'with a status that was decided earlier, is let be',
      { status: 'DOWN', statusAgeMs: 11_000 },
      { listed: aRow() },
      'none',
    ],
    [
      'with a forced status where nobody forced one here, gives us that',
      { ...out, overrideAgeMs: 60_000, statusAgeMs: 60_000 },
      { listed: aRow() },
      'take-status',
    ],
    [
      'unforced, where one was forced here, is let be',
      { statusAgeMs: 0 },
      { listed: aRow({ ...out, overrideAgeMs: 60_000 }) },
      'none',
    ],
    [
      'unforced since, where one was forced here before, gives us that',
      { overrideAgeMs: 1_000 },
      { listed: aRow({ ...out, overrideAgeMs: 60_000 }) },
      'take-status',
    ],
    [
      'with what an operator forced later, gives us that',
      { ...down, overrideAgeMs: 1_000 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'take-status',
    ],
    [
      'with what an operator forced earlier, is let be',
      { ...down, overrideAgeMs: 3_000 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'none',
    ],
    [
      'with the greater of two that were forced at about the same time, gives us that',
      { ...out, overrideAgeMs: 2_100 },
      { listed: aRow({ ...down, overrideAgeMs: 2_000 }) },
      'take-status',
    ],
    [
      'with the lesser of two that were forced at about the same time, is let be',
      { ...down, overrideAgeMs: 1_900 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'none',
    ],
    [
      'with a status of its own and one of about the same age here: the greater text',
      { status: 'DOWN' },
      { listed: aRow() },
      'none',
    ],
  ])('%s', (_what, theirs, ours, repair) => {
    expect(repairOfListed(aRow(theirs), ours)).toBe(repair);
  });
});

describe('whoever cancelled at a peer', () => {
  it.each<[what: string, theirs: Partial<LeftRow>, ours: OwnRecord, repair: Repair]>([
    ['and is not listed here, is let be', {}, {}, 'none'],
    ['and gave no sign of life here since, leaves here too', {}, { listed: aRow() }, 'cancel'],
    [
      'as a newer version than is listed, leaves here too',
      { lastDirtyTimestamp: 101 },
      { listed: aRow() },
      'cancel',
    ],
    [
      'and came again here as a newer version, stays',
      {},
      { listed: aRow({ lastDirtyTimestamp: 101 }) },
      'none',
    ],
    ['and gave a sign of life here since, stays', {}, { listed: aRow({ aliveAgeMs: 4_000 }) }, 'none'],
    [
      'at about the time of its last sign of life, leaves',
      {},
      { listed: aRow({ aliveAgeMs: 4_501 }) },
      'cancel',
    ],
    [
      'half a second before its last sign of life, stays',
      {},
      { listed: aRow({ aliveAgeMs: 4_500 }) },
      'none',
    ],
  ])('%s', (_what, theirs, ours, repair) => {
    expect(repairOfLeft(aLeft(theirs), ours)).toBe(repair);
  });
});

const ages = fc.constantFrom(0, 1, 499, 500, 501, 1_000, 30_000);
const rows = fc.record(
  {
    id: fc.constant('web-1'),
    fingerprint: fc.constantFrom('a', 'b'),
    lastDirtyTimestamp: fc.constantFrom(1, 2),
    status: fc.constantFrom('UP' as const, 'DOWN' as const, 'UNKNOWN' as const),
    overriddenStatus: fc.constantFrom('UNKNOWN' as const, 'DOWN' as const, 'OUT_OF_SERVICE' as const),
    contentAgeMs: ages,
    statusAgeMs: ages,
    aliveAgeMs: ages,
    overrideAgeMs: ages,
  },
  {
    requiredKeys: [
      'id',
      'fingerprint',
      'lastDirtyTimestamp',
      'status',
      'overriddenStatus',
      'contentAgeMs',
      'statusAgeMs',
      'aliveAgeMs',
    ],
  },
) as fc.Arbitrary<ListedRow>;

describe('two registries that judge each other', () => {
  const listing = ({ fingerprint, lastDirtyTimestamp, status, overriddenStatus }: ListedRow) =>
    JSON.stringify([fingerprint, lastDirtyTimestamp, status, overriddenStatus]);

  it('repair exactly one of two that differ, and none of two that do not', () => {
    const judged = fc.property(rows, rows, (a, b) => {
      const repairs = [repairOfListed(b, { listed: a }), repairOfListed(a, { listed: b })];
      const repaired = repairs.filter((repair) => repair !== 'none');
      expect(repaired).toHaveLength(listing(a) === listing(b) ? 0 : 1);
    });
    fc.assert(judged, { numRuns: 5_000 });
  });

  it('never want it back at one, and gone at the other: it is either over or it is not', () => {
    const left = fc.record({
      id: fc.constant('web-1'),
      lastDirtyTimestamp: fc.constantFrom(1, 2),
      ageMs: ages,
    });
    const judged = fc.property(rows, left, (listed, cancel) => {
      const here = repairOfLeft(cancel, { listed });
      const there = repairOfListed(listed, { left: { ...cancel, how: 'cancelled' } });
      expect([here, there]).toEqual(hasLeft(cancel, listed) ? ['cancel', 'none'] : ['none', 'fetch']);
    });
    fc.assert(judged, { numRuns: 2_000 });
  });
});

it('a detail that was long under way is older in all its ages, and in nothing else', () => {
  const older = agedDetail({ listed: [aRow(), aRow({ overrideAgeMs: 1 })], left: [aLeft()] }, 1_000);
  const ages = { contentAgeMs: 11_000, statusAgeMs: 11_000, aliveAgeMs: 11_000 };
  expect(older).toEqual({
    listed: [aRow(ages), aRow({ ...ages, overrideAgeMs: 1_001 })],
    left: [aLeft({ ageMs: 6_000 })],
  });
});
