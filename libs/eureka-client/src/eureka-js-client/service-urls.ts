import type { ClientLogger } from '../log/client-logger.js';
import { DnsServiceUrls, type TxtLookup } from '../transport/dns-service-urls.js';
import type { EurekaConfig } from './config.js';

/** Returns the service URLs of a configuration for our client, without the final `apps/`. */
export function serviceUrlsOf(
  config: EurekaConfig,
  logger: ClientLogger,
  resolve: TxtLookup,
): () => Promise<readonly string[]> {
  const { host = 'localhost', port = 8761, servicePath, ssl, ec2Region, preferSameZone } = config.eureka;
  const zone = ownZone(config);
  if (config.eureka.useDns && ec2Region !== undefined) {
    const context = { region: ec2Region, dnsName: host, dnsPort: port, dnsContext: withoutApps(servicePath) };
    const dns = new DnsServiceUrls(
      { ...context, preferSameZone, secure: ssl, ...(zone !== undefined && { zone }) },
      resolve,
      logger,
    );
    return () => dns.find();
  }
  const listed = inZones(config, zone).map(withoutApps);
  const urls =
    listed.length > 0 ? listed : [withoutApps(`${ssl ? 'https' : 'http'}://${host}:${port}${servicePath}`)];
  return async () => urls;
}

function inZones({ eureka }: EurekaConfig, zone: string | undefined): readonly string[] {
  const { serviceUrls = {}, availabilityZones, ec2Region, preferSameZone } = eureka;
  const zones = (ec2Region && availabilityZones?.[ec2Region]) || ['default'];
  const own = zones.filter((each) => preferSameZone && each === zone);
  return [...new Set([...own, ...zones].flatMap((each) => serviceUrls[each] ?? []))];
}

const ownZone = ({ instance }: EurekaConfig): string | undefined =>
  instance.dataCenterInfo?.metadata?.['availability-zone'];

const withoutApps = (url: string): string => url.replace(/\/?(apps\/?)?$/, '/');
