import { anInstance } from '@eureka-nest/protocol/testing';
import { addressOf } from './instance-address.js';

describe('where an instance can be looked at', () => {
  it.each([
    ['its address and port', {}, { host: '127.0.0.1', port: 8001 }],
    ['its host, where it gave no address', { ipAddr: '' }, { host: 'localhost', port: 8001 }],
    [
      'its secure port, where the other is off',
      { port: { number: 8001, enabled: false }, securePort: { number: 8443, enabled: true } },
      { host: '127.0.0.1', port: 8443 },
    ],
    ['nowhere, where both are off', { port: { number: 8001, enabled: false } }, undefined],
    ['nowhere, where the port is none', { port: 0 }, undefined],
    ['nowhere, where there is no such port', { port: 70_000 }, undefined],
    ['nowhere, where it gave neither host nor address', { ipAddr: '', hostName: '' }, undefined],
  ])('is %s', (_what, given, address) => expect(addressOf(anInstance(given))).toEqual(address));
});
