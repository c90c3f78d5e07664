import type { Cluster } from '@eureka-nest/cluster-view';
import type { PlayEvent, Scenario } from '@eureka-nest/playground';

export type ProcessState = 'off' | 'running' | 'paused';

/** State of each process at a time: events alone decide it, so it is one for both paces. */
export function processStates({ nodes, events }: Scenario, now: number): ReadonlyMap<string, ProcessState> {
  const states = new Map<string, ProcessState>(nodes.map(({ id }) => [id, 'off']));
  for (const event of events) {
    if (event.at > now || !('node' in event)) continue;
    const next = stateAfter(event, states.get(event.node)!);
    if (next) states.set(event.node, next);
  }
  return states;
}

function stateAfter({ kind }: PlayEvent, state: ProcessState): ProcessState | undefined {
  if (kind === 'start') return state === 'off' ? 'running' : undefined;
  if (kind === 'kill' || kind === 'stop') return 'off';
  if (state === 'off') return undefined;
  return kind === 'pause' ? 'paused' : kind === 'resume' ? 'running' : undefined;
}

export interface LinkState {
  readonly isCut: boolean;
  readonly latencyMs: number;
  readonly lossPercent: number;
}

/** Conditions of a link at a time; a cut in one direction counts as a cut. */
export function linkState({ events }: Scenario, one: string, other: string, now: number): LinkState {
  const link = { isCut: false, latencyMs: 0, lossPercent: 0 };
  for (const event of events) {
    if (event.at > now || !('from' in event)) continue;
    const { from, to } = event;
    if (!((from === one && to === other) || (from === other && to === one))) continue;
    if (event.kind === 'latency') link.latencyMs = event.ms;
    else if (event.kind === 'loss') link.lossPercent = event.percent;
    else link.isCut = event.kind === 'cut';
  }
  return link;
}

/** An override of an operator that holds at a time. */
export function overrideOf({ events }: Scenario, node: string, now: number): string | undefined {
  const last = events.findLast((each) => each.kind === 'status' && each.node === node && each.at <= now);
  return last?.kind === 'status' ? last.status : undefined;
}

/** Marks in a label what the registry cannot know: `✕` not running, `Ⅱ` paused. */
export function withTruth(cluster: Cluster, states: ReadonlyMap<string, ProcessState>): Cluster {
  const marks = { off: ' ✕', running: '', paused: ' Ⅱ' };
  const services = cluster.services.map((service) => ({
    ...service,
    instances: service.instances.map((each) => ({
      ...each,
      label: `${each.label}${marks[states.get(each.id) ?? 'running']}`,
    })),
  }));
  return { ...cluster, services };
}

/** A group of events that the plot of a scenario shows as one. */
export interface PlotStep {
  readonly at: number;
  readonly event: PlayEvent;
  /** Processes that the step is about. */
  readonly nodes: readonly string[];
  readonly times: number;
}

/** Steps of a scenario: equal events at one time are one step, and so are calls in a row. */
export function plotOf({ events }: Scenario): readonly PlotStep[] {
  const steps: { at: number; event: PlayEvent; nodes: string[]; times: number }[] = [];
  const endOf = new Map<object, number>();
  for (const event of events) {
    const node = 'node' in event ? event.node : 'from' in event ? event.from : '';
    const same = steps.findLast((each) => isOneStep(each.event, event));
    const isLater = same !== undefined && event.at > same.at;
    const isRow = isLater && event.kind === 'call' && event.at - (endOf.get(same) ?? same.at) <= 10_000;
    if (same && (same.at === event.at || isRow)) {
      if (isRow) same.times += 1;
      else if (node && !same.nodes.includes(node)) same.nodes.push(node);
      endOf.set(same, event.at);
    } else steps.push({ at: event.at, event, nodes: node ? [node] : [], times: 1 });
  }
  return steps;
}

function isOneStep(one: PlayEvent, other: PlayEvent): boolean {
  if (one.kind !== other.kind) return false;
  const rest = ({ at: _at, ...event }: PlayEvent) =>
    JSON.stringify({ ...event, ...(event.kind !== 'call' && { node: '', from: '' }) });
  return rest(one) === rest(other);
}
