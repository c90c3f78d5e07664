import type { PaceName } from '../cluster/pace.js';
import { SimCluster } from '../cluster/sim-cluster.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Moment, momentOf } from './moment.js';

/** Bound of the events of one run, far above any scenario. */
const MAX_EVENTS = 2_000_000;

/** A scenario under one pace, at any time: forwards by running on, backwards by replaying. */
export class Run {
  private cluster: SimCluster;
  /** Calls of {@link at} run one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly scenario: Scenario,
    readonly pace: PaceName,
  ) {
    this.cluster = new SimCluster(scenario, pace);
  }

  /** The run at a time in ms since its start. */
  at(ms: number): Promise<Moment> {
    if (!(ms >= 0)) return Promise.reject(new RangeError(`${ms} is not a time of a run`));
    const moment = this.last.then(() => this.go(ms));
    this.last = moment.catch(() => undefined);
    return moment;
  }

  /** Time of the next event after this one, for single steps; undefined if there is none. */
  async nextEventAfter(ms: number): Promise<number | undefined> {
    await this.at(ms);
    return this.cluster.world.queue.nextAt;
  }

  private async go(ms: number): Promise<Moment> {
    if (ms < this.cluster.world.now) this.cluster = new SimCluster(this.scenario, this.pace);
    const { world } = this.cluster;
    while (world.queue.runNext(ms)) {
      if (world.queue.count > MAX_EVENTS) throw new Error(`more than ${MAX_EVENTS} events`);
      if (!world.isUnsettled) continue;
      world.isUnsettled = false;
      await otherTasks();
    }
    world.queue.runUntil(ms);
    return momentOf(this.cluster);
  }
}

/** Resolves once all promises that can go on have done so. */
function otherTasks(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
