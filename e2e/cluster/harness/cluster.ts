import { freePorts } from '../../harness/free-ports.js';
import type { Env } from '../../harness/program.js';
import { Member, wireOf, type Place } from './member.js';

/** Registries that are peers of each other; a test starts and stops them one by one. */
export class Cluster {
  /** Last process at each place, ended or not. */
  private readonly running = new Map<number, Member>();
  private readonly ended: Member[] = [];

  constructor(
    private readonly places: readonly Place[],
    private readonly settings: Env = {},
  ) {}

  /** Prepares registries on the loopback interface; none is started. */
  static async onLoopback(count: number, settings: Env = {}): Promise<Cluster> {
    return new Cluster((await freePorts(count)).map(loopbackPlace), settings);
  }

  /** Origins at which the test reaches the registries. */
  get bases(): string[] {
    return this.places.map(({ base }) => base);
  }

  get members(): readonly Member[] {
    return this.places.map((_, index) => this.member(index));
  }

  member(index: number): Member {
    const found = this.running.get(index);
    if (!found) throw new Error(`registry ${index} was not started`);
    return found;
  }

  /** All processes, ended or not. */
  get everyRun(): readonly Member[] {
    return [...this.ended, ...this.running.values()];
  }

  /** Starts all registries and waits until they are ready. */
  async startAll(): Promise<void> {
    await Promise.all(this.places.map((_, index) => this.start(index).ready()));
  }

  /** Starts one registry without waiting for it. */
  start(index: number): Member {
    const place = this.places[index];
    if (!place) throw new Error(`there is no place ${index}`);
    const before = this.running.get(index);
    if (before) this.ended.push(before);
    const started = new Member(place, {
      EUREKA_SERVER_MY_URL: wireOf(place),
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: this.places.map(wireOf).join(','),
      ...this.settings,
    });
    this.running.set(index, started);
    return started;
  }
}

export const loopbackPlace = (port: number): Place => {
  const origin = `http://127.0.0.1:${port}`;
  return { origin, base: origin, host: '127.0.0.1', port, through: [] };
};
