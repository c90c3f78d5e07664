import { setTimeout as pause } from 'node:timers/promises';
import { providers, consumer, registries } from '../../harness/app-names.js';
import { eventually } from '../../harness/eventually.js';
import { usesAll } from '../../harness/rotation.js';
import { SeededRandom } from '@eureka-nest/runtime/testing';
import { clientCalamity, databaseCalamity, registryCalamity, type Calamity } from './calamities.js';
import { Copies } from './copies.js';
import { RegistryWatch } from './registry-watch.js';
import { Resources } from './resources.js';
import { storedSerials } from './stored.js';
import { Traffic } from './traffic.js';
import { java, World } from './world.js';

const roundMs = 45_000;
/** Quiet time after which every copy equals its registry. */
const quietMs = 10_000;
/** Time after which every registry has the first registrations. */
const startMs = 60_000;
/** An instance that hung is ejected for 10 s, and then starts slowly. */
const usedWithinMs = 20_000;

export interface StoryOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly withJava: boolean;
}

/** Rounds of calamities, each followed by a quiet time in which everything must come right. */
export class Story {
  readonly resources: Resources;
  readonly traffic: Traffic;
  readonly watch: RegistryWatch;
  rounds = 0;
  calamities = 0;
  private readonly copies: Copies;
  private inRound = true;

  private constructor(
    readonly world: World,
    private readonly options: StoryOptions,
  ) {
    this.resources = new Resources(world);
    this.watch = new RegistryWatch(world);
    this.traffic = new Traffic(world, this.watch);
    this.copies = new Copies(world);
  }

  /** Starts everything, lets the calamities happen, and stops the traffic. */
  static async play(options: StoryOptions): Promise<Story> {
    const world = await World.prepare(options.withJava);
    for (const each of world.everyone) world.steadiness.begin(each);
    await world.start(...registries);
    await world.start(...providers, consumer, ...(options.withJava ? ([java] as const) : []));
    for (const each of world.everyone) world.steadiness.end(each);
    const story = new Story(world, options);
    await story.copies.start();
    await story.run();
    return story;
  }

  async close(): Promise<void> {
    await Promise.all([this.traffic.stop(), this.watch.stop(), this.copies.stop()]);
    await this.world.close();
  }

  /** Serials that are not stored exactly once though acknowledged, or more than once. */
  wronglyStored(): string[] {
    const stored = storedSerials(this.world.disk.databaseFile);
    const times = (serial: string) => stored.get(serial) ?? 0;
    return [
      ...this.traffic.acknowledged.filter((each) => times(each) !== 1),
      ...this.traffic.failed.filter((each) => times(each) > 1),
    ].map((each) => `${each} is stored ${times(each)} times`);
  }

  report(): string {
    const { chronicle } = this.world;
    const { gets, failedGets, acknowledged, failed } = this.traffic;
    const list = (values: ReadonlyMap<string, number>) =>
      [...values].map(([name, value]) => `${name} ${value}`).join(', ');
    return [
      `seed ${this.options.seed}: ${this.rounds} rounds, ${this.calamities} calamities`,
      `${gets} GETs, ${failedGets} failed (${list(chronicle.excused) || 'none'})`,
      `${acknowledged.length} creates acknowledged, ${failed.length} failed; ${this.watch.polls} polls of ready registries`,
      `peak memory in MB: ${list(this.resources.peakMb)}`,
      `peak log lines a minute: ${list(this.resources.peakLines)}`,
      ...chronicle.violations.map((each) => `VIOLATION ${each}`),
    ].join('\n');
  }

  private async run(): Promise<void> {
    const end = performance.now() + this.options.seconds * 1000;
    // A JVM that starts on a busy machine is slow, which is no calamity. The quiet time judges it.
    await eventually(async () => expect(await this.copies.differences()).toEqual([]), startMs).catch(
      () => undefined,
    );
    await this.quiet();
    while (performance.now() < end) {
      await this.round(Math.min(roundMs, Math.max(5_000, end - performance.now() - quietMs)));
      await this.quiet();
      this.rounds++;
    }
    await this.traffic.stop();
    await this.watch.stop();
  }

  private async round(ms: number): Promise<void> {
    this.inRound = true;
    const seed = this.options.seed + 3 * this.rounds;
    const streams = [registryCalamity, clientCalamity, databaseCalamity].map((next, index) =>
      this.stream(next, new SeededRandom(seed + index)),
    );
    await pause(ms);
    this.inRound = false;
    await Promise.all(streams);
  }

  private async stream(
    next: (world: World, random: SeededRandom) => Calamity,
    random: SeededRandom,
  ): Promise<void> {
    await pause(random.between(0, 5_000));
    while (this.inRound) {
      const { what, happen } = next(this.world, random);
      this.world.chronicle.record(what);
      await happen().catch((error: Error) => this.world.chronicle.violation(`${what}: ${error.message}`));
      this.calamities++;
      await pause(random.between(500, 6_000));
    }
  }

  private async quiet(): Promise<void> {
    const { chronicle, demo } = this.world;
    chronicle.record('quiet');
    await pause(quietMs);
    this.resources.check();
    for (const each of await this.copies.differences())
      chronicle.violation(`after ${quietMs} ms of quiet ${each}`);
    await usesAll(demo, providers, usedWithinMs).catch((error: Error) =>
      chronicle.violation(
        `after ${quietMs} ms of quiet the consumer does not use all providers: ${error.message}`,
      ),
    );
  }
}
