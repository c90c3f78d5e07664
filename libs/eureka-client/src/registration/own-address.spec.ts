import type { NetworkInterfaceInfo } from 'node:os';
import { ownAddress } from './own-address.js';

const filters = { ignoredInterfaces: [], preferredNetworks: [], useOnlySiteLocalInterfaces: false };

describe('the own address', () => {
  it('is what was set', () => {
    expect(ownAddress({ ...filters, hostname: 'desk', ipAddress: '10.0.0.5' })).toEqual({
      hostname: 'desk',
      ipAddress: '10.0.0.5',
      why: 'that address was set',
    });
  });

  it('that was set is not doubted: it was meant', () => {
    expect(ownAddress({ ...filters, ipAddress: '127.0.0.1' }).warning).toBeUndefined();
  });

  it('that was found may be doubtful', () => {
    const docker0 = [{ address: '172.17.0.1', family: 'IPv4', internal: false }] as NetworkInterfaceInfo[];
    expect(ownAddress(filters, { docker0 }, 'desk')).toMatchObject({
      hostname: 'desk',
      ipAddress: '172.17.0.1',
      warning: expect.stringContaining('bridge of containers'),
    });
  });

  it('is found on this machine, with a name and a reason', () => {
    const { hostname, ipAddress, why } = ownAddress(filters);
    expect(ipAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect([hostname, why]).not.toContain('');
  });
});
