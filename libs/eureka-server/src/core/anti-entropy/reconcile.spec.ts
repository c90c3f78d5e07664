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
    ['and is unknown here, is fetched', {}, {}, 'fetch'],
    ['and is listed here alike, is ignored', {}, { listed: aRow() }, 'none'],
    [
      'with other ages only, is ignored',
      { contentAgeMs: 0, statusAgeMs: 0, aliveAgeMs: 0 },
      { listed: aRow() },
      'none',
    ],
    ['and cancelled here since its last sign of life, is ignored', {}, cancelled(), 'none'],
    ['and lived on after its cancel here, is fetched', { aliveAgeMs: 1_000 }, cancelled(), 'fetch'],
    [
      'and is a newer version than the one that cancelled here, is fetched',
      { lastDirtyTimestamp: 101 },
      cancelled(),
      'fetch',
    ],
    [
      'and was evicted here since its last sign of life, is ignored',
      {},
      { left: { ...aLeft(), how: 'evicted' } },
      'none',
    ],
    [
      'and lived on after it was evicted here, is fetched',
      { aliveAgeMs: 0 },
      { left: { ...aLeft(), how: 'evicted' } },
      'fetch',
    ],
    ['as a newer version, is fetched', { lastDirtyTimestamp: 101 }, { listed: aRow() }, 'fetch'],
    [
      'as a newer version that was registered longer ago, is fetched',
      { lastDirtyTimestamp: 101, contentAgeMs: 99_000 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'as an older version, is ignored',
      { lastDirtyTimestamp: 99, contentAgeMs: 0 },
      { listed: aRow() },
      'none',
    ],
    [
      'with a later registration of the same version, is fetched',
      { fingerprint: 'a', contentAgeMs: 9_500 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'with an earlier registration, is ignored',
      { fingerprint: 'z', contentAgeMs: 10_500 },
      { listed: aRow() },
      'none',
    ],
    [
      'with a registration of about the same age, is fetched if its fingerprint is the greater',
      { fingerprint: 'z', contentAgeMs: 10_499 },
      { listed: aRow() },
      'fetch',
    ],
    [
      'with a registration of about the same age, is ignored where they are the lesser',
      { fingerprint: 'a', contentAgeMs: 9_501 },
      { listed: aRow() },
      'none',
    ],
    [
      'with a status that was decided later, passes it on',
      { status: 'DOWN', statusAgeMs: 9_000 },
      { listed: aRow() },
      'take-status',
    ],
    [
      'with a status that was decided earlier, is ignored',
      { status: 'DOWN', statusAgeMs: 11_000 },
      { listed: aRow() },
      'none',
    ],
    [
      'with an override and without a record of one here, passes it on',
      { ...out, overrideAgeMs: 60_000, statusAgeMs: 60_000 },
      { listed: aRow() },
      'take-status',
    ],
    [
      'without an override that is recorded here, is ignored',
      { statusAgeMs: 0 },
      { listed: aRow({ ...out, overrideAgeMs: 60_000 }) },
      'none',
    ],
    [
      'with a later removal of our override, passes it on',
      { overrideAgeMs: 1_000 },
      { listed: aRow({ ...out, overrideAgeMs: 60_000 }) },
      'take-status',
    ],
    [
      'with a later override, passes it on',
      { ...down, overrideAgeMs: 1_000 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'take-status',
    ],
    [
      'with an earlier override, is ignored',
      { ...down, overrideAgeMs: 3_000 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'none',
    ],
    [
      'with the greater of two overrides of about the same time, passes it on',
      { ...out, overrideAgeMs: 2_100 },
      { listed: aRow({ ...down, overrideAgeMs: 2_000 }) },
      'take-status',
    ],
    [
      'with the lesser of two overrides of about the same time, is ignored',
      { ...down, overrideAgeMs: 1_900 },
      { listed: aRow({ ...out, overrideAgeMs: 2_000 }) },
      'none',
    ],
    [
      'with the same override, in force there and not yet here, passes it on',
      { ...out, overrideAgeMs: 2_000 },
      { listed: aRow({ ...out, status: 'UP', overrideAgeMs: 2_000 }) },
      'take-status',
    ],
    [
      'with the same override, in force here and not yet there, is ignored',
      { ...out, status: 'UP', overrideAgeMs: 2_000 },
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

describe('an instance that cancelled at a peer', () => {
  it.each<[what: string, theirs: Partial<LeftRow>, ours: OwnRecord, repair: Repair]>([
    ['and is not listed here, is ignored', {}, {}, 'none'],
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

describe('two registries that compare each other', () => {
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

  it('never decide on both a cancel and a fetch: the instance has left or it has not', () => {
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

it('a detail that took long to arrive differs in all its ages, and in nothing else', () => {
  const older = agedDetail({ listed: [aRow(), aRow({ overrideAgeMs: 1 })], left: [aLeft()] }, 1_000);
  const ages = { contentAgeMs: 11_000, statusAgeMs: 11_000, aliveAgeMs: 11_000 };
  expect(older).toEqual({
    listed: [aRow(ages), aRow({ ...ages, overrideAgeMs: 1_001 })],
    left: [aLeft({ ageMs: 6_000 })],
  });
});
