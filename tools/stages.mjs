const byAddress = {
  PAYMENT_SERVICE_URL: 'http://localhost:8001',
  SPRING_CLOUD_LOADBALANCER_ENABLED: 'false',
};
const registries = ['eureka-7001', 'eureka-7002'];
const providers = ['payment-provider-8001', 'payment-provider-8002', 'payment-provider-8003'];
const consumer = 'order-consumer-80';

const get31 = 'curl http://localhost/consumer/payment/get/31';

/**
 * A stage of the course: the apps it has and the ordinary settings that make them it.
 *
 * @typedef {object} Stage
 * @property {string} chapter the course's own heading
 * @property {string} title
 * @property {readonly string[]} apps
 * @property {Readonly<Record<string, string>>} env
 * @property {string} tryThis
 * @property {string} expect
 */

/** @type {Readonly<Record<string, Stage>>} */
export const stages = {
  a: {
    chapter: 'maven聚合工程',
    title: 'one provider at a fixed address, no registry',
    apps: ['payment-provider-8001', consumer],
    env: { EUREKA_CLIENT_ENABLED: 'false', ...byAddress },
    tryThis: get31,
    expect: 'a response of 8001, whose address is a setting of the consumer',
  },
  b: {
    chapter: '单机EUREKA',
    title: 'one registry; the consumer does not ask it yet',
    apps: ['eureka-7001', 'payment-provider-8001', consumer],
    // A registry drops its own URL from its peers, so this one is alone. The clients register with
    // it.
    env: { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://localhost:7001/eureka/', ...byAddress },
    tryThis: 'http://localhost:7001/',
    expect: 'CLOUD-PAYMENT-SERVICE and CLOUD-ORDER-SERVICE, each UP (1)',
  },
  c: {
    chapter: '搭建EUREKA 集群',
    title: 'two registries that replicate',
    apps: [...registries, 'payment-provider-8001', consumer],
    env: byAddress,
    tryThis: 'http://localhost:7001/ and http://localhost:7002/',
    expect: 'the same instances on both; stop one, and calls go on',
  },
  d: {
    chapter: '搭建服务提供者集群',
    title: 'three providers, and the consumer still calls one address',
    apps: [...registries, ...providers, consumer],
    env: byAddress,
    tryThis: `${get31} (six times)`,
    expect: 'UP (3) on the page, and 8001 six times',
  },
  e: {
    chapter: '修改服务消费者的服务提供者的服务地址',
    title: 'a name instead of the address, and nothing looks it up',
    apps: [...registries, ...providers, consumer],
    env: { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE', SPRING_CLOUD_LOADBALANCER_ENABLED: 'false' },
    tryThis: get31,
    expect: 'HTTP 500: no host is called CLOUD-PAYMENT-SERVICE',
  },
  f: {
    chapter: '提供负载均衡能力',
    title: 'balanced by name (npm start is this one)',
    apps: [...registries, ...providers, consumer],
    env: { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE', SPRING_CLOUD_LOADBALANCER_ENABLED: 'true' },
    tryThis: `${get31} (six times)`,
    expect: '8001, 8002, 8003 in turn, each twice',
  },
};

/**
 * The course's settings to watch an eviction, for any stage: the row of a killed provider
 * disappears after 4 to 6 s.
 */
export const fast = {
  EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
  EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '2000',
  EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: '1',
  EUREKA_INSTANCE_LEASE_EXPIRATION_DURATION_IN_SECONDS: '2',
};
