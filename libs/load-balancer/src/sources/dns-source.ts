import { type Clock, every, type Stop, systemClock } from '@eureka-nest/runtime/time';
import { Resolver } from 'node:dns/promises';
import { SourceUnavailableError } from '../core/errors.js';
import { addressOf, type Candidate, type InstanceSource } from '../core/instance-source.js';
import { Lists } from './lists.js';
import { SourceLog, type SourceLogger } from './source-log.js';

/** How a service stands in DNS: as SRV records, or as addresses that all have the same port. */
export type DnsName = (
  | { readonly srv: string }
  | { readonly host: string; readonly port: number; readonly family?: 4 | 6 }
) & { readonly secure?: boolean };

export interface DnsSourceParts {
  readonly services: Readonly<Record<string, DnsName>>;
  /** How often to look; records say how long they are good, but for SRV Node does not tell. */
  readonly refreshMs?: number;
  /** The machine's name servers unless told otherwise. */
  readonly resolver?: Pick<Resolver, 'resolve4' | 'resolve6' | 'resolveSrv'>;
  readonly logger?: SourceLogger;
  readonly clock?: Clock;
}

/** The name server knows the name and no record, or says that there is no such name: nobody is there. */
const nobody = new Set(['ENODATA', 'ENOTFOUND']);

/** Instances from DNS, as Kubernetes' headless services and Consul publish them. */
export class DnsSource implements InstanceSource {
  private readonly parts: DnsSourceParts;
  private readonly resolver: NonNullable<DnsSourceParts['resolver']>;
  private readonly lists: Lists;
  private readonly log: SourceLog;
  private stopLooking: Stop | undefined;

  constructor(parts: DnsSourceParts) {
    this.parts = parts;
    this.resolver = parts.resolver ?? new Resolver({ timeout: 2_000, tries: 2 });
    this.lists = new Lists(parts.clock ?? systemClock);
    this.log = new SourceLog('DNS', parts.logger);
  }

  /** Looks for the first time, and then again and again. A name server that is not there yet is no reason to fail. */
  async start(): Promise<void> {
    this.stopLooking ??= every(this.parts.refreshMs ?? 10_000, () => this.refresh().catch(() => undefined));
    await this.refresh().catch(() => undefined);
  }

  stop(): void {
    this.stopLooking?.();
    this.stopLooking = undefined;
  }

  instances(service: string): readonly Candidate[] {
    return this.lists.instances(service);
  }

  services(): readonly string[] {
    return Object.keys(this.parts.services).map((each) => each.toLowerCase());
  }

  get copyAgeMs(): number | undefined {
    return this.lists.ageMs;
  }

  /** @throws SourceUnavailableError for a name that could not be looked up; its last list stays */
  async refresh(): Promise<void> {
    const looks = Object.entries(this.parts.services).map(async ([service, name]) => {
      this.lists.put(service, await this.lookUp(name));
    });
    const failed = (await Promise.allSettled(looks)).find((each) => each.status === 'rejected');
    if (!failed) {
      this.lists.heard();
      return this.log.answered();
    }
    this.log.failed(failed.reason);
    throw new SourceUnavailableError('DNS', String(failed.reason), { cause: failed.reason });
  }

  private async lookUp(name: DnsName): Promise<readonly Candidate[]> {
    try {
      return 'srv' in name ? await this.srv(name) : await this.addresses(name);
    } catch (error) {
      if (nobody.has(String((error as { code?: unknown }).code))) return [];
      throw error;
    }
  }

  private async srv({ srv, secure }: DnsName & { readonly srv: string }): Promise<readonly Candidate[]> {
    const records = await this.resolver.resolveSrv(srv);
    const first = Math.min(...records.map(({ priority }) => priority));
    // Those of a later priority are for when the first are gone: then DNS no longer lists those.
    return records
      .filter(({ priority }) => priority === first)
      .map(({ name, port, weight }) => ({
        ...candidate(name, port, secure),
        // A weight of 0 means "rarely"; here it is the smallest there is.
        metadata: { weight: String(Math.max(1, weight)) },
      }));
  }

  private async addresses(
    name: DnsName & { readonly host: string; readonly port: number; readonly family?: 4 | 6 },
  ): Promise<readonly Candidate[]> {
    const { host, port, family = 4, secure } = name;
    const found = await (family === 4 ? this.resolver.resolve4(host) : this.resolver.resolve6(host));
    return found.map((address) => candidate(address, port, secure));
  }
}

function candidate(host: string, port: number, secure: boolean | undefined): Candidate {
  return { instanceId: addressOf({ host, port }), host, port, ...(secure && { secure }) };
}
