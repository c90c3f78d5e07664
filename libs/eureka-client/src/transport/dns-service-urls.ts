import { serviceUrlsInOrder } from '../core/zones.js';
import type { ClientLogger } from '../log/client-logger.js';

/** Resolves a host name to the texts of its TXT records. */
export type TxtLookup = (name: string) => Promise<readonly (readonly string[])[]>;

interface DnsServiceUrlsOptions {
  readonly region: string;
  /** Domain of the TXT records. */
  readonly dnsName: string;
  readonly dnsPort: number;
  readonly dnsContext: string;
  readonly preferSameZone: boolean;
  readonly zone?: string;
  readonly secure: boolean;
}

/**
 * Service URLs from TXT records: `txt.<region>.<domain>` lists the zones, `txt.<zone>.<domain>` the
 * hosts of one. The last result stays valid while DNS fails. Java:
 * EndpointUtils.getServiceUrlsFromDNS
 */
export class DnsServiceUrls {
  private found: readonly string[] = [];
  private isFailing = false;

  constructor(
    private readonly options: DnsServiceUrlsOptions,
    private readonly lookUp: TxtLookup,
    private readonly logger: ClientLogger,
  ) {}

  async find(): Promise<readonly string[]> {
    try {
      this.found = await this.resolve();
      if (this.isFailing) this.logger.log('service URLs found in DNS again');
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing)
        this.logger.warn(`service URLs not found in DNS, using the last ones: ${(error as Error).message}`);
      this.isFailing = true;
    }
    return this.found;
  }

  private async resolve(): Promise<readonly string[]> {
    const { region, dnsName, dnsPort, dnsContext, secure, zone, preferSameZone } = this.options;
    const wordsAt = async (name: string) =>
      (await this.lookUp(name)).flatMap((parts) => parts.join('').split(/\s+/)).filter(Boolean);
    // Each zone is a full name, such as `us-east-1c.example.com`; its first label is the zone.
    const zoneNames = await wordsAt(`txt.${region}.${dnsName}`);
    const hosts = await Promise.all(zoneNames.map((each) => wordsAt(`txt.${each}`)));
    const urlOf = (host: string) =>
      `${secure ? 'https' : 'http'}://${host}:${dnsPort}/${dnsContext.replace(/^\/|\/$/g, '')}/`;
    const zoneOf = (name: string) => name.split('.')[0] ?? name;
    return serviceUrlsInOrder({
      serviceUrls: [],
      serviceUrlsByZone: Object.fromEntries(
        zoneNames.map((name, index) => [zoneOf(name), (hosts[index] ?? []).map(urlOf)]),
      ),
      availabilityZones: zoneNames.map(zoneOf),
      preferSameZone,
      ...(zone !== undefined && { zone }),
    });
  }
}
