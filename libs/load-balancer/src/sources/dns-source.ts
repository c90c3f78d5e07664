import { type Clock, every, type Stop, within } from '@eureka-nest/runtime/time';
import { lookup, Resolver } from 'node:dns/promises';
import { SourceUnavailableError } from '../core/errors.js';
import { type Candidate, hostAndPort } from '../core/instance-source.js';
import type { BalancerLogger } from '../options/load-balancer-parts.js';
import { addressesFrom, type AddressLookup } from './dns-addresses.js';
import { ListedSource } from './listed-source.js';
import { OneAtATime } from './one-at-a-time.js';
import { SourceLog } from './source-log.js';

interface SrvName {
  /** Complete name of the records; search domains do not apply to it. */
  readonly srv: string;
  readonly secure?: boolean;
}

interface AddressName {
  /** Name as any program on this machine may write it: the hosts file and search domains apply. */
  readonly host: string;
  readonly port: number;
  /** Family of the addresses; the default is IPv4, or IPv6 if the name has no IPv4 address. */
  readonly family?: 4 | 6;
  readonly secure?: boolean;
}

/** DNS name of a service: SRV records, or addresses that share one port. */
export type DnsName = SrvName | AddressName;

export interface DnsSourceParts {
  readonly services: Readonly<Record<string, DnsName>>;
  /** Time between queries; Node does not report the TTL of SRV records. */
  readonly refreshMs?: number;
  /** Queries these name servers only, without hosts file and search domains. */
  readonly resolver?: Pick<Resolver, 'resolve4' | 'resolve6' | 'resolveSrv'>;
  /** Looks up addresses; the default is that of the operating system, as for any connection. */
  readonly lookup?: AddressLookup;
  readonly logger?: BalancerLogger;
  readonly clock?: Clock;
}

/** Codes for a name that has no such record or does not exist: the service has no instance. */
const noRecord = new Set(['ENODATA', 'ENOTFOUND']);
/** Longest wait for the operating system, which may retry for half a minute. */
const longestWaitMs = 5_000;

/** Instances from DNS, as published by headless services of Kubernetes and by Consul. */
export class DnsSource extends ListedSource {
  private readonly resolver: Pick<Resolver, 'resolveSrv'>;
  private readonly lookup: AddressLookup;
  private readonly log: SourceLog;
  private readonly queries: readonly OneAtATime[];
  /** Services whose name was not found at the last query. */
  private readonly notFound = new Set<string>();
  private stopPolling: Stop | undefined;

  constructor(private readonly parts: DnsSourceParts) {
    super(parts.clock);
    this.resolver = parts.resolver ?? new Resolver({ timeout: 2_000, tries: 2 });
    this.lookup = parts.lookup ?? (parts.resolver ? addressesFrom(parts.resolver) : lookup);
    this.log = new SourceLog('DNS', parts.logger);
    this.queries = Object.entries(parts.services).map(
      ([service, name]) => new OneAtATime(async () => this.put(service, await this.query(service, name))),
    );
  }

  /** Queries once and then periodically. Does not fail if the name server is unavailable. */
  async start(): Promise<void> {
    this.stopPolling ??= every(this.parts.refreshMs ?? 10_000, () => this.refresh().catch(() => undefined));
    await this.refresh().catch(() => undefined);
  }

  stop(): void {
    this.stopPolling?.();
    this.stopPolling = undefined;
  }

  /** All of them are known, even before the first query. */
  override services(): readonly string[] {
    return Object.keys(this.parts.services).map((each) => each.toLowerCase());
  }

  /** @throws SourceUnavailableError if a query failed; that service keeps its last list */
  async refresh(): Promise<void> {
    const results = await Promise.allSettled(this.queries.map((each) => inTime(each.run())));
    const failed = results.find((each) => each.status === 'rejected');
    if (!failed) {
      this.confirm();
      return this.log.succeeded();
    }
    this.log.failed(failed.reason);
    throw new SourceUnavailableError('DNS', String(failed.reason), { cause: failed.reason });
  }

  private async query(service: string, name: DnsName): Promise<readonly Candidate[]> {
    try {
      const found = await ('srv' in name ? this.srvRecords(name) : this.addresses(name));
      if (this.notFound.delete(service)) this.parts.logger?.log(`DNS name ${textOf(name)} found`);
      return found;
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      if (!noRecord.has(code)) throw error;
      if (!this.notFound.has(service))
        this.parts.logger?.warn(`DNS name ${textOf(name)} not found (${code}): no instances of ${service}`);
      this.notFound.add(service);
      return [];
    }
  }

  /** All priorities: a later one is called once no instance of an earlier one can be. */
  private async srvRecords({ srv, secure }: SrvName): Promise<readonly Candidate[]> {
    const records = await this.resolver.resolveSrv(srv);
    // RFC 2782: the root as the only target means that the service is not available here.
    return records
      .filter(({ name }) => name !== '' && name !== '.')
      .map(({ name, port, priority, weight }) => ({
        ...candidate(name, port, secure),
        priority,
        // A weight of 0 means "rarely" in DNS; here it would mean "never".
        metadata: { weight: String(Math.max(1, weight)) },
      }));
  }

  private async addresses({ host, port, family, secure }: AddressName): Promise<readonly Candidate[]> {
    const found = await this.lookup(host, { all: true, family: family ?? 0 });
    // A host with both is one instance. Its name has IPv4 addresses or is called by IPv6.
    const first = family ?? (found.some((each) => each.family === 4) ? 4 : 6);
    return found
      .filter((each) => each.family === first)
      .map(({ address }) => candidate(address, port, secure));
  }
}

function candidate(host: string, port: number, secure: boolean | undefined): Candidate {
  return { instanceId: hostAndPort({ host, port }), host, port, ...(secure && { secure }) };
}

const textOf = (name: DnsName): string => ('srv' in name ? `${name.srv} (SRV)` : name.host);

async function inTime(query: Promise<void>): Promise<void> {
  const isLate = await within(
    longestWaitMs,
    query.then(() => false),
    true,
  );
  if (isLate) throw new Error(`no response from the name server within ${longestWaitMs} ms`);
}
