import type { InstanceInfo } from '@eureka-nest/protocol';
import { RegistryCache } from '@eureka-nest/client/discovery';
import { EventQueue } from '../../../src/simulation/event-queue.js';
import { SeededRandom } from '@eureka-nest/runtime/testing';
import { Cluster } from './cluster.js';
import { type CacheClass, Follower } from './follower.js';
import { Instances } from './instances.js';
import { GHOST_MS, MAX_DOWN_MS, POLL_MS, RENEWAL_MS, SETTLED_MS, TICK_MS, TROUBLE_MS } from './timing.js';
import { Wire } from './wire.js';

const FOLLOWERS = 2;
/** Time at which the faults have ended, and all registries run. */
const CALM_MS = TROUBLE_MS + MAX_DOWN_MS;
/** Time of the last changes: a copy that agrees must still follow. */
const LATE_MS = CALM_MS + SETTLED_MS + POLL_MS;
/** The end leaves time for the lease of an instance that died. */
const END_MS = LATE_MS + 2 * SETTLED_MS;

/** Clients that follow registries which change, restart and err, in simulated time. */
export class Story {
  readonly violations: string[] = [];
  /** Number of comparisons of a copy with its registry. */
  compared = 0;
  private readonly queue = new EventQueue();
  private readonly random: SeededRandom;
  private readonly cluster: Cluster;
  private readonly instances: Instances;
  private readonly followers: readonly Follower[];
  private readonly hasEnvironments: boolean;
  /** True while promises of a client wait for their continuation. */
  private isUnsettled = false;

  constructor(
    seed: number,
    Cache: CacheClass = RegistryCache,
    private readonly onTrace?: (line: string) => void,
  ) {
    const random = new SeededRandom(seed);
    const { queue } = this;
    this.random = random;
    const names = ['A', 'B', 'C'].slice(0, random.between(1, 3));
    this.hasEnvironments = random.happens(0.2);
    const environments = this.hasEnvironments ? (['test', 'prod'] as const) : (['test'] as const);
    const plain = names.filter(() => random.happens(0.1));
    const asJava = !this.hasEnvironments && random.happens(0.1);
    this.trace(`registries ${names.join(', ')}; without a feed: ${asJava ? 'all' : plain.join(', ')}`);
    const cluster = new Cluster({ names, environments: [...environments], plain, asJava }, queue, random);
    this.cluster = cluster;
    this.instances = new Instances(cluster, queue, random);
    for (let count = random.between(2, 6); count > 0; count--) this.instances.join();
    const settled = () => void (this.isUnsettled = true);
    this.followers = Array.from({ length: FOLLOWERS }, (_, index) => {
      const onChanges = (before: readonly string[], shown: readonly string[]) =>
        this.inspectLoss(index, before, shown);
      return new Follower(cluster, new Wire(queue, random), Cache, settled, onChanges);
    });
  }

  async run(): Promise<this> {
    const { queue, followers } = this;
    this.tickLater();
    queue.at(TROUBLE_MS, () => followers.forEach((each) => this.calm(each)));
    queue.at(LATE_MS, () => [1, 2].forEach(() => this.instances.disturb()));
    while (this.violations.length === 0 && queue.runNext(END_MS)) {
      if (!this.isUnsettled) continue;
      this.isUnsettled = false;
      await new Promise(setImmediate);
    }
    for (const defect of followers.flatMap(({ defects }) => defects)) this.violation(defect);
    return this;
  }

  private tickLater(): void {
    this.queue.in(TICK_MS, () => {
      if (this.queue.now < TROUBLE_MS) this.disturb();
      this.cluster.tick();
      this.followers.forEach((each) => each.tick());
      if (this.queue.now % 1_000 === 0) this.inspect();
      this.tickLater();
    });
  }

  // ---- faults ----

  private disturb(): void {
    const { random, instances, cluster } = this;
    const { names } = cluster.options;
    if (random.happens(0.08)) instances.disturb();
    if (random.happens(0.02)) this.restart(names[random.between(0, names.length - 1)] ?? '');
    if (random.happens(0.005)) names.forEach((name) => this.restart(name));
    for (const [index, follower] of this.followers.entries()) {
      if (random.happens(0.04)) this.disturbFollower(index, follower);
    }
  }

  private restart(name: string): void {
    const { random, queue, cluster } = this;
    const downMs = random.happens(0.5) ? 50 : random.between(100, MAX_DOWN_MS);
    this.trace(`${name} restarts empty, after ${downMs} ms`);
    cluster.kill(name);
    queue.in(downMs, () => cluster.start(name));
    if (random.happens(0.5)) this.fillAt(queue.now + downMs);
  }

  /** All register again at once; some change between a follower's `hello` and its next fetch. */
  private fillAt(start: number): void {
    const { random, queue, instances } = this;
    queue.at(start + random.between(20, 300), () => instances.renewAll());
    for (let count = random.between(1, 4); count > 0; count--)
      queue.at(start + random.between(300, 2_000), () => instances.changeOne());
  }

  private disturbFollower(index: number, { wire, connection }: Follower): void {
    const { random, queue, cluster } = this;
    const what = random.pick(['break', 'stall', 'cut', 'response', 'event']);
    this.trace(`follower ${index}: ${what}`);
    if (what === 'break') connection?.close(false);
    if (what === 'stall') connection?.stall(random.between(500, 3_000));
    if (what === 'response' || what === 'event') wire.errsNext = what;
    if (what !== 'cut') return;
    const name = cluster.options.names[random.between(0, cluster.options.names.length - 1)] ?? '';
    wire.cuts.add(name);
    queue.in(random.between(500, MAX_DOWN_MS), () => wire.cuts.delete(name));
  }

  private calm({ wire }: Follower): void {
    wire.isFaulty = false;
    wire.errsNext = undefined;
  }

  // ---- invariants ----

  private inspect(): void {
    this.cluster.noteListed();
    for (const [index, follower] of this.followers.entries()) {
      this.inspectCopy(index, follower);
      this.inspectGhosts(index, follower);
    }
  }

  /** Quiet for long enough, a copy equals the listing of its registry. */
  private inspectCopy(index: number, { followed, cache, shown }: Follower): void {
    const { now } = this.queue;
    if (now < CALM_MS + SETTLED_MS) return;
    if (!followed) return this.violation(`follower ${index} has no copy`);
    const life = this.cluster.life(followed.from);
    if (!life || now - Math.max(followed.since, life.changedAt) < SETTLED_MS) return;
    this.compared += 1;
    const [copy, listing] = [textOf(shown), textOf(life.instances)];
    if (copy !== listing)
      this.violation(`follower ${index} has [${copy}], ${followed.from} lists [${listing}]`);
    if ((cache.ageMs ?? Infinity) > POLL_MS + TICK_MS)
      this.violation(`copy ${index} is ${cache.ageMs} ms old`);
  }

  /** An instance that no registry lists is shown for a limited time, if the follower reaches one. */
  private inspectGhosts(index: number, { cache, shownIds, outOfReachAt }: Follower): void {
    const { now } = this.queue;
    if ((cache.ageMs ?? Infinity) > TICK_MS) return;
    for (const id of shownIds) {
      const goneMs = now - Math.max(this.cluster.listedAt.get(id) ?? now, outOfReachAt);
      if (goneMs > GHOST_MS) this.violation(`follower ${index} shows ${id}, unlisted for ${goneMs} ms`);
    }
  }

  /**
   * A restart empties no copy: instances that live do not vanish together before one renewal
   * interval has passed.
   */
  private inspectLoss(index: number, before: readonly string[], shown: readonly string[]): void {
    this.trace(`follower ${index} shows ${shown.join(' ')}`);
    const { asJava, names } = this.cluster.options;
    // Two Java servers that restart at once confirm each other’s loss.
    if (this.hasEnvironments || (asJava && names.length > 1)) return;
    const { now } = this.queue;
    const { lostAt } = this.followers[index] as Follower;
    const isRetained = (id: string) => now - (lostAt.get(id) ?? now) < RENEWAL_MS;
    const living = before.filter((id) => this.instances.isAlive(id) && isRetained(id));
    if (living.length >= 2 && !living.some((id) => shown.includes(id)))
      this.violation(`follower ${index} loses all: ${living.join(', ')}`);
  }

  private violation(what: string): void {
    this.trace(`WRONG: ${what}`);
    if (!this.violations.includes(what)) this.violations.push(`${what}, at ${this.queue.now} ms`);
  }

  private trace(line: string): void {
    this.onTrace?.(`${String(this.queue.now).padStart(7)} ${line}`);
  }
}

const textOf = (instances: readonly InstanceInfo[]): string =>
  instances
    .map((each) => `${each.instanceId} ${each.status} v${each.metadata['v']} ${each.lastDirtyTimestamp}`)
    .sort()
    .join(', ');
