import type { Schedule, Step } from './step.js';

/** True if a schedule still violates an invariant. */
type Fails = (schedule: Schedule) => boolean;

/** Bound of the number of runs, so that a stubborn story takes less than a minute. */
const MAX_RUNS = 1_500;

/**
 * Finds a shorter story that still fails: removes steps (Zeller's ddmin), registries, instances,
 * clock errors and queue limits.
 */
export function shrink(schedule: Schedule, fails: Fails): Schedule {
  let left = MAX_RUNS;
  const stillFails: Fails = (each) => left > 0 && (left -= 1) >= 0 && fails(each);
  let shortest = schedule;
  for (let before = -1; before !== sizeOf(shortest) && left > 0; ) {
    before = sizeOf(shortest);
    shortest = withFewerSteps(shortest, stillFails);
    for (const simpler of simplifications(shortest)) {
      const candidate = simpler(shortest);
      if (candidate && stillFails(candidate)) shortest = candidate;
    }
  }
  return shortest;
}

function withFewerSteps(schedule: Schedule, fails: Fails): Schedule {
  let { steps } = schedule;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = steps.length - size; start > -size; start -= size) {
      const [first, end] = [Math.max(0, start), start + size];
      const candidate = [...steps.slice(0, first), ...steps.slice(end)];
      if (candidate.length < steps.length && fails({ ...schedule, steps: candidate })) steps = candidate;
    }
  }
  return { ...schedule, steps };
}

type Simplification = (schedule: Schedule) => Schedule | undefined;

function simplifications({ nodes, clients, steps }: Schedule): readonly Simplification[] {
  const isNamed = (name: string, step: Step) => Object.values(step).includes(name);
  const idleNodes = nodes.filter((name) => !steps.some((step) => isNamed(name, step)));
  const idleClients = clients.filter((name) => !steps.some((step) => isNamed(name, step)));
  return [
    ...idleNodes.map(
      (name): Simplification =>
        (schedule) =>
          schedule.nodes.length > 2 ? { ...schedule, nodes: without(schedule.nodes, name) } : undefined,
    ),
    ...idleClients.map(
      (name): Simplification =>
        (schedule) => ({ ...schedule, clients: without(schedule.clients, name) }),
    ),
    ...[...nodes, ...clients].map(
      (name): Simplification =>
        (schedule) =>
          schedule.clockErrorMs[name]
            ? { ...schedule, clockErrorMs: { ...schedule.clockErrorMs, [name]: 0 } }
            : undefined,
    ),
    (schedule) => (schedule.capacity < 1_000 ? { ...schedule, capacity: 1_000 } : undefined),
    (schedule) => (schedule.selfPreservation ? { ...schedule, selfPreservation: false } : undefined),
    (schedule) => (schedule.asJava ? { ...schedule, asJava: false } : undefined),
    ...steps.map((_, index): Simplification => {
      return (schedule) => withRounderStep(schedule, index);
    }),
  ];
}

/** Rounds the time of a step to whole seconds, for a readable report. */
function withRounderStep(schedule: Schedule, index: number): Schedule | undefined {
  const step = schedule.steps[index];
  const rounded = step && Math.round(step.at / 1_000) * 1_000;
  if (!step || rounded === undefined || rounded === step.at) return undefined;
  const steps = schedule.steps.map((each) => (each === step ? { ...each, at: rounded } : each));
  return { ...schedule, steps: steps.sort((one, other) => one.at - other.at) };
}

const without = (names: readonly string[], name: string) => names.filter((each) => each !== name);

const sizeOf = ({ steps, nodes, clients }: Schedule) => steps.length + nodes.length + clients.length;
