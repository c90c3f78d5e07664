import { withoutLogin } from '@eureka-nest/protocol';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Endpoint } from './http-transport.js';
import type { Clock } from '../surroundings.js';

/** All addresses of a name, IPv4 and IPv6. */
export type LookUp = (hostname: string) => Promise<readonly string[]>;

export const systemLookUp: LookUp = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'ipv4first' })).map(({ address }) => address);

export interface EndpointsOptions {
  /** How long a list of addresses is good for. */
  readonly pollMs: number;
  readonly lookUpMs: number;
}

/** The servers behind the service URLs: a name with several addresses, such as that of a headless service, is several servers. */
export class Endpoints {
  private list: readonly Endpoint[] = [];
  private goodUntil = -Infinity;
  private underWay: Promise<readonly Endpoint[]> | undefined;

  /** @param urls asked each time, for they too may come from a name server */
  constructor(
    private readonly urls: () => Promise<readonly string[]>,
    private readonly lookUp: LookUp,
    private readonly options: EndpointsOptions,
    private readonly clock: Clock,
  ) {}

  /** In the order of the service URLs; as they were found last, where they cannot be found now. */
  async all(): Promise<readonly Endpoint[]> {
    if (this.clock() < this.goodUntil) return this.list;
    this.underWay ??= this.find().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  /** Next time the names are looked up again: none of these answered. */
  expire(): void {
    this.goodUntil = -Infinity;
  }

  private async find(): Promise<readonly Endpoint[]> {
    const urls = await this.urls();
    this.list = (await Promise.all(urls.map((url) => this.behind(url)))).flat();
    this.goodUntil = this.clock() + this.options.pollMs;
    return this.list;
  }

  private async behind(url: string): Promise<readonly Endpoint[]> {
    const name = new URL(url).hostname;
    if (name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0) return [{ url }];
    const addresses = await this.addressesOf(name);
    // What is not found fails when it is asked, with the words for that; a single address needs no name for itself.
    if (addresses.length < 2) return [{ url }];
    return addresses.map((address) => ({ url, address }));
  }

  /** Of one family: the other one leads to the same servers. */
  private async addressesOf(name: string): Promise<readonly string[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly string[]>((resolve) => {
      timer = setTimeout(resolve, this.options.lookUpMs, []);
    });
    const found = await Promise.race([this.lookUp(name).catch(() => []), late]);
    clearTimeout(timer);
    const v4 = found.filter((address) => isIP(address) === 4);
    return [...new Set(v4.length > 0 ? v4 : found)].sort();
  }
}

/** How a server is called in the log; no two are called the same. */
export const nameOf = ({ url, address }: Endpoint): string =>
  `${withoutLogin(url)}${address ? ` (${address})` : ''}`;
