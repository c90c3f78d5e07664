import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import type { EventQueue } from '../../../src/simulation/event-queue.js';
import type { SeededRandom } from '@eureka-nest/runtime/testing';
import { APP } from '../timing.js';
import type { Cluster } from './cluster.js';
import { RENEWAL_MS } from './timing.js';

/** Instance that registers, renews, and registers again after a 404, at the first registry that runs. */
class RegisteringInstance {
  isAlive = true;
  private status: InstanceStatus = 'UP';
  private version = 0;
  private dirtyAt = 0;

  constructor(
    readonly id: string,
    private readonly home: number,
    private readonly cluster: Cluster,
    private readonly queue: EventQueue,
  ) {
    this.change();
    this.renewLater();
  }

  change(status: InstanceStatus = this.status): void {
    this.status = status;
    this.version += 1;
    this.dirtyAt = Math.max(this.queue.now, this.dirtyAt + 1);
    this.register();
  }

  leave(): void {
    this.isAlive = false;
    this.cluster.firstFrom(this.home)?.process.service.cancel(APP, this.id, 'client');
  }

  private register(): void {
    this.cluster.firstFrom(this.home)?.process.service.register(this.info, 'client');
  }

  private renewLater(): void {
    this.queue.in(RENEWAL_MS / 2, () => {
      if (!this.isAlive) return;
      this.renew();
      this.renewLater();
    });
  }

  renew(): void {
    const service = this.cluster.firstFrom(this.home)?.process.service;
    const context = { from: 'client', lastDirtyTimestamp: this.dirtyAt } as const;
    if (service?.heartbeat(APP, this.id, context).verdict === 'register-again') this.change();
  }

  private get info(): InstanceInfo {
    const { id, status, version, dirtyAt } = this;
    return anInstance({
      app: APP,
      instanceId: id,
      status,
      metadata: { v: String(version) },
      leaseSecs: (3 * RENEWAL_MS) / 1_000,
      lastDirtyTimestamp: dirtyAt,
    });
  }
}

/** The instances of a story. */
export class Instances {
  private readonly all: RegisteringInstance[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly queue: EventQueue,
    private readonly random: SeededRandom,
  ) {}

  get alive(): readonly RegisteringInstance[] {
    return this.all.filter(({ isAlive }) => isAlive);
  }

  isAlive(id: string): boolean {
    return this.all.some((each) => each.id === id && each.isAlive);
  }

  join(): void {
    const id = `p${this.all.length + 1}`;
    const home = this.random.between(0, 2);
    this.all.push(new RegisteringInstance(id, home, this.cluster, this.queue));
  }

  renewAll(): void {
    this.alive.forEach((each) => each.renew());
  }

  changeOne(): void {
    const { alive } = this;
    alive[this.random.between(0, alive.length - 1)]?.change();
  }

  /** One instance joins, leaves, dies or changes. */
  disturb(): void {
    const { random, alive } = this;
    const one = alive[random.between(0, alive.length - 1)];
    if (alive.length < 3 || !one) return this.join();
    const what = random.pick(['join', 'leave', 'die', 'replace', 'change', 'down', 'up']);
    if (what === 'leave' || what === 'replace') one.leave();
    if (what === 'die') one.isAlive = false;
    if (what === 'change') one.change();
    if (what === 'down') one.change('DOWN');
    if (what === 'up') one.change('UP');
    if ((what === 'join' && alive.length < 7) || what === 'replace') this.join();
  }
}
