import type { Moment, PaceName, Scenario } from '@eureka-nest/playground';
import { processStates, type ProcessState } from './processes.js';

/** Registries and consumers of one pace that know a provider. */
export interface Knowledge {
  /** Registries that list it as UP, of those that run. */
  readonly listed: readonly string[];
  /** Consumers that would call it, of those that run. */
  readonly called: readonly string[];
}

export interface ProviderRow {
  readonly id: string;
  readonly state: ProcessState;
  readonly knowledge: Readonly<Partial<Record<PaceName, Knowledge>>>;
}

type Moments = Readonly<Partial<Record<PaceName, Moment>>>;

/**
 * Providers about which a registry or a consumer is wrong, or about which the paces differ. A
 * paused process counts as running: whether it answers again cannot be known.
 */
export function disagreements(scenario: Scenario, moments: Moments, now: number): readonly ProviderRow[] {
  const states = processStates(scenario, now);
  return scenario.nodes
    .filter(({ kind }) => kind === 'provider')
    .map(({ id }) => rowOf(id, states.get(id) ?? 'off', moments))
    .filter((row) => isNotable(row, moments));
}

function rowOf(id: string, state: ProcessState, moments: Moments): ProviderRow {
  const knowledge: Partial<Record<PaceName, Knowledge>> = {};
  for (const pace of ['java', 'ours'] as const) {
    const moment = moments[pace];
    if (!moment) continue;
    const listed = Object.keys(moment.listed).filter((each) => moment.listed[each]![id] === 'UP');
    const called = Object.keys(moment.copies).filter((each) => moment.copies[each]!.includes(id));
    knowledge[pace] = { listed, called };
  }
  return { id, state, knowledge };
}

function isNotable({ state, knowledge }: ProviderRow, moments: Moments): boolean {
  const isRunning = state !== 'off';
  return (['java', 'ours'] as const).some((pace) => {
    const [known, moment] = [knowledge[pace], moments[pace]];
    if (!known || !moment) return false;
    const isWrong = (found: readonly string[], all: object) =>
      isRunning ? found.length < Object.keys(all).length : found.length > 0;
    return isWrong(known.listed, moment.listed) || isWrong(known.called, moment.copies);
  });
}
