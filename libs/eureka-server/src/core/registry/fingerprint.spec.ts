import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { fingerprintContent, listingHash } from './fingerprint.js';

const payment = anInstance({ metadata: { zone: 'a', version: '1' } });

describe('the fingerprint of an instance', () => {
  it.each<[what: string, given: Partial<InstanceInfo>]>([
    ['its status', { status: 'DOWN' }],
    ['its override', { overriddenStatus: 'DOWN' }],
    ['when it was changed last', { lastUpdatedTimestamp: 17 }],
    ['whether it came or was changed', { actionType: 'MODIFIED' }],
    [
      'the times of its lease',
      { leaseInfo: { ...payment.leaseInfo, lastRenewalTimestamp: 17, registrationTimestamp: 3 } },
    ],
    ['the order of its metadata', { metadata: { version: '1', zone: 'a' } }],
    ['who answers', { isCoordinatingDiscoveryServer: true }],
  ])('says nothing of %s', (_what, given) => {
    expect(fingerprintContent({ ...payment, ...given })).toBe(fingerprintContent(payment));
  });

  it.each<[what: string, given: Partial<InstanceInfo>]>([
    ['its version', { lastDirtyTimestamp: payment.lastDirtyTimestamp + 1 }],
    ['its host', { hostName: 'other' }],
    ['its port', { port: { number: 8001, enabled: false } }],
    ['its metadata', { metadata: { zone: 'b', version: '1' } }],
    ['a key of its metadata', { metadata: { zone: 'a', version: '1', __proto__x: '' } }],
    ['its vip', { vipAddress: 'other' }],
    ['how long its lease lasts', { leaseInfo: { ...payment.leaseInfo, durationInSecs: 17 } }],
    ['its data center', { dataCenterInfo: { name: 'Amazon', metadata: { 'instance-id': 'i-1' } } }],
  ])('is another one with %s', (_what, given) => {
    expect(fingerprintContent({ ...payment, ...given })).not.toBe(fingerprintContent(payment));
  });

  it('is hashed together with both statuses, as two numbers that can be added up', () => {
    const hashes = [
      listingHash('m', 'UP', 'UNKNOWN'),
      listingHash('n', 'UP', 'UNKNOWN'),
      listingHash('m', 'DOWN', 'UNKNOWN'),
      listingHash('m', 'UP', 'DOWN'),
    ];
    expect(new Set(hashes.map(([high]) => high)).size).toBe(4);
    expect(new Set(hashes.map(([, low]) => low)).size).toBe(4);
    for (const number of hashes.flat()) expect(number >>> 0).toBe(number);
  });
});
