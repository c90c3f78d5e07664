const byAddress = {
  PAYMENT_SERVICE_URL: 'http://localhost:8001',
  SPRING_CLOUD_LOADBALANCER_ENABLED: 'false',
};
const registries = ['eureka-7001', 'eureka-7002'];
const providers = ['payment-provider-8001', 'payment-provider-8002', 'payment-provider-8003'];
const consumer = 'order-consumer-80';

/**
 * A text in both languages.
 *
 * @typedef {Readonly<Record<'zh' | 'en', string>>} Text
 */

/** @type {Stage['tryThis']} */
const get31 = (url) => same(`curl ${url}/consumer/payment/get/31`);
/** @type {Stage['tryThis']} */
const sixTimes = (url) => {
  const { en } = get31(url);
  return { en: `${en} (six times)`, zh: `${en}（六次）` };
};
const same = (/** @type {string} */ text) => ({ en: text, zh: text });

/**
 * A stage of the course: the apps it has and the ordinary settings that make them it.
 *
 * @typedef {object} Stage
 * @property {string} chapter the course's own heading
 * @property {Text} title
 * @property {readonly string[]} apps
 * @property {Readonly<Record<string, string>>} env
 * @property {(consumerUrl: string) => Text} tryThis
 * @property {Text} expect
 */

/** @type {Readonly<Record<string, Stage>>} */
export const stages = {
  a: {
    chapter: 'maven聚合工程',
    title: {
      en: 'one provider at a fixed address, no registry',
      zh: '一个地址固定的服务提供者，没有注册中心',
    },
    apps: ['payment-provider-8001', consumer],
    env: { EUREKA_CLIENT_ENABLED: 'false', ...byAddress },
    tryThis: get31,
    expect: {
      en: 'a response of 8001, whose address is a setting of the consumer',
      zh: '8001 的响应，它的地址写在消费者的配置里',
    },
  },
  b: {
    chapter: '单机EUREKA',
    title: { en: 'one registry; the consumer does not ask it yet', zh: '一个注册中心，消费者还没有向它查询' },
    apps: ['eureka-7001', 'payment-provider-8001', consumer],
    // A registry drops its own URL from its peers, so this one is alone. The clients register with
    // it.
    env: { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://localhost:7001/eureka/', ...byAddress },
    tryThis: () => same('http://localhost:7001/'),
    expect: {
      en: 'CLOUD-PAYMENT-SERVICE and CLOUD-ORDER-SERVICE, each UP (1)',
      zh: 'CLOUD-PAYMENT-SERVICE 和 CLOUD-ORDER-SERVICE，各有 UP (1)',
    },
  },
  c: {
    chapter: '搭建EUREKA 集群',
    title: { en: 'two registries that replicate', zh: '两个互相复制的注册中心' },
    apps: [...registries, 'payment-provider-8001', consumer],
    env: byAddress,
    tryThis: () => ({
      en: 'http://localhost:7001/ and http://localhost:7002/',
      zh: 'http://localhost:7001/ 和 http://localhost:7002/',
    }),
    expect: {
      en: 'the same instances on both; stop one, and calls go on',
      zh: '两边的实例相同；停掉一个，调用照常',
    },
  },
  d: {
    chapter: '搭建服务提供者集群',
    title: {
      en: 'three providers, and the consumer still calls one address',
      zh: '三个服务提供者，消费者仍然只调用一个地址',
    },
    apps: [...registries, ...providers, consumer],
    env: byAddress,
    tryThis: sixTimes,
    expect: { en: 'UP (3) on the page, and 8001 six times', zh: '页面上有 UP (3)，而六次都是 8001' },
  },
  e: {
    chapter: '修改服务消费者的服务提供者的服务地址',
    title: {
      en: 'a name instead of the address, and nothing looks it up',
      zh: '地址换成了服务名，但没有负载均衡去解析它',
    },
    apps: [...registries, ...providers, consumer],
    env: { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE', SPRING_CLOUD_LOADBALANCER_ENABLED: 'false' },
    tryThis: get31,
    expect: {
      en: 'HTTP 500: no host is called CLOUD-PAYMENT-SERVICE',
      zh: 'HTTP 500：找不到名为 CLOUD-PAYMENT-SERVICE 的主机',
    },
  },
  f: {
    chapter: '提供负载均衡能力',
    title: {
      en: 'balanced by name (npm start is this one)',
      zh: '按服务名负载均衡（npm start 就是这一阶段）',
    },
    apps: [...registries, ...providers, consumer],
    env: { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE', SPRING_CLOUD_LOADBALANCER_ENABLED: 'true' },
    tryThis: sixTimes,
    expect: { en: '8001, 8002, 8003 in turn, each twice', zh: '8001、8002、8003 轮流出现，各两次' },
  },
};

/**
 * The course's settings to watch an eviction, for any stage: the row of a killed provider
 * disappears after 4 to 6 s. The liveness check is off, since it would be sooner.
 */
export const fast = {
  EUREKA_CLIENT_PRESENCE: 'false',
  EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
  EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '2000',
  EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: '1',
  EUREKA_INSTANCE_LEASE_EXPIRATION_DURATION_IN_SECONDS: '2',
};

/**
 * Java's timings, for any stage: Eureka's leases, and the caches of Eureka's and Spring's defaults.
 * A change takes 30 s and more to arrive at a caller, and a killed provider stays listed.
 */
export const classic = {
  EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: '30',
  EUREKA_INSTANCE_LEASE_EXPIRATION_DURATION_IN_SECONDS: '90',
  EUREKA_CLIENT_REGISTRY_FETCH_INTERVAL_SECONDS: '30',
  EUREKA_CLIENT_FOLLOW_CHANGES: 'false',
  EUREKA_CLIENT_PRESENCE: 'false',
  SPRING_CLOUD_LOADBALANCER_CACHE_TTL: '35',
  EUREKA_CHANGES_ENABLED: 'false',
  EUREKA_SERVER_USE_READ_ONLY_RESPONSE_CACHE: 'true',
  EUREKA_SERVER_RESPONSE_CACHE_UPDATE_INTERVAL_MS: '30000',
  EUREKA_SERVER_MAX_CHANGE_DELAY_MS: '500',
  EUREKA_SERVER_PEER_COMPARISON_INTERVAL_MS: '0',
};
