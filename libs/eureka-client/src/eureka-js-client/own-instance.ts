import { decodeInstanceDocument, type InstanceInfo } from '@eureka-nest/protocol';
import type { EurekaConfig, EurekaInstanceConfig } from './config.js';

/**
 * Builds the instance that a configuration describes. Better than eureka-js-client, which sends the
 * configuration unchanged: forms that Java rejects (a bare number as the port, a data center
 * without `@class`) are written as Java writes them.
 */
export function describedBy({ instance }: EurekaConfig, made: InstanceInfo): InstanceInfo {
  const { lastDirtyTimestamp, lastUpdatedTimestamp } = made;
  const described = decodeInstanceDocument({ instance: { ...instance, status: 'UP' } }, lastDirtyTimestamp);
  return {
    ...described,
    hostName: described.hostName || made.hostName,
    ipAddr: described.ipAddr || made.ipAddr,
    securePort: instance['securePort'] === undefined ? made.securePort : described.securePort,
    lastDirtyTimestamp,
    lastUpdatedTimestamp,
  };
}

/** Returns the port for callers; 0 if there is none. */
export function portIn({ port }: EurekaInstanceConfig): number {
  const number = typeof port === 'object' && port !== null ? (port as { $?: unknown }).$ : port;
  return Number(number) || 0;
}

/** Adds EC2 metadata, as eureka-js-client does. */
export function withAwsMetadata(
  config: EurekaConfig,
  metadata: Readonly<Record<string, string>>,
): EurekaConfig {
  const { useLocalMetadata, preferIpAddress } = config.eureka;
  const ipAddr = metadata[useLocalMetadata ? 'local-ipv4' : 'public-ipv4'] ?? config.instance.ipAddr;
  const hostName = preferIpAddress
    ? ipAddr
    : (metadata[useLocalMetadata ? 'local-hostname' : 'public-hostname'] ?? config.instance.hostName);
  const { dataCenterInfo } = config.instance;
  const urls = ['statusPageUrl', 'healthCheckUrl', 'homePageUrl'].flatMap((name) => {
    const url = config.instance[name];
    return typeof url === 'string' && hostName ? [[name, url.replace('__HOST__', hostName)]] : [];
  });
  const instance = {
    ...config.instance,
    ...(hostName && { hostName }),
    ...(ipAddr && { ipAddr }),
    ...Object.fromEntries(urls),
    dataCenterInfo: { ...dataCenterInfo, metadata: { ...dataCenterInfo?.metadata, ...metadata } },
  };
  return { ...config, instance };
}
