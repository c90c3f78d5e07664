import type { NetworkInterfaceInfo } from 'node:os';
import { ownAddress } from './own-address.js';

const filters = { ignoredInterfaces: [], preferredNetworks: [], useOnlySiteLocalInterfaces: false };

describe('the own address', () => {
  it('is the configured one', () => {
    expect(ownAddress({ ...filters, hostname: 'desk', ipAddress: '10.0.0.5' })).toEqual({
      hostname: 'desk',
      ipAddress: '10.0.0.5',
      reason: 'it is configured',
    });
  });

  it('that is configured gets no warning', () => {
    expect(ownAddress({ ...filters, ipAddress: '127.0.0.1' }).warning).toBeUndefined();
  });

  it('that is found may get a warning', () => {
    const docker0 = [{ address: '172.17.0.1', family: 'IPv4', internal: false }] as NetworkInterfaceInfo[];
    expect(ownAddress(filters, { docker0 }, 'desk')).toMatchObject({
      hostname: 'desk',
      ipAddress: '172.17.0.1',
      warning: expect.stringContaining('container bridge'),
    });
  });

  it('is found on this machine, with a reason', () => {
    const { hostname, ipAddress, reason } = ownAddress(filters);
    expect(ipAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect([hostname, reason]).not.toContain('');
  });
});
