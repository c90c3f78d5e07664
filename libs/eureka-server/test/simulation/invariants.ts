import type { InstanceStatus } from '@eureka-nest/protocol';
import type { SimulatedClient } from './simulated-client.js';
import type { Row } from './node-world.js';
import type { SimulatedNode } from './simulated-node.js';
import type { Oracle } from './oracle.js';

/** Invariants of a cluster at rest. Each violation is a sentence. */
export class Invariants {
  constructor(
    private readonly nodes: readonly SimulatedNode[],
    private readonly clients: readonly SimulatedClient[],
    private readonly oracle: Oracle,
    private readonly selfPreservation: boolean,
  ) {}

  /** Cancelled instances that are listed although the registries reach each other again. */
  resurrected(): readonly string[] {
    const left = this.clients.filter((client) => this.oracle.hasSurelyLeft(client));
    return left.flatMap((client) => this.stillListed(client));
  }

  violations(): readonly string[] {
    const living = this.clients.filter(({ isAlive }) => isAlive);
    return [...this.resurrected(), ...living.flatMap((client) => this.violationsOfLive(client))];
  }

  /** @param quietSince time from which no registry had anything new to send */
  finalViolations(quietSince: number): readonly string[] {
    // Self-preservation is local: each registry may keep or evict a dead instance.
    const retained = this.selfPreservation ? this.clients.filter((client) => this.mayStayListed(client)) : [];
    const stillSending =
      retained.length > 0 ? [] : this.nodes.filter(({ lastNewsAt }) => lastNewsAt > quietSince);
    return [
      ...this.clients.flatMap((client) => {
        if (client.isAlive) return this.violationsOfLive(client);
        return retained.includes(client) ? [] : this.stillListed(client);
      }),
      ...stillSending.map(({ name }) => `${name} still receives news although nothing happens`),
    ];
  }

  private mayStayListed(client: SimulatedClient): boolean {
    return !client.isAlive && !this.oracle.hasSurelyLeft(client);
  }

  private violationsOfLive(client: SimulatedClient): readonly string[] {
    const missing = this.nodes.filter((node) => !node.row(client.name));
    if (missing.length > 0)
      return missing.map(({ name }) => `${client.name} lives, and ${name} does not list it`);
    const disagreement = this.disagreement(client);
    if (disagreement.length > 0) return disagreement;
    const row = this.nodes[0]?.row(client.name);
    return row ? this.mismatches(client, row) : [];
  }

  private mismatches(client: SimulatedClient, row: Row): readonly string[] {
    const { oracle } = this;
    const { name, version, lastDirtyTimestamp } = client;
    const override = oracle.expectedOverride(name);
    const statuses = oracle.allowedStatuses(client, row.overriddenStatus);
    const tags = oracle.allowedTags(client);
    return [
      ...mismatch(`the version of ${name}`, row.version, [String(version)]),
      ...mismatch(`the stamp of ${name}`, row.lastDirtyTimestamp, [lastDirtyTimestamp]),
      ...(override === 'unsure'
        ? []
        : mismatch(`what is forced on ${name}`, row.overriddenStatus, [override])),
      ...mismatch<InstanceStatus>(`the status of ${name}`, row.status, statuses),
      ...mismatch(`the tag of ${name}`, row.tag, tags),
    ];
  }

  private disagreement({ name }: SimulatedClient): readonly string[] {
    const listings = this.nodes.map((node) => rowText(node.row(name)));
    if (new Set(listings).size === 1) return [];
    const listed = this.nodes.map((node, index) => `${node.name} ${listings[index]}`);
    return [`of ${name} they list different things: ${listed.join(' | ')}`];
  }

  private stillListed({ name, state }: SimulatedClient): readonly string[] {
    const listing = this.nodes.filter((node) => node.row(name)).map((node) => node.name);
    return listing.length === 0 ? [] : [`${name} is ${state}, and listed at ${listing.join(', ')}`];
  }
}

function mismatch<T>(what: string, is: T, allowed: readonly T[]): readonly string[] {
  return allowed.includes(is) ? [] : [`${what} is ${String(is)}, and should be ${allowed.join(' or ')}`];
}

function rowText(row: Row | undefined): string {
  if (!row) return 'nothing';
  const { status, overriddenStatus, version, tag } = row;
  const forced = overriddenStatus === 'UNKNOWN' ? '' : ` forced ${overriddenStatus}`;
  return `${status}${forced} v${version}${tag === undefined ? '' : ` tag=${tag}`}`;
}
