import type { NetworkInterfaceInfo } from 'node:os';
import { ownAddress, ownHostname } from './own-address.js';

const at = (address: string, family: 'IPv4' | 'IPv6', internal: boolean) =>
  ({ address, family, internal }) as NetworkInterfaceInfo;

describe('the own address', () => {
  it('is the first IPv4 address that others can see', () => {
    const eth0 = [
      at('fe80::1', 'IPv6', false),
      at('192.168.1.7', 'IPv4', false),
      at('10.0.0.1', 'IPv4', false),
    ];
    expect(ownAddress({ lo: [at('127.0.0.1', 'IPv4', true)], eth0 })).toBe('192.168.1.7');
  });

  it('is the loopback without a network', () => {
    expect(ownAddress({ lo: [at('127.0.0.1', 'IPv4', true)], none: undefined })).toBe('127.0.0.1');
  });

  it('and name are there on this machine', () => {
    expect(ownAddress()).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(ownHostname()).not.toBe('');
  });
});
