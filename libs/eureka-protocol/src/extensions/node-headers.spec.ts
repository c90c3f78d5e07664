import { decodeNodeHeaders, encodeNodeHeaders, hasNodeHeaders } from './node-headers.js';

describe('the headers with which servers identify themselves', () => {
  it('are read as they were written', () => {
    const facts = { node: '1f3a-9c02', environment: 'prüfung ü\r\n', time: 17, uptime: 3, isSyncing: true };
    const headers = encodeNodeHeaders(facts);
    expect(decodeNodeHeaders(headers)).toEqual(facts);
    expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(hasNodeHeaders(headers)).toBe(true);
  });

  it('are absent in what Java sends', () => {
    expect(decodeNodeHeaders({ 'content-type': 'application/json' })).toEqual({ isSyncing: false });
    expect(hasNodeHeaders({})).toBe(false);
  });

  it.each([
    [{ 'eureka-nest-time': 'soon', 'eureka-nest-uptime': '1e400' }, { isSyncing: false }],
    [{ 'eureka-nest-node': ['a', 'b'] }, { isSyncing: false }],
    [{ 'eureka-nest-environment': '%zz' }, { environment: '%zz', isSyncing: false }],
    [{ 'eureka-nest-syncing': 'TRUE' }, { isSyncing: false }],
  ])('are ignored where they make no sense: %p', (headers, facts) => {
    expect(decodeNodeHeaders(headers)).toEqual(facts);
  });
});
