import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { unreachableWarning } from './unreachable-warning.js';

describe('the warning that a peer cannot connect', () => {
  const warn = (given: Partial<EurekaServerOptions>, found: readonly string[] = []) =>
    unreachableWarning(new EurekaServerOptions(given), async () => found);

  it.each([
    ['http://10.0.0.7:8761/eureka/', ['10.0.0.7']],
    ['http://other-host:8761/eureka/', ['10.0.0.7']],
    ['http://unknown:8761/eureka/', []],
    ['http://user:secret@other-host:8761/eureka/', ['127.0.0.1', '10.0.0.7']],
  ])('is given for %s, by default', async (peer, found) => {
    const peers = ['http://localhost:7002/eureka/', peer];
    const name = new URL(peer).hostname;
    const text = `listening on localhost only, where ${name} cannot connect: set HOST to 0.0.0.0`;
    expect(await warn({ peers }, found)).toContain(text);
    expect(await warn({ peersDns: peer }, found)).toContain(text);
    expect(await warn({ peers, host: '127.0.0.1' }, found)).toContain('listening on 127.0.0.1 only');
    expect(await warn({ peers, host: '0.0.0.0' }, found)).toBeUndefined();
  });

  it('is not given for peers on this machine', async () => {
    const peers = ['http://localhost:1/eureka/', 'http://127.0.0.2:2/eureka/', 'http://[::1]:3/eureka/'];
    expect(await warn({ peers })).toBeUndefined();
    expect(await warn({ peers: ['http://eureka7002.com:7002/eureka/'] }, ['127.0.0.1'])).toBeUndefined();
    expect(await warn({})).toBeUndefined();
  });

  it('does not wait for a silent name server', async () => {
    const options = new EurekaServerOptions({ peers: ['http://other-host:1/eureka/'] });
    const failing = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await unreachableWarning(options, failing)).toContain('other-host cannot connect');
  });
});
