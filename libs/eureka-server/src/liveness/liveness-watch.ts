import type { Clock } from '@eureka-nest/runtime/time';
import { setTimeout as sleep } from 'node:timers/promises';
import { instanceKey } from '../core/instance-key.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { type Disconnect, AGAIN_MS, judge, type Standing, withLook } from './disconnect-verdict.js';
import { type Address, addressOf, wordsOf } from './instance-address.js';
import { EvictionBudget } from './eviction-budget.js';
import { atMost, tcpProbe as reachBySocket, type TcpProbe } from './tcp-probe.js';

/** So many sockets at most are opened to look at instances. */
const LOOKS_AT_ONCE = 100;

export interface InstanceName {
  /** In any case. */
  readonly app: string;
  readonly id: string;
}

export interface LivenessWatchParts {
  readonly registry: RegistryReads;
  readonly takeOut: (app: string, id: string, why: string) => void;
  readonly renewalPercentThreshold: number;
  readonly clock: Clock;
  readonly reach?: TcpProbe;
  /** Waits so long; it fails when the signal says so. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** An instance with a connection of its own. */
interface Watched extends InstanceName {
  connections: number;
  /** Where a connection to it worked. */
  reached?: string;
  isLooking: boolean;
}

/**
 * Looks after instances whose own connection broke without a cancel: {@link judge}, carried out. Only where a port could be reached from
 * here is its refusal believed later.
 */
export class LivenessWatch {
  private readonly watched = new Map<string, Watched>();
  private readonly allowance: EvictionBudget;
  private readonly reach: TcpProbe;
  private readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  private readonly stopping = new AbortController();

  constructor(private readonly parts: LivenessWatchParts) {
    this.allowance = new EvictionBudget(parts.renewalPercentThreshold);
    this.reach = atMost(LOOKS_AT_ONCE, parts.reach ?? reachBySocket);
    this.pause = parts.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));
    // It may have opened its connection before it registered, or its port after that.
    parts.registry.whenChanged((held) => this.changed(held));
  }

  opened({ app, id }: InstanceName): void {
    const key = instanceKey(app, id);
    const watched = this.watched.get(key) ?? { app, id, connections: 0, isLooking: false };
    watched.connections += 1;
    this.watched.set(key, watched);
    void this.makeSure(watched);
  }

  /** Of several connections of an instance the last one counts. */
  closed({ app, id }: InstanceName): void {
    const key = instanceKey(app, id);
    const watched = this.watched.get(key);
    if (!watched || --watched.connections > 0) return;
    this.watched.delete(key);
    const { reached } = watched;
    if (reached === undefined || this.isStopped) return;
    void this.lookAfter(watched, { brokenAt: this.parts.clock(), address: reached, refusedAt: [] });
  }

  /** This server hangs up by itself now: connections that break mean nothing any more. */
  stop(): void {
    this.stopping.abort();
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private changed({ app, id }: InstanceName): void {
    if (this.watched.size === 0) return;
    const watched = this.watched.get(instanceKey(app, id));
    if (watched) void this.makeSure(watched);
  }

  private async makeSure(watched: Watched): Promise<void> {
    const address = this.addressOf(watched);
    if (!address || watched.isLooking || watched.reached === wordsOf(address) || this.isStopped) return;
    watched.isLooking = true;
    const seen = await this.reach(address.host, address.port);
    watched.isLooking = false;
    if (seen === 'accepted') watched.reached = wordsOf(address);
  }

  private async lookAfter(name: InstanceName, broken: Disconnect): Promise<void> {
    const { clock } = this.parts;
    let absence: Disconnect | undefined = broken;
    while (absence && !this.isStopped) {
      switch (judge(absence, this.standingOf(name), clock())) {
        case 'stays':
          return;
        case 'look':
          absence = await this.looked(name, absence);
          break;
        case 'wait':
          await this.wait(AGAIN_MS);
          break;
        case 'take-out':
          if (this.takesOut(name)) return;
          // Too many at once: when a minute is over it is looked at anew.
          await this.wait(this.allowance.waitMs(clock()));
          absence = broken;
      }
    }
  }

  private async looked(name: InstanceName, absence: Disconnect): Promise<Disconnect | undefined> {
    const address = this.addressOf(name);
    return address && withLook(absence, await this.reach(address.host, address.port), this.parts.clock());
  }

  private takesOut(name: InstanceName): boolean {
    const { registry, clock, takeOut } = this.parts;
    const address = this.addressOf(name);
    if (!address || !this.allowance.take(registry.size, clock())) return false;
    takeOut(name.app, name.id, `no connection any more, and port ${address.port} refused twice`);
    return true;
  }

  private async wait(ms: number): Promise<void> {
    await this.pause(ms, this.stopping.signal).catch(() => undefined);
  }

  private standingOf({ app, id }: InstanceName): Standing | undefined {
    const address = this.addressOf({ app, id });
    const heardAt = this.parts.registry.heardAt(app, id);
    if (!address || heardAt === undefined) return undefined;
    return { address: wordsOf(address), heardAt, isConnected: this.watched.has(instanceKey(app, id)) };
  }

  private addressOf({ app, id }: InstanceName): Address | undefined {
    const given = this.parts.registry.peekListed(app, id);
    return given && addressOf(given);
  }
}
