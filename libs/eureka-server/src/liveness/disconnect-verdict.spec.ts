import {
  type Disconnect,
  disconnectVerdict,
  type ProbeResult,
  type ListingFacts,
  afterProbe,
} from './disconnect-verdict.js';

const broken: Disconnect = { brokenAt: 10_000, address: '10.0.0.1:8001', refusedAt: [] };
const listing: ListingFacts = { address: '10.0.0.1:8001', heardAt: 9_000, isConnected: false };

describe('an instance whose feed connection broke', () => {
  it.each([
    ['is probed at once', [], 10_000, 'probe'],
    ['is not probed for 300 ms after a refusal', [10_001], 10_300, 'wait'],
    ['is probed again then', [10_001], 10_301, 'probe'],
    ['is removed when its port refused twice', [10_001, 10_302], 10_302, 'remove'],
  ] as const)('%s', (_what, refusedAt, now, verdict) => {
    expect(disconnectVerdict({ ...broken, refusedAt }, listing, now)).toBe(verdict);
  });

  it.each([
    ['it is no longer listed', undefined],
    ['it has another connection', { ...listing, isConnected: true }],
    ['it sent a request since', { ...listing, heardAt: 10_001 }],
    ['it sent a request at that moment', { ...listing, heardAt: 10_000 }],
    ['it has another address now', { ...listing, address: '10.0.0.2:8001' }],
  ] as const)('stays if %s, however often its port refused', (_what, now) => {
    for (const refusedAt of [[], [10_001], [10_001, 10_302]]) {
      expect(disconnectVerdict({ ...broken, refusedAt }, now, 20_000)).toBe('keep');
    }
  });

  it.each([
    ['silent', broken],
    ['silent at the second probe', { ...broken, refusedAt: [10_001] }],
    ['open at the second probe', { ...broken, refusedAt: [10_001] }],
    ['open at both', { ...broken, acceptedAt: 10_001 }],
    ['open at the first probe and then silent', { ...broken, acceptedAt: 10_001 }],
    ['open, then refused, then open', { ...broken, acceptedAt: 10_001, refusedAt: [10_302] }],
  ] as const)('stays if its port is %s', (port, before) => {
    const result = port.includes('silent') ? 'silent' : 'accepted';
    expect(afterProbe(before, result, 10_603)).toBeUndefined();
  });

  it.each([
    [10_300, 'wait'],
    [10_301, 'probe'],
  ] as const)(
    'is probed again 300 ms after its port was open: the process may be ending (%i: %s)',
    (now, verdict) => {
      const open = afterProbe(broken, 'accepted', 10_001);
      expect(open && disconnectVerdict(open, listing, now)).toBe(verdict);
    },
  );

  it.each<readonly [string, readonly ProbeResult[], readonly string[]]>([
    ['at once', ['refused', 'refused'], ['probe', 'remove']],
    ['after a probe that found it open', ['accepted', 'refused', 'refused'], ['probe', 'probe', 'remove']],
  ])('needs two refusals, %s', (_when, results, expected) => {
    const verdicts: string[] = [];
    let disconnect: Disconnect | undefined = broken;
    let now = 10_000;
    for (const result of results) {
      disconnect = disconnect && afterProbe(disconnect, result, (now += 300));
      verdicts.push(disconnect ? disconnectVerdict(disconnect, listing, (now += 300)) : 'kept');
    }
    expect(verdicts).toEqual(expected);
  });
});
