import { anInstance } from '@eureka-nest/protocol/testing';
import { instanceAddress } from './instance-address.js';

describe('the address of an instance', () => {
  it.each([
    ['its IP address and port', {}, { host: '127.0.0.1', port: 8001 }],
    ['its host, without an IP address', { ipAddr: '' }, { host: 'localhost', port: 8001 }],
    ['an IPv6 address without brackets', { ipAddr: '[2001:db8::7]' }, { host: '2001:db8::7', port: 8001 }],
    [
      'its secure port, if the other is disabled',
      { port: { number: 8001, enabled: false }, securePort: { number: 8443, enabled: true } },
      { host: '127.0.0.1', port: 8443 },
    ],
    ['undefined, if both are disabled', { port: { number: 8001, enabled: false } }, undefined],
    ['undefined for port 0', { port: 0 }, undefined],
    ['undefined for a port above 65535', { port: 70_000 }, undefined],
    ['undefined without host and IP address', { ipAddr: '', hostName: '' }, undefined],
  ])('is %s', (_what, given, address) => expect(instanceAddress(anInstance(given))).toEqual(address));
});
