export type Train = 'spring-cloud' | 'hoxton';
export type JavaKind = 'server' | 'provider' | 'consumer';

export type Properties = Readonly<Record<string, string | number | boolean>>;

/** Intervals of seconds instead of Java's half minutes. */
const fastClient: Properties = {
  'eureka.instance.lease-renewal-interval-in-seconds': 1,
  'eureka.instance.lease-expiration-duration-in-seconds': 3,
  'eureka.client.registry-fetch-interval-seconds': 1,
  'eureka.client.instance-info-replication-interval-seconds': 1,
  'spring.cloud.loadbalancer.cache.ttl': '1s',
  'ribbon.ServerListRefreshInterval': 1000,
};

const fastServer: Properties = {
  'eureka.server.eviction-interval-timer-in-ms': 1000,
  'eureka.server.response-cache-update-interval-ms': 1000,
  'eureka.server.expected-client-renewal-interval-seconds': 1,
};

export const fastProperties: Readonly<Record<JavaKind, Properties>> = {
  server: fastServer,
  provider: fastClient,
  consumer: fastClient,
};

/** Pattern with time, level and full logger name, which complaints.ts parses. */
export const logPattern = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %level %logger - %msg%n";

export const modules: Readonly<Record<JavaKind, string>> = {
  server: 'eureka-server',
  provider: 'payment-provider',
  consumer: 'order-consumer',
};

/** Paths that respond once the process has started completely. */
export const readyPaths: Readonly<Record<JavaKind, string>> = {
  server: '/eureka/apps',
  provider: '/payment/lb',
  consumer: '/actuator/info',
};

/**
 * Options for a small heap and the fast compiler, since several short-lived processes run in
 * parallel. The encoding is set because Java 17 takes it from the machine: with ASCII, the XML of a
 * Java server has a ? for every Chinese character.
 */
export const smallJvm: readonly string[] = [
  '-Xmx256m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Dfile.encoding=UTF-8',
];
