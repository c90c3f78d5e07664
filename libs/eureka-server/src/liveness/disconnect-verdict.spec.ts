import { type Disconnect, judge, type Seen, type Standing, withLook } from './disconnect-verdict.js';

const broken: Disconnect = { brokenAt: 10_000, address: '10.0.0.1:8001', refusedAt: [] };
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

  it.each([
    ['silent', broken],
    ['silent at the second look', { ...broken, refusedAt: [10_001] }],
    ['open at the second look', { ...broken, refusedAt: [10_001] }],
    ['open at both', { ...broken, openAt: 10_001 }],
    ['open at the first look and silent then', { ...broken, openAt: 10_001 }],
    ['open, then refused, then open', { ...broken, openAt: 10_001, refusedAt: [10_302] }],
  ] as const)('stays where its port is %s', (words, before) => {
    const seen = words.includes('silent') ? 'silent' : 'accepted';
    expect(withLook(before, seen, 10_603)).toBeUndefined();
  });

  it.each([
    [10_300, 'wait'],
    [10_301, 'look'],
  ] as const)(
    'is looked at again, 300 ms later, where its port was open still: it may be ending (%i: %s)',
    (now, verdict) => {
      const open = withLook(broken, 'accepted', 10_001);
      expect(open && judge(open, standing, now)).toBe(verdict);
    },
  );

  it.each<readonly [string, readonly Seen[], readonly string[]]>([
    ['at once', ['refused', 'refused'], ['look', 'take-out']],
    ['after a look that found it open', ['accepted', 'refused', 'refused'], ['look', 'look', 'take-out']],
  ])('needs two refusals in all, %s', (_when, looks, expected) => {
    const verdicts: string[] = [];
    let absence: Disconnect | undefined = broken;
    let now = 10_000;
    for (const seen of looks) {
      absence = absence && withLook(absence, seen, (now += 300));
      verdicts.push(absence ? judge(absence, standing, (now += 300)) : 'over');
    }
    expect(verdicts).toEqual(expected);
  });
});
