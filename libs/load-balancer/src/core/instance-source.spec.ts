import { hostAndPort, candidateFromUrl, fixedList, incarnationOf } from './instance-source.js';

describe('a fixed list', () => {
  it('accepts instances and addresses', () => {
    const source = fixedList({
      Payment: ['http://127.0.0.1:8001', 'https://[::1]', { instanceId: 'c', host: 'c', port: 1 }],
    });
    expect(source.instances('PAYMENT')).toEqual([
      { instanceId: '127.0.0.1:8001', host: '127.0.0.1', port: 8001 },
      { instanceId: '[::1]:443', host: '[::1]', port: 443, secure: true },
      { instanceId: 'c', host: 'c', port: 1 },
    ]);
    expect(source.instances('payment')).toBe(source.instances('Payment'));
    expect(source.services()).toEqual(['payment']);
    expect(source.instances('stock')).toEqual([]);
  });

  it.each(['127.0.0.1:8001', 'http://a/path', 'ftp://a', 'http://a:b', ''])('rejects %j', (text) => {
    expect(() => candidateFromUrl(text)).toThrow(
      'is not the address of an instance, such as http://127.0.0.1:8001',
    );
  });
});

describe('a candidate', () => {
  it('has an address, and another key after a restart', () => {
    const candidate = { instanceId: 'a', host: '::1', port: 8001 };
    expect(hostAndPort(candidate)).toBe('[::1]:8001');
    expect([incarnationOf(candidate), incarnationOf({ ...candidate, version: 7 })]).toEqual([
      '[::1]:8001#',
      '[::1]:8001#7',
    ]);
  });
});
