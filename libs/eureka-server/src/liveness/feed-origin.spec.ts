import { comesFrom } from './feed-origin.js';

describe('a feed connection', () => {
  const isOwn = (address: string) => ['127.0.0.1', '::1', '10.0.0.9', 'fe80::9'].includes(address);

  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['FE80::1%eth0', '[fe80::1]'],
    ['2001:db8::7', '2001:0db8:0:0:0:0:0:7'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['127.0.0.1', '10.0.0.9'],
    ['::1', '10.0.0.9'],
    ['10.0.0.9', '127.0.0.1'],
  ])('from %s comes from the instance at %s', (from, registered) =>
    expect(comesFrom(from, registered, isOwn)).toBe(true),
  );

  it.each([
    ['10.0.0.2', '10.0.0.1'],
    ['127.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '127.0.0.1'],
    ['127.0.0.1', 'localhost'],
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1.evil.example'],
    ['', ''],
  ])('from %s does not come from the instance at %s', (from, registered) =>
    expect(comesFrom(from, registered, isOwn)).toBe(false),
  );

  it('knows the loopback addresses of this machine', () => {
    expect(comesFrom('::1', '127.0.0.1')).toBe(true);
    expect(comesFrom('127.0.0.1', '192.0.2.1')).toBe(false);
  });
});
