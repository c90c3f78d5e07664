import type { NoResponse } from '@eureka-nest/server/simulation';
import type { PlayEvent, Scenario } from '../scenario/scenario.js';
import { eventText } from '../scenario/scenario-text.js';
import type { EndedCall } from './balancer.js';
import { EventLog } from './event-log.js';
import { changePace, type PaceName, paceOf } from './pace.js';
import { SimClient } from './sim-client.js';
import type { SimProcess } from './sim-process.js';
import { SimRegistry } from './sim-registry.js';
import { World } from './world.js';

const OPERATOR = 'operator';

/** All processes of a run, and the events that happen to them. */
export class SimCluster {
  readonly world: World;
  readonly registries: readonly SimRegistry[];
  readonly clients: readonly SimClient[];
  readonly calls: EndedCall[] = [];
  private readonly processes: ReadonlyMap<string, SimProcess>;

  constructor(
    private readonly scenario: Scenario,
    pace: PaceName,
  ) {
    const log = new EventLog(() => this.world.now);
    const world = new World(scenario, paceOf(pace), log);
    this.world = world;
    const registries = () => this.registries;
    const processAt = (port: number) => [...this.processes.values()].find((each) => each.port === port);
    const ended = (call: EndedCall) => this.callEnded(call);
    const accepts = (port: number, from: string) => this.accepts(processAt(port), from);
    const ofKind = (isRegistry: boolean) =>
      scenario.nodes.filter(({ kind }) => (kind === 'registry') === isRegistry);
    this.registries = ofKind(true).map((each) => new SimRegistry(each, world, registries, accepts));
    const around = { registries, processAt, ended };
    this.clients = ofKind(false).map((each) => new SimClient(each, world, around));
    const all: readonly SimProcess[] = [...this.registries, ...this.clients];
    this.processes = new Map(all.map((each) => [each.name, each]));
    for (const event of scenario.events) world.queue.at(event.at, () => this.perform(event));
  }

  process(name: string): SimProcess {
    const found = this.processes.get(name);
    if (!found) throw new Error(`there is no process ${name}`);
    return found;
  }

  private perform(event: PlayEvent): void {
    const { world } = this;
    world.log.add('event', eventText(event));
    switch (event.kind) {
      case 'start':
      case 'kill':
        return this.process(event.node)[event.kind]();
      case 'stop':
        return this.stop(this.process(event.node));
      case 'pause':
        return void (this.process(event.node).stalledUntil = this.resumeTime(event));
      case 'resume':
        return;
      case 'cut':
      case 'heal':
        return this.setLink(event, { isCut: event.kind === 'cut' }, event.oneWay);
      case 'latency':
        return this.setLink(event, { latencyMs: event.ms }, false);
      case 'loss':
        return this.setLink(event, { lossPercent: event.percent }, false);
      case 'call':
        return this.call(event);
      case 'status':
        return this.override(event);
      case 'set':
        return changePace(world.pace, event.setting, event.value);
    }
  }

  /** A process that stands still stops once it goes on. */
  private stop(process: SimProcess): void {
    if (process.isPaused) process.later(0, () => process.stop());
    else process.stop();
  }

  /** A run knows all of its events, so a pause knows its end. */
  private resumeTime({ at, node }: Extract<PlayEvent, { node: string }>): number {
    const ends = (each: PlayEvent) =>
      each.at >= at &&
      'node' in each &&
      each.node === node &&
      (each.kind === 'resume' || each.kind === 'kill');
    return this.scenario.events.find(ends)?.at ?? Infinity;
  }

  private setLink(
    { from, to }: { readonly from: string; readonly to: string },
    change: Parameters<World['links']['set']>[2],
    oneWay: boolean,
  ): void {
    const { links } = this.world;
    links.set(from, to, change);
    if (!oneWay) links.set(to, from, change);
  }

  private call({ node, method, url }: Extract<PlayEvent, { kind: 'call' }>): void {
    const caller = this.process(node);
    if (caller instanceof SimClient && caller.balancer) return caller.call(method, url);
    this.world.log.add('process', `${node} makes no calls: it is not running, or no consumer`);
  }

  /** An operator sends an override to the first registry that runs. */
  private override({ node, status }: Extract<PlayEvent, { kind: 'status' }>): void {
    const client = this.process(node);
    const to = this.registries.find(({ isUp }) => isUp);
    const request = client instanceof SimClient ? client.overrideRequest(status) : undefined;
    if (!request || !to) return this.world.log.add('process', `${node} cannot be overridden now`);
    this.world.network.send({
      from: OPERATOR,
      to,
      what: 'register',
      timeoutMs: 5_000,
      ...{ kind: 'register' as const, request },
      deliver: () => to.serve(request, OPERATOR),
      responded: () => undefined,
      failed: (why: NoResponse) => this.world.log.add('process', `the override failed: ${why}`),
    });
  }

  private callEnded(call: EndedCall): void {
    this.calls.push(call);
    const { caller, method, url, target, tries, error } = call;
    const how = error === undefined ? `answered by ${target}` : `failed: ${error}`;
    const again = tries > 1 ? `, ${tries} tries` : '';
    this.world.log.add('message', `${caller} ${method} ${url} ${how}${again}`);
  }

  /** Result of a TCP connect: the machine of a paused process accepts for it. */
  private accepts(to: SimProcess | undefined, from: string): 'accepted' | 'refused' | 'silent' {
    if (to && this.world.links.of(from, to.name).isCut) return 'silent';
    return to?.isUp ? 'accepted' : 'refused';
  }
}
