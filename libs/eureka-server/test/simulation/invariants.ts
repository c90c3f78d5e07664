import type { InstanceStatus } from '@eureka-nest/protocol';
import type { SimulatedClient } from './simulated-client.js';
import type { Row, SimulatedNode } from './simulated-node.js';
import type { Truth } from './oracle.js';

/** What must be true once all is quiet. Whatever is not, is said in a sentence. */
export class Inspection {
  constructor(
    private readonly nodes: readonly SimulatedNode[],
    private readonly clients: readonly SimulatedClient[],
    private readonly truth: Truth,
    private readonly selfPreservation: boolean,
  ) {}

  /** Who left in order must not be listed again once the registries reach each other. */
  whoIsBack(): readonly string[] {
    const left = this.clients.filter((client) => this.truth.hasSurelyLeft(client));
    return left.flatMap((client) => this.stillListed(client));
  }

  whatIsWrong(): readonly string[] {
    const living = this.clients.filter(({ isAlive }) => isAlive);
    return [...this.whoIsBack(), ...living.flatMap((client) => this.wrongOfLiving(client))];
  }

  /** @param silentSince from then on nobody had anything to tell */
  whatIsWrongInTheEnd(silentSince: number): readonly string[] {
    // Under self-preservation each registry keeps a dead one, or not, as its own numbers tell; they need not agree.
    const kept = this.selfPreservation ? this.clients.filter((client) => this.mayBeKept(client)) : [];
    const talkative = kept.length > 0 ? [] : this.nodes.filter(({ lastNewsAt }) => lastNewsAt > silentSince);
    return [
      ...this.clients.flatMap((client) => {
        if (client.isAlive) return this.wrongOfLiving(client);
        return kept.includes(client) ? [] : this.stillListed(client);
      }),
      ...talkative.map(({ name }) => `${name} is still told news although nothing happens`),
    ];
  }

  private mayBeKept(client: SimulatedClient): boolean {
    return !client.isAlive && !this.truth.hasSurelyLeft(client);
  }

  private wrongOfLiving(client: SimulatedClient): readonly string[] {
    const missing = this.nodes.filter((node) => !node.row(client.name));
    if (missing.length > 0)
      return missing.map(({ name }) => `${client.name} lives, and ${name} does not list it`);
    const disagreement = this.disagreement(client);
    if (disagreement.length > 0) return disagreement;
    const row = this.nodes[0]?.row(client.name);
    return row ? this.untrue(client, row) : [];
  }

  private untrue(client: SimulatedClient, row: Row): readonly string[] {
    const { truth } = this;
    const { name, version, lastDirtyTimestamp } = client;
    const override = truth.overrideOf(name);
    const statuses = truth.statusesOf(client, row.overriddenStatus);
    const tags = truth.tagsOf(client);
    return [
      ...differing(`the version of ${name}`, row.version, [String(version)]),
      ...differing(`the stamp of ${name}`, row.lastDirtyTimestamp, [lastDirtyTimestamp]),
      ...(override === 'unsure'
        ? []
        : differing(`what is forced on ${name}`, row.overriddenStatus, [override])),
      ...differing<InstanceStatus>(`the status of ${name}`, row.status, statuses),
      ...differing(`the tag of ${name}`, row.tag, tags),
    ];
  }

  private disagreement({ name }: SimulatedClient): readonly string[] {
    const listings = this.nodes.map((node) => wordsOf(node.row(name)));
    if (new Set(listings).size === 1) return [];
    const told = this.nodes.map((node, index) => `${node.name} ${listings[index]}`);
    return [`of ${name} they list different things: ${told.join(' | ')}`];
  }

  private stillListed({ name, state }: SimulatedClient): readonly string[] {
    const listing = this.nodes.filter((node) => node.row(name)).map((node) => node.name);
    return listing.length === 0 ? [] : [`${name} is ${state}, and listed at ${listing.join(', ')}`];
  }
}

function differing<T>(what: string, is: T, allowed: readonly T[]): readonly string[] {
  return allowed.includes(is) ? [] : [`${what} is ${String(is)}, and should be ${allowed.join(' or ')}`];
}

function wordsOf(row: Row | undefined): string {
  if (!row) return 'nothing';
  const { status, overriddenStatus, version, tag } = row;
  const forced = overriddenStatus === 'UNKNOWN' ? '' : ` forced ${overriddenStatus}`;
  return `${status}${forced} v${version}${tag === undefined ? '' : ` tag=${tag}`}`;
}
