import {
  decodeEvents,
  decodeScenario,
  encodeEvents,
  encodeScenario,
  type PaceName,
  type PlayEvent,
  type Scenario,
  type ScenarioName,
  scenarioNames,
  shippedScenario,
  timeText,
  withEvent,
} from '@eureka-nest/playground';

export type PaceChoice = PaceName | 'both';

export const paceChoices: readonly PaceChoice[] = ['java', 'ours', 'both'];

/** Simulated seconds per second. */
export const speeds: readonly number[] = [0.1, 0.5, 1, 2, 5, 10, 30, 60];

/** All that a link restores. The language is the one of the page. */
export interface Session {
  /** Name of a shipped scenario; undefined if the scenario is the reader's own. */
  readonly name: ScenarioName | undefined;
  /** Scenario without the events that the reader added. */
  readonly base: Scenario;
  /** Events that the reader added, in the order of the clicks. */
  readonly added: readonly PlayEvent[];
  readonly pace: PaceChoice;
  /** Time of the run in ms. */
  readonly at: number;
  readonly speed: number;
}

export const isScenarioName = (name: string): name is ScenarioName =>
  (scenarioNames as readonly string[]).includes(name);

export function sessionOf(name: ScenarioName, pace: PaceChoice = 'both', at?: number): Session {
  const base = shippedScenario(name);
  return { name, base, added: [], pace, at: at ?? openingTime(base), speed: 10 };
}

/** Time shown at first: the cluster is up, and in a moment something happens to it. */
export function openingTime({ events }: Scenario): number {
  const happens = events.find(({ kind }) => kind !== 'start') ?? events.at(-1);
  return Math.max((happens?.at ?? 0) - 1_500, 0);
}

/** The scenario that runs. */
export const scenarioOf = ({ base, added }: Session): Scenario => added.reduce(withEvent, base);

/** The part of a URL after `#`, such as `scenario=rotation&pace=both&at=62s&speed=10`. */
export function encodeSession(session: Session): string {
  const { name, base, added, pace, at, speed } = session;
  const parts = [
    name ? `scenario=${name}` : `own=${encodeScenario(base)}`,
    `pace=${pace}`,
    `at=${timeText(Math.round(at))}`,
    `speed=${speed}`,
    ...(added.length > 0 ? [`added=${encodeEvents(added)}`] : []),
  ];
  return parts.join('&');
}

/**
 * Reads the part of a URL after `#`; undefined if it is no link to a session, such as the name of a
 * heading. What is missing has its default.
 *
 * @throws ScenarioError, URIError, RangeError
 */
export function decodeSession(fragment: string): Session | undefined {
  const parts = new Map(
    fragment
      .replace(/^#/, '')
      .split('&')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const [name, own] = [parts.get('scenario'), parts.get('own')];
  if (name === undefined && own === undefined) return undefined;
  if (name !== undefined && !isScenarioName(name)) throw new RangeError(`there is no scenario "${name}"`);
  const base = name === undefined ? decodeScenario(own ?? '') : shippedScenario(name);
  const added = parts.get('added');
  const pace = paceChoices.find((each) => each === parts.get('pace')) ?? 'both';
  const speed = speeds.find((each) => each === Number(parts.get('speed'))) ?? 10;
  const time = parts.get('at');
  const at = time === undefined ? openingTime(base) : Math.min(timeOf(time), base.endMs);
  return { name, base, added: added === undefined ? [] : decodeEvents(added, base), pace, at, speed };
}

function timeOf(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  if (number === undefined) throw new RangeError(`"${text}" is not a time such as 62s`);
  return Math.round(Number(number) * (unit === 's' ? 1_000 : 1));
}
