import { RecordingLogger } from '../builders/recording-logger.js';
import { defaults, type EurekaClientConfig, type EurekaConfig } from '../../src/eureka-js-client/config.js';
import { serviceUrlsOf } from '../../src/eureka-js-client/service-urls.js';

const urlsOf = (eureka: Partial<EurekaClientConfig>, zone?: string) => {
  const metadata: Record<string, string> = zone ? { 'availability-zone': zone } : {};
  const dataCenterInfo = { name: 'Amazon', metadata };
  const config: EurekaConfig = {
    ...defaults,
    eureka: { ...defaults.eureka, ...eureka },
    instance: { dataCenterInfo },
  };
  const records: Record<string, string[][]> = {
    'txt.eu-west-1.example.com': [['eu-west-1a.example.com']],
    'txt.eu-west-1a.example.com': [['one.example.com']],
  };
  return serviceUrlsOf(config, new RecordingLogger(), async (name) => records[name] ?? [])();
};
const a = ['http://a:1/eureka/v2/apps/'];
const b = ['http://b:1/eureka/apps'];
const zones = { ec2Region: 'eu', availabilityZones: { eu: ['za', 'zb'] }, serviceUrls: { za: a, zb: b } };

describe('the registries of a configuration of eureka-js-client', () => {
  it.each<[string, Partial<EurekaClientConfig>, string | undefined, string[]]>([
    ['are at a host', { host: 'h', port: 8761 }, undefined, ['http://h:8761/eureka/v2/']],
    [
      'at any path',
      { host: 'h', port: 1, servicePath: '/registry/apps/', ssl: true },
      undefined,
      ['https://h:1/registry/'],
    ],
    [
      'in a list',
      { serviceUrls: { default: [...a, ...b] } },
      undefined,
      ['http://a:1/eureka/v2/', 'http://b:1/eureka/'],
    ],
    ['in zones', zones, undefined, ['http://a:1/eureka/v2/', 'http://b:1/eureka/']],
    ['the own zone first', zones, 'zb', ['http://b:1/eureka/', 'http://a:1/eureka/v2/']],
    ['or not', { ...zones, preferSameZone: false }, 'zb', ['http://a:1/eureka/v2/', 'http://b:1/eureka/']],
    [
      'in DNS',
      { useDns: true, ec2Region: 'eu-west-1', host: 'example.com', port: 80 },
      undefined,
      ['http://one.example.com:80/eureka/v2/'],
    ],
  ])('%s', async (_, eureka, zone, expected) => expect(await urlsOf(eureka, zone)).toEqual(expected));
});
