import type { Labels } from './service-discovery.js';

export interface Discovered {
  readonly app: string;
  readonly id: string;
  /** Body of the registration. */
  readonly body: object;
  /**
   * Labels that a monitoring system derives, without their common prefix; recorded with Spring's
   * server.
   */
  readonly labels: Labels;
}

/** An instance with every field that becomes a label; no program listens on its ports. */
export const aShop: Discovered = {
  app: 'SHOP',
  id: 'web-1:shop:1',
  body: {
    instance: {
      instanceId: 'web-1:shop:1',
      app: 'shop',
      hostName: 'localhost',
      ipAddr: '127.0.0.1',
      status: 'UP',
      port: { $: 1, '@enabled': 'true' },
      securePort: { $: 2, '@enabled': 'true' },
      homePageUrl: 'http://localhost:1/',
      statusPageUrl: 'http://localhost:1/actuator/info',
      healthCheckUrl: 'http://localhost:1/actuator/health',
      vipAddress: 'shop',
      secureVipAddress: 'shop-tls',
      dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
      metadata: { zone: 'z1', 'management.port': '9', my_key: 'a', 'a key': '<&>', 中文: '尚硅谷' },
    },
  },
  labels: {
    address: 'localhost:1',
    name: 'SHOP',
    instance_id: 'web-1:shop:1',
    instance_hostname: 'localhost',
    instance_ip_addr: '127.0.0.1',
    instance_status: 'UP',
    instance_port: '1',
    instance_port_enabled: 'true',
    instance_secure_port: '2',
    instance_secure_port_enabled: 'true',
    instance_homepage_url: 'http://localhost:1/',
    instance_statuspage_url: 'http://localhost:1/actuator/info',
    instance_healthcheck_url: 'http://localhost:1/actuator/health',
    instance_vip_address: 'shop',
    instance_secure_vip_address: 'shop-tls',
    instance_country_id: '1',
    instance_datacenterinfo_name: 'MyOwn',
    instance_metadata_zone: 'z1',
    instance_metadata_management_port: '9',
    // Java escapes keys that XML does not allow; the monitoring systems use names and texts as
    // written.
    instance_metadata_my__key: 'a',
    instance_metadata_a__0020key: '&lt;&amp;&gt;',
    instance_metadata___: '尚硅谷',
  },
};

/** An Amazon instance with data center metadata; it is not UP, and is discovered all the same. */
export const anAmazonMachine: Discovered = {
  app: 'CLOUD',
  id: 'i-1',
  body: {
    instance: {
      instanceId: 'i-1',
      app: 'cloud',
      hostName: '127.0.0.1',
      ipAddr: '127.0.0.1',
      status: 'OUT_OF_SERVICE',
      port: { $: 3, '@enabled': 'true' },
      vipAddress: 'cloud',
      dataCenterInfo: {
        '@class': 'com.netflix.appinfo.AmazonInfo',
        name: 'Amazon',
        metadata: { 'instance-id': 'i-1', 'availability-zone': 'us-east-1a' },
      },
    },
  },
  labels: {
    address: '127.0.0.1:3',
    name: 'CLOUD',
    instance_id: 'i-1',
    instance_hostname: '127.0.0.1',
    instance_ip_addr: '127.0.0.1',
    instance_status: 'OUT_OF_SERVICE',
    instance_port: '3',
    instance_port_enabled: 'true',
    instance_secure_port: '7002',
    instance_secure_port_enabled: 'false',
    instance_vip_address: 'cloud',
    instance_country_id: '1',
    instance_datacenterinfo_name: 'Amazon',
    instance_datacenterinfo_metadata_instance_id: 'i-1',
    instance_datacenterinfo_metadata_availability_zone: 'us-east-1a',
  },
};
