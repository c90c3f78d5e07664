import { isSameSetting, settingsOf } from '@eureka-nest/runtime';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { explainIgnored } from './unsupported-settings.js';

/** All settings of Spring Cloud's server, by the names in its metadata. */
const springs = `
a-s-g-cache-expiry-timeout-ms a-s-g-query-timeout-ms a-s-g-update-interval-ms aws-access-id aws-secret-key batch-replication
binding-strategy delta-retention-timer-interval-in-ms disable-delta disable-delta-for-remote-regions
disable-transparent-fallback-to-other-region e-i-p-bind-rebind-retries e-i-p-binding-retry-interval-ms
e-i-p-binding-retry-interval-ms-when-unbound enable-replicated-request-compression enable-self-preservation
eviction-interval-timer-in-ms expected-client-renewal-interval-seconds g-zip-content-from-remote-region
initial-capacity-of-response-cache json-codec-name list-auto-scaling-groups-role-name log-identity-headers
max-elements-in-peer-replication-pool max-elements-in-status-replication-pool max-idle-thread-age-in-minutes-for-peer-replication
max-idle-thread-in-minutes-age-for-status-replication max-threads-for-peer-replication max-threads-for-status-replication
max-time-for-replication metrics.enabled min-available-instances-for-peer-replication min-threads-for-peer-replication
min-threads-for-status-replication my-url number-of-replication-retries peer-eureka-nodes-update-interval-ms
peer-eureka-status-refresh-time-interval-ms peer-node-connect-timeout-ms peer-node-connection-idle-timeout-seconds
peer-node-read-timeout-ms peer-node-total-connections peer-node-total-connections-per-host prime-aws-replica-connections
rate-limiter-burst-size rate-limiter-enabled rate-limiter-full-fetch-average-rate rate-limiter-privileged-clients
rate-limiter-registry-fetch-average-rate rate-limiter-throttle-standard-clients registry-sync-retries registry-sync-retry-wait-ms
remote-region-app-whitelist remote-region-connect-timeout-ms remote-region-connection-idle-timeout-seconds
remote-region-fetch-thread-pool-size remote-region-read-timeout-ms remote-region-registry-fetch-interval
remote-region-total-connections remote-region-total-connections-per-host remote-region-trust-store
remote-region-trust-store-password remote-region-urls remote-region-urls-with-name renewal-percent-threshold
renewal-threshold-update-interval-ms response-cache-auto-expiration-in-seconds response-cache-update-interval-ms
retention-time-in-m-s-in-delta-queue route53-bind-rebind-retries route53-binding-retry-interval-ms route53-domain-t-t-l
sync-when-timestamp-differs use-read-only-response-cache use-aws-asg-api wait-time-in-ms-when-sync-empty xml-codec-name`;

describe('a setting of Spring Cloud’s server', () => {
  const ours = settingsOf(EurekaServerOptions).map(({ yml }) => yml);

  it.each(springs.trim().split(/\s+/))('%s is read, or ignored for a stated reason', (name) => {
    const key = `eureka.server.${name}`;
    if (ours.some((each) => isSameSetting(each, key))) return;
    expect(explainIgnored({ key, text: 'x', where: 'a.yml:1' }, ours).why).not.toMatch(
      /no such setting|did you mean/,
    );
  });
});

it('a misspelt setting gets the right name, also if its first part is misspelt', () => {
  const ours = settingsOf(EurekaServerOptions).map(({ yml }) => yml);
  const whyOf = (key: string) => explainIgnored({ key, text: '1', where: 'a.yml:1' }, ours).why;
  expect(whyOf('server.prot')).toBe('did you mean server.port?');
  expect(whyOf('euraka.server.enable-self-preservation')).toBe(
    'did you mean eureka.server.enable-self-preservation?',
  );
  expect(whyOf('management.server.port')).toBe('for Spring only');
  expect(whyOf('info.app.name')).toBe('for Spring only');
});

describe('a setting that was meant to list the peers', () => {
  const ours = settingsOf(EurekaServerOptions).map(({ yml }) => yml);
  const explained = (key: string, text = 'http://localhost:7002/eureka/') =>
    explainIgnored({ key, text, where: 'a.yml:1' }, ours);

  it.each([
    'eureka.client.defaultZone',
    'eureka.client.default-zone',
    'eureka.client.serviceUrl',
    'eureka.client.service-url',
    'eureka.client.service-urls',
    'eureka.client.serviceUrls.defaultZone',
    'eureka.client.service-url.default-zone',
    'eureka.client.serviceUrl.defaultzone',
    'eureka.client.service-url.default',
    'eureka.client.service-url[0].defaultZone',
    'eureka.client.service-url[0]',
    'eureka.client.service-url[defaultZone]',
    'eureka.client.service-url.defaultZone[0]',
    'eureka.client.service-url.defaultZone.url',
    'eureka.client.service.url.defaultZone',
    'eureka.client.url',
    'eureka.client.eureka-server-urls',
    'eureka.client.registries',
    'eureka.service-url.defaultZone',
    'eureka.serviceUrl.default',
    'eureka.defaultZone',
    'eureka.server.service-url.defaultZone',
    'eureka.server.peers',
    'eureka.instance.service-url.defaultZone',
    'eureka.instance.client.serviceUrl.defaultZone',
    'eureka.instance.service-url',
    'eureka.dashboard.default-zone',
    'client.service-url.defaultZone',
    'service-url.defaultZone',
    'serviceUrl',
    'defaultZone',
    'EUREKA_CLIENT_SERVICEURL',
    'EUREKA_CLIENT_DEFAULTZONE',
  ])('%s gets the right name', (key) => {
    const why = 'did you mean eureka.client.service-url.defaultZone?';
    expect(explained(key)).toMatchObject({ why, isWarning: true });
  });

  it.each([
    ['eureka.client.service-url.zone1', 'only the zone defaultZone is read'],
    ['eureka.client.use-dns-for-fetching-service-urls', 'for a server that registers itself'],
    ['eureka.client.eureka-service-url-poll-interval-seconds', 'for a server that registers itself'],
    ['eureka.client.proxy-host', 'for a server that registers itself'],
    ['eureka.instance.status-page-url', 'for a server that registers itself'],
    ['eureka.instance.metadata-map.default-zone', 'for a server that registers itself'],
    ['eureka.server.remote-region-urls', 'remote regions are not supported'],
    ['cas.server.service-url', 'for Spring only'],
    ['spring.datasource.url', 'for Spring only'],
  ])('%s is none of these', (key, why) => expect(explained(key).why).toContain(why));
});
