import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import type { EventQueue } from '../../src/simulation/event-queue.js';
import type { Network } from '../../src/simulation/network.js';
import { APP, EPOCH, LEASE_SECS, RENEWAL_MS } from './timing.js';
import type { SimulatedNode } from './simulated-node.js';

const TIMEOUT_MS = 2_000;
const OK = 200;
const NOT_FOUND = 404;

type Ask = (node: SimulatedNode) => number;

/**
 * Instance with a client that behaves as Java's: registers, renews, registers again with a new
 * `lastDirtyTimestamp` after a 404, and fails over to the next registry. As in Java, heartbeats
 * and registrations may overtake each other.
 */
export class SimulatedClient {
  state: 'not there yet' | 'alive' | 'left' | 'dead' = 'not there yet';
  status: InstanceStatus = 'UP';
  version = 0;
  /** Timestamp of the newest version. */
  lastDirtyTimestamp = 0;
  /** Time at which a registration last arrived at a registry, even late or duplicated. */
  registeredAt = -Infinity;
  private isDirty = false;
  private isRegistering = false;
  private isRenewing = false;
  private life = 0;
  private registryIndex = 0;

  constructor(
    readonly name: string,
    private readonly clockErrorMs: number,
    private readonly nodes: readonly SimulatedNode[],
    private readonly queue: EventQueue,
    private readonly network: Network,
    private readonly trace: (line: () => string) => void,
  ) {}

  get isAlive(): boolean {
    return this.state === 'alive';
  }

  join(node: string): void {
    if (this.isAlive) return this.move(node);
    this.state = 'alive';
    this.status = 'UP';
    this.life += 1;
    this.move(node);
    [this.isRegistering, this.isRenewing] = [false, false];
    this.change();
    this.plan();
  }

  move(node: string): void {
    this.registryIndex = this.nodes.findIndex(({ name }) => name === node);
  }

  setStatus(status: InstanceStatus): void {
    if (!this.isAlive) return;
    this.status = status;
    this.change();
  }

  edit(): void {
    if (this.isAlive) this.change();
  }

  leave(): void {
    if (!this.isAlive) return;
    this.state = 'left';
    this.life += 1;
    const { name } = this;
    this.ask('cancel', (node) => node.cancel(name), { over: () => undefined, left: this.nodes.length });
  }

  die(): void {
    if (!this.isAlive) return;
    this.state = 'dead';
    this.life += 1;
  }

  private change(): void {
    this.version += 1;
    this.touch();
    this.register();
  }

  private touch(): void {
    this.isDirty = true;
    this.lastDirtyTimestamp = Math.max(
      EPOCH + this.queue.now + this.clockErrorMs,
      this.lastDirtyTimestamp + 1,
    );
  }

  private plan(): void {
    const { life } = this;
    this.queue.in(RENEWAL_MS, () => {
      if (life !== this.life) return;
      if (this.isDirty) this.register();
      this.renew();
      this.plan();
    });
  }

  private register(): void {
    if (this.isRegistering) return;
    this.isRegistering = true;
    const instance = this.instance();
    const { lastDirtyTimestamp } = instance;
    const ask = (node: SimulatedNode) => {
      this.registeredAt = this.queue.now;
      return node.register(instance);
    };
    this.ask(`registers v${this.version} of ${lastDirtyTimestamp - EPOCH}`, ask, {
      left: this.nodes.length,
      over: (status) => {
        this.isRegistering = false;
        const isNewest = this.lastDirtyTimestamp === lastDirtyTimestamp;
        if (status === OK && isNewest) this.isDirty = false;
        // A change during the registration follows at once.
        if (status === OK && !isNewest) this.register();
      },
    });
  }

  private renew(): void {
    if (this.isRenewing) return;
    this.isRenewing = true;
    const { name, lastDirtyTimestamp } = this;
    this.ask('renews', (node) => node.heartbeat(name, lastDirtyTimestamp), {
      left: this.nodes.length,
      over: (status) => {
        this.isRenewing = false;
        if (status !== NOT_FOUND) return;
        this.trace(() => `  ${name} is unknown: it will register again`);
        this.touch();
        this.register();
      },
    });
  }

  /** Sends a request to one registry after the other until one responds; undefined if none does. */
  private ask(
    what: string,
    ask: Ask,
    { over, left }: { over: (status: number | undefined) => void; left: number },
  ): void {
    const { life, name, nodes, network } = this;
    const node = nodes[this.registryIndex % nodes.length];
    if (!node) return;
    const ifAlive = (go: () => void) => {
      if (life === this.life) go();
    };
    network.send({
      from: name,
      to: node,
      what,
      timeoutMs: TIMEOUT_MS,
      deliver: () => {
        const status = ask(node);
        if (what !== 'renews' || status !== OK)
          this.trace(() => `  ${name} ${what} at ${node.name}: ${status}`);
        return status;
      },
      responded: (status) => ifAlive(() => over(status)),
      failed: () =>
        ifAlive(() => {
          this.registryIndex += 1;
          if (left > 1) this.ask(what, ask, { over, left: left - 1 });
          else over(undefined);
        }),
    });
  }

  private instance(): InstanceInfo {
    const { name, status, version, lastDirtyTimestamp } = this;
    return anInstance({
      app: APP,
      instanceId: name,
      status,
      metadata: { v: String(version) },
      leaseSecs: LEASE_SECS,
      lastDirtyTimestamp,
    });
  }
}
