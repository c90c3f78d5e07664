import { parseScenario } from './parse-scenario.js';
import { type PlayEvent, type Scenario, settings } from './scenario.js';

/** The lines of a scenario that decide about its run: all but title and text. */
export function scenarioLines({ seed, endMs, nodes, events }: Scenario): readonly string[] {
  return [`seed ${seed}`, `end ${timeText(endMs)}`, ...nodes.map(nodeLine), ...events.map(eventLine)];
}

const nodeLine = ({ kind, id, service }: Scenario['nodes'][number]): string =>
  [kind, id, service].filter(Boolean).join(' ');

/** One event as a line of a scenario. */
export const eventLine = (event: PlayEvent): string => `${timeText(event.at)} ${eventText(event)}`;

export function eventText(event: PlayEvent): string {
  const { kind } = event;
  switch (kind) {
    case 'start':
    case 'stop':
    case 'kill':
    case 'pause':
    case 'resume':
      return `${kind} ${event.node}`;
    case 'cut':
    case 'heal':
      return `${kind} ${event.from} ${event.to}${event.oneWay ? ' one-way' : ''}`;
    case 'latency':
      return `${kind} ${event.from} ${event.to} ${event.ms}ms`;
    case 'loss':
      return `${kind} ${event.from} ${event.to} ${event.percent}%`;
    case 'call':
      return `${kind} ${event.node} ${event.method} ${event.url}`;
    case 'status':
      return `${kind} ${event.node} ${event.status ?? 'none'}`;
    case 'set': {
      const { setting, value } = event;
      return `${kind} ${setting} ${settings[setting] === 'number' ? value : value === 1 ? 'on' : 'off'}`;
    }
  }
}

/**
 * A scenario as the part of a URL after `#` or `?s=`. Names in a row, such as `payment-8001` to
 * `payment-8003`, and calls at an interval are written as one line.
 */
export const encodeScenario = (scenario: Scenario): string => encodeLines(scenarioLines(scenario));

/** @throws ScenarioError, URIError */
export const decodeScenario = (encoded: string): Scenario => parseScenario(decodeLines(encoded).join('\n'));

/** Events alone, for a URL that names their scenario. */
export const encodeEvents = (events: readonly PlayEvent[]): string => encodeLines(events.map(eventLine));

/** @throws ScenarioError, URIError */
export const decodeEvents = (encoded: string, { nodes }: Scenario): readonly PlayEvent[] =>
  parseScenario([...nodes.map(nodeLine), ...decodeLines(encoded)].join('\n')).events;

const encodeLines = (lines: readonly string[]): string =>
  shortened(lines)
    .map((line) => line.split(' ').map(encodeURIComponent).join('+'))
    .join('*');

const decodeLines = (encoded: string): readonly string[] =>
  encoded.split('*').map((line) => line.split('+').map(decodeURIComponent).join(' '));

export const timeText = (ms: number): string => (ms % 100 === 0 ? `${ms / 1_000}s` : `${ms}ms`);

const shortened = (lines: readonly string[]) => withIntervals(withRanges(lines));

/** Joins lines that differ in the number at the end of the first name alone, if they follow. */
function withRanges(lines: readonly string[]): readonly string[] {
  const joined: { head: string; low: number; high: number; tail: string; line: string }[] = [];
  for (const line of lines) {
    const [, head = '', number = '', tail = ''] =
      /^(\S+ (?:[a-z]+ )?[a-z-]+-)(\d+)((?: .*)?)$/.exec(line) ?? [];
    const last = joined.at(-1);
    const value = Number(number);
    if (number && last?.head === head && last.tail === tail && value === last.high + 1) last.high = value;
    else joined.push({ head, low: value, high: value, tail, line });
  }
  return joined.map(({ head, low, high, tail, line }) =>
    low === high ? line : `${head}{${low}..${high}}${tail}`,
  );
}

/** Joins events that differ in their times alone, at one interval. */
function withIntervals(lines: readonly string[]): readonly string[] {
  const joined: { at: number; gap: number; count: number; what: string; line: string }[] = [];
  for (const line of lines) {
    const [, time, what = ''] = /^([\d.]+m?s) (.*)$/.exec(line) ?? [];
    const last = joined.at(-1);
    const at = time === undefined ? NaN : Math.round(parseFloat(time) * (time.endsWith('ms') ? 1 : 1_000));
    const gap = last ? at - last.at - (last.count - 1) * last.gap : NaN;
    const goesOn = last?.what === what && what !== '' && gap > 0 && (last.count === 1 || last.gap === gap);
    if (last && goesOn) Object.assign(last, { gap, count: last.count + 1 });
    else joined.push({ at, gap: 0, count: 1, what, line });
  }
  return joined.map(({ line, count, gap }) =>
    count === 1 ? line : `${line} x${count} every ${timeText(gap)}`,
  );
}
