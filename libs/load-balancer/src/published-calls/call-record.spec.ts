import { aCandidate } from '../testing/mutable-source.js';
import { CallRecord, publishedCall, targetOf, type PublishedCall } from './call-record.js';

const call = (at: number): PublishedCall => ({ service: 's', target: 'S/a', at, ms: 1, outcome: 'ok' });
const tried = { service: 'pay', candidate: aCandidate(8001), number: 0, tookMs: 1.234 } as const;

describe('the record of calls', () => {
  it('returns what is new, in order, and forgets the oldest beyond its limit', () => {
    const record = new CallRecord(3);
    const times = (seen: number, most?: number) => record.since(seen, most).map(({ at }) => at);
    expect(times(0)).toEqual([]);
    for (const at of [1, 2]) record.add(call(at));
    expect([times(0), times(1), times(2), times(0, 1)]).toEqual([[1, 2], [2], [], [2]]);
    for (const at of [3, 4, 5, 6, 7]) record.add(call(at));
    expect([times(0), times(5), times(7)]).toEqual([[5, 6, 7], [6, 7], []]);
    expect(record.total).toBe(7);
    expect([...record.services]).toEqual(['s']);
  });

  it.each([
    ['good', { status: 200 }, 'ok'],
    ['bad', { status: 503 }, 'failed'],
    ['cancelled', {}, 'aborted'],
    ['failed', { error: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }, 'refused'],
    ['failed', { error: Object.assign(new Error(), { code: 'LB_CONNECT_TIMEOUT' }) }, 'timeout'],
    ['failed', { error: Object.assign(new Error(), { code: 'LB_TRY_TIMEOUT' }) }, 'timeout'],
    ['failed', { error: Object.assign(new Error(), { code: 'ECONNRESET' }) }, 'failed'],
  ] as const)('turns a try that was %s (%j) into a call that is %s', (outcome, more, expected) => {
    const { at, ms, ...rest } = publishedCall({ ...tried, ...more, outcome }, 7);
    const status = 'status' in more ? { status: more.status } : {};
    expect([at, ms]).toEqual([7, 1.2]);
    expect(rest).toEqual({ service: 'pay', target: 'PAY/payment8001', outcome: expected, ...status });
  });

  it('names an instance as the registry does, and one without an id by its URL', () => {
    expect(targetOf('vip', { ...aCandidate(1), serviceId: 'APP' })).toBe('APP/payment1');
    const address = { instanceId: '[::1]:8443', host: '::1', port: 8443, secure: true };
    expect(targetOf('pay', address)).toBe('https://[::1]:8443');
  });
});
