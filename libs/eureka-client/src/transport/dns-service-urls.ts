import type { ClientLogger } from '../log/client-logger.js';
import { serviceUrlsInOrder } from '../core/zones.js';

/** The texts of the TXT records of a name. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

export interface DnsServiceUrlsOptions {
  readonly region: string;
  /** The domain below which the records are. */
  readonly dnsName: string;
  readonly dnsPort: number;
  readonly dnsContext: string;
  readonly preferSameZone: boolean;
  readonly zone?: string;
  readonly secure: boolean;
}

/**
 * The registries as a name server lists them: `txt.<region>.<domain>` names the zones, `txt.<zone>.<domain>` the hosts of one. What was
 * found last stays when the name server does not answer. Java: EndpointUtils.getServiceUrlsFromDNS
 */
export class DnsServiceUrls {
  private found: readonly string[] = [];
  private isSilent = false;

  constructor(
    private readonly options: DnsServiceUrlsOptions,
    private readonly resolveTxt: ResolveTxt,
    private readonly logger: ClientLogger,
  ) {}

  async find(): Promise<readonly string[]> {
    try {
      this.found = await this.ask();
      if (this.isSilent) this.logger.log('the name server lists the registries again');
      this.isSilent = false;
    } catch (error) {
      if (!this.isSilent)
        this.logger.warn(`the name server does not list the registries: ${(error as Error).message}`);
      this.isSilent = true;
    }
    return this.found;
  }

  private async ask(): Promise<readonly string[]> {
    const { region, dnsName, dnsPort, dnsContext, secure, zone, preferSameZone } = this.options;
    const wordsOf = async (name: string) =>
      (await this.resolveTxt(name)).flatMap((parts) => parts.join('').split(/\s+/)).filter(Boolean);
    // Each zone is a whole name, such as `us-east-1c.example.com`; its first part is the zone.
    const zoneNames = await wordsOf(`txt.${region}.${dnsName}`);
    const hosts = await Promise.all(zoneNames.map((each) => wordsOf(`txt.${each}`)));
    const urlOf = (host: string) =>
      `${secure ? 'https' : 'http'}://${host}:${dnsPort}/${dnsContext.replace(/^\/|\/$/g, '')}/`;
    const zoneOf = (name: string) => name.split('.')[0] ?? name;
    return serviceUrlsInOrder({
      serviceUrls: [],
      serviceUrlsByZone: Object.fromEntries(
        zoneNames.map((name, at) => [zoneOf(name), (hosts[at] ?? []).map(urlOf)]),
      ),
      availabilityZones: zoneNames.map(zoneOf),
      preferSameZone,
      ...(zone !== undefined && { zone }),
    });
  }
}
