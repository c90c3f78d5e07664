import { type Clock, every, type Stop } from '@eureka-nest/runtime/time';
import { Resolver } from 'node:dns/promises';
import { SourceUnavailableError } from '../core/errors.js';
import { type Candidate, hostAndPort } from '../core/instance-source.js';
import type { BalancerLogger } from '../options/load-balancer-parts.js';
import { ListedSource } from './listed-source.js';
import { SourceLog } from './source-log.js';

interface SrvName {
  readonly srv: string;
  readonly secure?: boolean;
}

interface AddressName {
  readonly host: string;
  readonly port: number;
  readonly family?: 4 | 6;
  readonly secure?: boolean;
}

/** DNS name of a service: SRV records, or addresses that share one port. */
export type DnsName = SrvName | AddressName;

export interface DnsSourceParts {
  readonly services: Readonly<Record<string, DnsName>>;
  /** Time between queries; Node does not report the TTL of SRV records. */
  readonly refreshMs?: number;
  /** Resolver; the default uses the name servers of the machine. */
  readonly resolver?: Pick<Resolver, 'resolve4' | 'resolve6' | 'resolveSrv'>;
  readonly logger?: BalancerLogger;
  readonly clock?: Clock;
}

/** Codes for a name that has no such record or does not exist: the service has no instance. */
const noRecord = new Set(['ENODATA', 'ENOTFOUND']);

/** Instances from DNS, as published by headless services of Kubernetes and by Consul. */
export class DnsSource extends ListedSource {
  private readonly resolver: NonNullable<DnsSourceParts['resolver']>;
  private readonly log: SourceLog;
  private stopPolling: Stop | undefined;

  constructor(private readonly parts: DnsSourceParts) {
    super(parts.clock);
    this.resolver = parts.resolver ?? new Resolver({ timeout: 2_000, tries: 2 });
    this.log = new SourceLog('DNS', parts.logger);
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
    const queries = Object.entries(this.parts.services).map(async ([service, name]) => {
      this.put(service, await this.query(name));
    });
    const failed = (await Promise.allSettled(queries)).find((each) => each.status === 'rejected');
    if (!failed) {
      this.confirm();
      return this.log.succeeded();
    }
    this.log.failed(failed.reason);
    throw new SourceUnavailableError('DNS', String(failed.reason), { cause: failed.reason });
  }

  private async query(name: DnsName): Promise<readonly Candidate[]> {
    try {
      return 'srv' in name ? await this.srvRecords(name) : await this.addresses(name);
    } catch (error) {
      if (noRecord.has(String((error as { code?: unknown }).code))) return [];
      throw error;
    }
  }

  private async srvRecords({ srv, secure }: SrvName): Promise<readonly Candidate[]> {
    const records = await this.resolver.resolveSrv(srv);
    const lowest = Math.min(...records.map(({ priority }) => priority));
    // Higher numbers are spares: they are used once DNS no longer lists those of the lowest.
    return records
      .filter(({ priority }) => priority === lowest)
      .map(({ name, port, weight }) => ({
        ...candidate(name, port, secure),
        // A weight of 0 means "rarely" in DNS; the lowest weight here is 1.
        metadata: { weight: String(Math.max(1, weight)) },
      }));
  }

  private async addresses({ host, port, family, secure }: AddressName): Promise<readonly Candidate[]> {
    const found = await (family === 6 ? this.resolver.resolve6(host) : this.resolver.resolve4(host));
    return found.map((address) => candidate(address, port, secure));
  }
}

function candidate(host: string, port: number, secure: boolean | undefined): Candidate {
  return { instanceId: hostAndPort({ host, port }), host, port, ...(secure && { secure }) };
}
