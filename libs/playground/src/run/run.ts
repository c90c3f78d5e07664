import type { PaceName } from '../cluster/pace.js';
import { SimCluster } from '../cluster/sim-cluster.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Moment, momentOf } from './moment.js';

/** Bound of the events of one run, far above any scenario. */
const MAX_EVENTS = 2_000_000;

/** Events after which other tasks of the page get their turn, so that no frame is late. */
const EVENTS_PER_TURN = 100;

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
    return this.inTurn(ms, () => this.go(ms));
  }

  /** The run at the next line of its log after a time; undefined if there is none until the end. */
  next(ms: number): Promise<Moment | undefined> {
    return this.inTurn(ms, async () => {
      await this.go(ms);
      const { lines } = this.cluster.world.log;
      const count = lines.length;
      while (lines.length === count) if (!(await this.runNext(this.scenario.endMs))) return undefined;
      return this.go(this.cluster.world.now);
    });
  }

  private inTurn<T>(ms: number, run: () => Promise<T>): Promise<T> {
    if (!(ms >= 0)) return Promise.reject(new RangeError(`${ms} is not a time of a run`));
    const moment = this.last.then(run);
    this.last = moment.catch(() => undefined);
    return moment;
  }

  private async go(ms: number): Promise<Moment> {
    if (ms < this.cluster.world.now) this.cluster = new SimCluster(this.scenario, this.pace);
    while (await this.runNext(ms));
    this.cluster.world.queue.runUntil(ms);
    return momentOf(this.cluster);
  }

  /** Runs one event, and what the promises of clients do then; false if there is none. */
  private async runNext(endMs: number): Promise<boolean> {
    const { world } = this.cluster;
    if (!world.queue.runNext(endMs)) return false;
    if (world.queue.count > MAX_EVENTS) throw new Error(`more than ${MAX_EVENTS} events`);
    if (world.isUnsettled || world.queue.count % EVENTS_PER_TURN === 0) {
      world.isUnsettled = false;
      await otherTasks();
    }
    return true;
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
