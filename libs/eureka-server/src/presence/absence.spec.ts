import { type Absence, judge, type Seen, type Standing, withLook } from './absence.js';

const broken: Absence = { brokenAt: 10_000, address: '10.0.0.1:8001', refusedAt: [] };
const standing: Standing = { address: '10.0.0.1:8001', heardAt: 9_000, isConnected: false };

describe('an instance whose connection broke', () => {
  it.each([
    ['is looked at, at once', [], 10_000, 'look'],
    ['is let alone for 300 ms when its port refused', [10_001], 10_300, 'wait'],
    ['is looked at again then', [10_001], 10_301, 'look'],
    ['is taken out when its port refused twice', [10_001, 10_302], 10_302, 'take-out'],
  ] as const)('%s', (_what, refusedAt, now, verdict) => {
    expect(judge({ ...broken, refusedAt }, standing, now)).toBe(verdict);
  });

  it.each([
    ['it is not listed any more', undefined],
    ['it has another connection', { ...standing, isConnected: true }],
    ['it was heard of since', { ...standing, heardAt: 10_001 }],
    ['it was heard of just then', { ...standing, heardAt: 10_000 }],
    ['it is somewhere else now', { ...standing, address: '10.0.0.2:8001' }],
  ] as const)('stays where %s, however often its port refused', (_what, now) => {
    for (const refusedAt of [[], [10_001], [10_001, 10_302]]) {
      expect(judge({ ...broken, refusedAt }, now, 20_000)).toBe('stays');
    }
  });

  it.each(['accepted', 'silent'] as const)(
    'stays where its port is %s, at the first look or the second',
    (seen) => {
      expect(withLook(broken, seen, 10_001)).toBeUndefined();
      expect(withLook({ ...broken, refusedAt: [10_001] }, seen, 10_302)).toBeUndefined();
    },
  );

  it('needs two refusals in all', () => {
    const looks: readonly Seen[] = ['refused', 'refused'];
    const verdicts: string[] = [];
    let absence: Absence | undefined = broken;
    let now = 10_000;
    for (const seen of looks) {
      absence = absence && withLook(absence, seen, (now += 300));
      verdicts.push(absence ? judge(absence, standing, (now += 300)) : 'over');
    }
    expect(verdicts).toEqual(['look', 'take-out']);
  });
});
