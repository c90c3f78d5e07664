import type { TlsOptions } from '../transport/http-transport.js';
import type { JsClientLogger } from './logger.js';
import type { RequestMiddleware } from './request-middleware.js';

/** Configuration of eureka-js-client. Durations are ms. */
export interface EurekaConfig {
  readonly instance: EurekaInstanceConfig;
  readonly eureka: EurekaClientConfig;
  readonly requestMiddleware: RequestMiddleware;
  /** True to fetch deltas, which are checked by their hash code, unlike in the original. */
  readonly shouldUseDelta: boolean;
  readonly logger?: JsClientLogger;
  /** Folder and name of the YAML files. */
  readonly cwd?: string;
  readonly filename?: string;
  /** Addition to the original: a private authority, a client certificate. */
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
  /** True if `start` waits until the registry lists this process. */
  readonly waitForRegistry?: boolean;
  readonly maxRetries: number;
  readonly requestRetryDelay: number;
  readonly fetchMetadata: boolean;
  readonly useLocalMetadata: boolean;
  readonly preferIpAddress: boolean;
}

/** Instance in wire form. The port may be a number or `{ $, '@enabled' }`. */
export type EurekaInstanceConfig = Readonly<Record<string, unknown>> & {
  readonly app?: string;
  readonly instanceId?: string;
  readonly hostName?: string;
  readonly ipAddr?: string;
  readonly port?: unknown;
  readonly vipAddress?: string;
  readonly dataCenterInfo?: { readonly name?: string; readonly metadata?: Readonly<Record<string, string>> };
};

/** Configuration as a user passes it: everything is optional. */
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

/** Merges configurations deeply; a later value wins, and a list replaces a list. */
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

/** Validates the configuration with the messages of eureka-js-client, which users may match. */
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
