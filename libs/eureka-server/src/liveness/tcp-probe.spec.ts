import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { ProbeResult } from './disconnect-verdict.js';
import { limitProbes, tcpProbe } from './tcp-probe.js';

describe('a TCP probe', () => {
  it('distinguishes an open from a closed port', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await tcpProbe('127.0.0.1', port)).toBe('accepted');
    server.close();
    await once(server, 'close');
    expect(await tcpProbe('127.0.0.1', port)).toBe('refused');
  });

  it('takes any other error for silence', async () => {
    expect(await tcpProbe('255.255.255.255', 9)).toBe('silent');
  });

  it('waits its turn beyond the limit', async () => {
    const open: ((seen: ProbeResult) => void)[] = [];
    const limited = limitProbes(2, () => new Promise((resolve) => open.push(resolve)));
    const probes = [1, 2, 3, 4].map((port) => limited('x', port));
    expect(open).toHaveLength(2);
    open[0]?.('refused');
    await probes[0];
    expect(open).toHaveLength(3);
    open[1]?.('accepted');
    open[2]?.('silent');
    await Promise.all([probes[1], probes[2]]);
    open[3]?.('accepted');
    expect(await Promise.all(probes)).toEqual(['refused', 'accepted', 'silent', 'accepted']);
    // All slots are free again.
    const more = [5, 6].map((port) => limited('x', port));
    expect(open).toHaveLength(6);
    open.slice(4).forEach((end) => end('accepted'));
    await Promise.all(more);
  });
});
