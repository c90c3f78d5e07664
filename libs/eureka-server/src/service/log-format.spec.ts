import { anInstance } from '@eureka-nest/protocol/testing';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';
import { instanceName, oneLine, silenceText, selfPreservationText } from './log-format.js';

describe('log texts', () => {
  it('are one line, whatever name a client has', () => {
    expect(instanceName(anInstance({ instanceId: 'a\r\nevicted B\u2028\u001b[31m' }))).toBe(
      'CLOUD-PAYMENT-SERVICE/a??evicted B??[31m',
    );
    expect(oneLine('x'.repeat(1000))).toHaveLength(401);
  });

  it.each([
    ['was renewed', 1_000_000 + 90_000, 184],
    ['was never renewed', 900_000, 284],
  ])('state how long an instance that %s was silent', (_how, lastRenewalTimestamp, secs) => {
    const { leaseInfo } = anInstance({ leaseSecs: 90 });
    const lease = { ...leaseInfo, registrationTimestamp: 900_000, lastRenewalTimestamp };
    expect(silenceText(lease, 1_184_000)).toBe(`no heartbeat for ${secs} s (lease 90 s)`);
  });

  const numbers = (changes: Partial<SelfPreservationNumbers>): SelfPreservationNumbers => ({
    enabled: true,
    expectedClients: 5,
    renewsPerClient: 2,
    percent: 0.85,
    threshold: 8,
    renewsThisMinute: 0,
    enoughInstances: 7,
    renewsLastMinute: 4,
    missing: 5,
    missingClients: 3,
    missingNewcomers: 16,
    allowsEviction: () => false,
    isBelowThreshold: () => true,
    ...changes,
  });

  it.each([
    [{}, 'nothing is evicted until 5 more arrive per minute, from 3 silent or 16 new clients'],
    [
      { missing: 1, missingClients: 1, missingNewcomers: Infinity },
      'nothing is evicted until 1 more arrive per minute, from 1 silent client',
    ],
    [{ missing: Infinity }, 'nothing is evicted until the expected clients are counted anew'],
    [{ enabled: false }, 'expired instances are evicted all the same, as self-preservation is disabled'],
    [{ allowsEviction: () => true }, 'expired instances are evicted again'],
  ])('explain self-preservation: %j', (changes, effect) => {
    expect(selfPreservationText(numbers(changes))).toBe(
      `4 heartbeats in the last minute, threshold 8 (5 expected clients x 2 per minute x 0.85): ${effect}`,
    );
  });
});
