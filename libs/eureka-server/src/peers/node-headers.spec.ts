import { factsIn, headersOf, isOfOurs, newNodeId } from './node-headers.js';

describe('what servers say of themselves', () => {
  it('is read as it was written', () => {
    const facts = { node: newNodeId(), environment: 'prüfung ü\r\n', time: 17, uptime: 3, isSyncing: true };
    const headers = headersOf(facts);
    expect(factsIn(headers)).toEqual(facts);
    expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(isOfOurs(headers)).toBe(true);
  });

  it('is nothing where it is Java that speaks', () => {
    expect(factsIn({ 'content-type': 'application/json' })).toEqual({ isSyncing: false });
    expect(isOfOurs({})).toBe(false);
  });

  it('is another for each process', () => {
    expect(newNodeId()).not.toBe(newNodeId());
  });

  it.each([
    [{ 'eureka-nest-time': 'soon', 'eureka-nest-uptime': '1e400' }, { isSyncing: false }],
    [{ 'eureka-nest-node': ['a', 'b'] }, { isSyncing: false }],
    [{ 'eureka-nest-environment': '%zz' }, { environment: '%zz', isSyncing: false }],
    [{ 'eureka-nest-syncing': 'TRUE' }, { isSyncing: false }],
  ])('that makes no sense is passed over: %p', (headers, facts) => {
    expect(factsIn(headers)).toEqual(facts);
  });
});
