import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Seen } from './disconnect-verdict.js';
import { atMost, tcpProbe } from './tcp-probe.js';

describe('looking at a port', () => {
  it('tells one that somebody listens on from one that nobody does', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await tcpProbe('127.0.0.1', port)).toBe('accepted');
    server.close();
    await once(server, 'close');
    expect(await tcpProbe('127.0.0.1', port)).toBe('refused');
  });

  it('believes no other error', async () => {
    expect(await tcpProbe('255.255.255.255', 9)).toBe('silent');
  });

  it('waits its turn where many look', async () => {
    const open: ((seen: Seen) => void)[] = [];
    const limited = atMost(2, () => new Promise((resolve) => open.push(resolve)));
    const looks = [1, 2, 3, 4].map((port) => limited('x', port));
    expect(open).toHaveLength(2);
    open[0]?.('refused');
    await looks[0];
    expect(open).toHaveLength(3);
    open[1]?.('accepted');
    open[2]?.('silent');
    await Promise.all([looks[1], looks[2]]);
    open[3]?.('accepted');
    expect(await Promise.all(looks)).toEqual(['refused', 'accepted', 'silent', 'accepted']);
    // All places are free again.
    const more = [5, 6].map((port) => limited('x', port));
    expect(open).toHaveLength(6);
    open.slice(4).forEach((end) => end('accepted'));
    await Promise.all(more);
  });
});
