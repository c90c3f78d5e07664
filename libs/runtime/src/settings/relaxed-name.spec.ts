import { didYouMean, isSameSetting } from './relaxed-name.js';

describe('the name of a setting', () => {
  it.each([
    ['eureka.server.enable-self-preservation', 'eureka.server.enableSelfPreservation', true],
    ['eureka.server.enable-self-preservation', 'eureka.server.enable_self_preservation', true],
    ['eureka.server.enable-self-preservation', 'EUREKA.SERVER.ENABLE-SELF-PRESERVATION', true],
    [
      'eureka.server.retention-time-in-m-s-in-delta-queue',
      'eureka.server.retentionTimeInMSInDeltaQueue',
      true,
    ],
    ['eureka.client.service-url.defaultZone', 'eureka.client.serviceUrl.defaultZone', true],
    ['eureka.client.service-url.defaultZone', 'eureka.client.service-url.default-zone', false],
    ['eureka.server.disable-delta', 'eureka.server.disable.delta', false],
    ['server.port', 'server', false],
  ])('%s matches %s: %s', (declared, written, expected) => {
    expect(isSameSetting(declared, written)).toBe(expected);
  });

  it('is suggested if a few letters are wrong, but not if more are', () => {
    const names = ['eureka.server.disable-delta', 'eureka.client.service-url.defaultZone', 'server.port'];
    expect(didYouMean('eureka.server.disable-dleta', names)).toBe('eureka.server.disable-delta');
    expect(didYouMean('eureka.client.service-url.default-zone', names)).toBe(
      'eureka.client.service-url.defaultZone',
    );
    expect(didYouMean('eureka.server.batch-replication', names)).toBeUndefined();
    expect(didYouMean('server.prot', ['server.port'])).toBe('server.port');
    expect(didYouMean('pot', ['port', 'peer'])).toBe('port');
    expect(didYouMean('x', [])).toBeUndefined();
  });
});
