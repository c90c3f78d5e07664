import { withoutLogin } from '@eureka-nest/protocol';
import { type Clock, within } from '@eureka-nest/runtime/time';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Endpoint } from './http-transport.js';

/** Resolves a host name to all its addresses, IPv4 and IPv6. */
export type AddressLookup = (hostname: string) => Promise<readonly string[]>;

export const systemAddressLookup: AddressLookup = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'ipv4first' })).map(({ address }) => address);

interface EndpointsOptions {
  /** Lifetime of a list of addresses. */
  readonly pollMs: number;
  readonly lookUpMs: number;
  /** Time limit of the service URLs, by default 5 s: they may come from DNS, or from a hook. */
  readonly urlsMs?: number;
}

/** Servers behind the service URLs. A name with several addresses counts as several servers. */
export class Endpoints {
  private list: readonly Endpoint[] = [];
  private lastUrls: readonly string[] = [];
  private validUntil = -Infinity;
  private refreshing: Promise<readonly Endpoint[]> | undefined;

  /** @param urls called with every refresh, because the URLs may come from DNS too */
  constructor(
    private readonly urls: () => Promise<readonly string[]>,
    private readonly lookUp: AddressLookup,
    private readonly options: EndpointsOptions,
    private readonly clock: Clock,
  ) {}

  /** Returns the servers in the order of the service URLs; resolves them again after a while. */
  async all(): Promise<readonly Endpoint[]> {
    if (this.clock() < this.validUntil) return this.list;
    return (this.refreshing ??= this.refresh());
  }

  /** The list of the last lookup, however old. */
  get last(): readonly Endpoint[] {
    return this.list;
  }

  /** Expires the list, because none of its servers responded; also one that is being resolved. */
  expire(): void {
    this.validUntil = -Infinity;
    this.refreshing = undefined;
  }

  private refresh(): Promise<readonly Endpoint[]> {
    const refreshing: Promise<readonly Endpoint[]> = this.resolve()
      .then((list) => {
        if (this.refreshing !== refreshing) return list;
        this.validUntil = this.clock() + this.options.pollMs;
        return (this.list = list);
      })
      .finally(() => {
        if (this.refreshing === refreshing) this.refreshing = undefined;
      });
    return refreshing;
  }

  private async resolve(): Promise<readonly Endpoint[]> {
    const urls = await within(this.options.urlsMs ?? 5_000, this.urls(), this.lastUrls);
    this.lastUrls = urls;
    return (await Promise.all(urls.map((url) => this.endpointsOf(url)))).flat();
  }

  private async endpointsOf(url: string): Promise<readonly Endpoint[]> {
    const name = new URL(url).hostname;
    if (name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0) return [{ url }];
    const addresses = await this.addressesOf(name);
    // An unresolved name fails in the request, with the right error.
    if (addresses.length < 2) return [{ url }];
    return addresses.map((address) => ({ url, address }));
  }

  /** Returns the addresses of one family: the other family leads to the same servers. */
  private async addressesOf(name: string): Promise<readonly string[]> {
    const lookUp = this.lookUp(name).catch(() => []);
    const found = await within(this.options.lookUpMs, lookUp, []);
    const v4 = found.filter((address) => isIP(address) === 4);
    return [...new Set(v4.length > 0 ? v4 : found)].sort();
  }
}

/** Unique name of a server in the log, without the login. */
export const endpointName = ({ url, address }: Endpoint): string =>
  `${withoutLogin(url)}${address ? ` (${address})` : ''}`;
