import type { TlsOptions } from '../transport/http-transport.js';
import type { JsClientLogger } from './logger.js';
import type { RequestMiddleware } from './request-middleware.js';

/** The configuration of eureka-js-client, all of it. Durations are ms. */
export interface EurekaConfig {
  readonly instance: EurekaInstanceConfig;
  readonly eureka: EurekaClientConfig;
  readonly requestMiddleware: RequestMiddleware;
  /** Fetch changes instead of the whole registry; here they are checked by their hash code. */
  readonly shouldUseDelta: boolean;
  readonly logger?: JsClientLogger;
  /** Where the YAML files are, and how they are called. */
  readonly cwd?: string;
  readonly filename?: string;
  /** Ours: an own authority, a client certificate. */
  readonly tls?: TlsOptions;
}

export interface EurekaClientConfig {
  readonly host?: string;
  readonly port?: number;
  readonly servicePath: string;
  readonly ssl: boolean;
  readonly serviceUrls?: Readonly<Record<string, readonly string[]>>;
  readonly availabilityZones?: Readonly<Record<string, readonly string[]>>;
  readonly ec2Region?: string;
  readonly preferSameZone: boolean;
  readonly useDns: boolean;
  readonly clusterRefreshInterval: number;
  readonly heartbeatInterval: number;
  readonly registryFetchInterval: number;
  readonly registerWithEureka: boolean;
  readonly fetchRegistry: boolean;
  readonly filterUpInstances: boolean;
  /** Whether `start` waits until this process finds itself in the registry. */
  readonly waitForRegistry?: boolean;
  readonly maxRetries: number;
  readonly requestRetryDelay: number;
  readonly fetchMetadata: boolean;
  readonly useLocalMetadata: boolean;
  readonly preferIpAddress: boolean;
}

/** As it goes over the wire: a port may be a number or `{ $, '@enabled' }`. */
export type EurekaInstanceConfig = Readonly<Record<string, unknown>> & {
  readonly app?: string;
  readonly instanceId?: string;
  readonly hostName?: string;
  readonly ipAddr?: string;
  readonly port?: unknown;
  readonly vipAddress?: string;
  readonly dataCenterInfo?: { readonly name?: string; readonly metadata?: Readonly<Record<string, string>> };
};

/** What may be left out. */
export type GivenEurekaConfig = {
  readonly [K in keyof EurekaConfig]?: K extends 'instance' | 'eureka'
    ? Partial<EurekaConfig[K]>
    : EurekaConfig[K];
};

export const defaults: EurekaConfig = {
  requestMiddleware: (request, done) => done(request),
  shouldUseDelta: false,
  eureka: {
    heartbeatInterval: 30_000,
    registryFetchInterval: 30_000,
    maxRetries: 3,
    requestRetryDelay: 500,
    fetchRegistry: true,
    filterUpInstances: true,
    servicePath: '/eureka/v2/apps/',
    ssl: false,
    useDns: false,
    preferSameZone: true,
    clusterRefreshInterval: 300_000,
    fetchMetadata: true,
    registerWithEureka: true,
    useLocalMetadata: false,
    preferIpAddress: false,
  },
  instance: {},
};

/** The later ones over the earlier ones, object by object; a list is taken as a whole. */
export function merged(...configs: readonly object[]): object {
  const whole: Record<string, unknown> = {};
  for (const config of configs) {
    for (const [key, value] of Object.entries(config)) {
      const before = whole[key];
      if (value === undefined) continue;
      whole[key] = isPlain(value) ? merged(isPlain(before) ? before : {}, value) : value;
    }
  }
  return whole;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** With the words of eureka-js-client, which somebody may look for; and before anything is sent. */
export function validateConfig({ eureka, instance, requestMiddleware }: EurekaConfig): void {
  if (eureka.registerWithEureka) {
    for (const key of ['app', 'vipAddress', 'port', 'dataCenterInfo'])
      if (!instance[key]) throw new TypeError(`Missing "instance.${key}" config value.`);
  }
  if (typeof requestMiddleware !== 'function') throw new TypeError('requestMiddleware must be a function');
  if (eureka.useDns && !eureka.ec2Region)
    throw new Error(
      'EC2 region was undefined. config.eureka.ec2Region must be set to resolve Eureka using DNS records.',
    );
}
