import { instanceStatuses, isInstanceStatus } from '@eureka-nest/protocol';
import {
  inOrder,
  type NodeDeclaration,
  type PlayEvent,
  type Scenario,
  type Setting,
  settings,
} from './scenario.js';

/** A line of a scenario that cannot be read; the message names the line and what to write. */
export class ScenarioError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

const MAX_NODES = 40;
const MAX_EVENTS = 500;
/** Half an hour: a longer run would take a browser too long to replay. */
const MAX_MS = 1_800_000;

type Words = readonly string[];
type Fail = (problem: string) => never;

/**
 * Reads a scenario: one declaration or event a line, `#` begins a comment line, and
 * `payment-{8001..8003}` stands for three names.
 *
 * @throws ScenarioError
 */
export function parseScenario(source: string): Scenario {
  const reader = new ScenarioReader();
  source.split('\n').forEach((line, index) => {
    const words = line.trim();
    if (words !== '' && !words.startsWith('#')) reader.read(words, index + 1);
  });
  return reader.scenario();
}

class ScenarioReader {
  private seed = 1;
  private endMs: number | undefined;
  private readonly texts: Record<string, string> = {};
  private readonly nodes: NodeDeclaration[] = [];
  private readonly events: PlayEvent[] = [];

  read(line: string, number: number): void {
    const fail: Fail = (problem) => {
      throw new ScenarioError(number, problem);
    };
    const [first = '', ...rest] = line.split(/\s+/);
    if (/^\d/.test(first)) return this.readEvents(timeOf(first, fail), rest, fail);
    switch (first) {
      case 'seed':
        return void (this.seed = wholeNumber(rest[0], 0, 2 ** 31, 'seed', fail));
      case 'end':
        return void (this.endMs = timeOf(rest[0] ?? '', fail));
      case 'title':
      case 'text':
        return this.readText(first, line, fail);
      case 'registry':
      case 'provider':
      case 'consumer':
        return this.declare(first, rest, fail);
      default:
        fail(
          `"${first}" is neither a time such as 12.5s nor one of seed, end, title, text, registry, provider, consumer`,
        );
    }
  }

  scenario(): Scenario {
    const { seed, nodes, texts } = this;
    const events = inOrder(this.events);
    const text = (name: string) => ({ zh: texts[`${name} zh`] ?? '', en: texts[`${name} en`] ?? '' });
    const endMs = this.endMs ?? (events.at(-1)?.at ?? 0) + 60_000;
    return { seed, endMs, title: text('title'), text: text('text'), nodes, events };
  }

  /** A text may go on in a further line of the same name. */
  private readText(name: string, line: string, fail: Fail): void {
    const [, language, text = ''] = /^\S+\s+(zh|en)\s+(.+)$/.exec(line) ?? [];
    if (language === undefined) return fail(`write "${name} en …" or "${name} zh …"`);
    const key = `${name} ${language}`;
    const before = this.texts[key];
    const gap = language === 'zh' ? '' : ' ';
    this.texts[key] = before === undefined ? text : `${before}${gap}${text}`;
  }

  private declare(kind: NodeDeclaration['kind'], [pattern, service, ...more]: Words, fail: Fail): void {
    if (pattern === undefined)
      return fail(`"${kind}" needs a name that ends with its port, such as ${kind}-8001`);
    if (more.length > 0) fail(`"${more.join(' ')}" is too much: write "${kind} NAME SERVICE"`);
    if (kind !== 'registry' && service === undefined)
      fail(`"${kind} ${pattern}" needs the name of its service`);
    if (kind === 'registry' && service !== undefined)
      fail(`a registry has no service: leave out "${service}"`);
    for (const id of namesOf(pattern, fail)) {
      if (!/^[a-z][a-z0-9-]*-\d{1,5}$/.test(id)) fail(`"${id}" must end with its port, such as payment-8001`);
      if (this.nodes.some((each) => each.id === id)) fail(`${id} is declared twice`);
      if (this.nodes.some((each) => portOf(each.id) === portOf(id))) fail(`the port of ${id} is in use`);
      if (this.nodes.length >= MAX_NODES) fail(`more than ${MAX_NODES} processes`);
      this.nodes.push({ id, kind, service });
    }
  }

  private readEvents(at: number, words: Words, fail: Fail): void {
    const repeated = /^(.*?)(?: x(\d+) every (\S+))?$/.exec(words.join(' '));
    const [, what = '', times = '1', gap = '0s'] = repeated ?? [];
    const count = wholeNumber(times, 1, MAX_EVENTS, 'number of repetitions', fail);
    const gapMs = timeOf(gap, fail);
    for (let turn = 0; turn < count; turn++) {
      for (const event of this.eventsOf(at + turn * gapMs, what.split(' '), fail)) this.events.push(event);
      if (this.events.length > MAX_EVENTS) fail(`more than ${MAX_EVENTS} events`);
    }
  }

  private eventsOf(at: number, [kind = '', first, second, third, ...more]: Words, fail: Fail): PlayEvent[] {
    const noMore = (...unused: readonly (string | undefined)[]) => {
      const extra = [...unused, ...more].filter((each) => each !== undefined);
      if (extra.length > 0) fail(`"${extra.join(' ')}" is too much`);
    };
    const links = () =>
      this.known(first, fail).flatMap((from) => this.known(second, fail).map((to) => ({ from, to })));
    switch (kind) {
      case 'start':
      case 'stop':
      case 'kill':
      case 'pause':
      case 'resume':
        noMore(second, third);
        return this.known(first, fail).map((node) => ({ at, kind, node }));
      case 'cut':
      case 'heal':
        if (third !== undefined && third !== 'one-way') fail(`"${third}" is not one-way`);
        noMore();
        return links().map((link) => ({ at, kind, ...link, oneWay: third === 'one-way' }));
      case 'latency':
        noMore();
        return links().map((link) => ({ at, kind, ...link, ms: timeOf(third ?? '', fail) }));
      case 'loss': {
        noMore();
        const percent = wholeNumber(/^(\d+)%$/.exec(third ?? '')?.[1], 0, 100, 'loss, such as 30%,', fail);
        return links().map((link) => ({ at, kind, ...link, percent }));
      }
      case 'call': {
        noMore();
        const [method, url] = [second ?? '', third ?? ''];
        if (!/^(GET|POST|PUT|DELETE)$/.test(method) || url === '')
          fail('write "call NAME GET http://SERVICE/path"');
        return this.known(first, fail).map((node) => ({ at, kind, node, method, url }));
      }
      case 'status': {
        noMore(third);
        if (second !== 'none' && !isInstanceStatus(second))
          fail(`status "${second ?? ''}" is none of ${instanceStatuses.join(', ')}, none`);
        const status = isInstanceStatus(second) ? second : undefined;
        return this.known(first, fail).map((node) => ({ at, kind, node, status }));
      }
      case 'set':
        noMore(third);
        return [{ at, kind, ...settingOf(first, second, fail) }];
      default:
        return fail(
          `"${kind}" is none of start, stop, kill, pause, resume, cut, heal, latency, loss, call, status, set`,
        );
    }
  }

  private known(pattern: string | undefined, fail: Fail): readonly string[] {
    if (pattern === undefined) return fail('the name of a process is missing');
    const names = namesOf(pattern, fail);
    const unknown = names.find((name) => !this.nodes.some(({ id }) => id === name));
    const all = this.nodes.map(({ id }) => id).join(', ');
    if (unknown !== undefined) fail(`${unknown} is not declared above; there are ${all || 'none'}`);
    return names;
  }
}

export const portOf = (id: string): number => Number(/\d+$/.exec(id)?.[0]);

/** Names that a pattern with at most one range stands for. */
function namesOf(pattern: string, fail: Fail): readonly string[] {
  const [, head = '', low, high, tail = ''] = /^(.*)\{(\d+)\.\.(\d+)\}(.*)$/.exec(pattern) ?? [];
  if (low === undefined || high === undefined) return [pattern];
  const count = Number(high) - Number(low) + 1;
  if (count < 1 || count > MAX_NODES) fail(`"${pattern}" must name 1 to ${MAX_NODES} processes`);
  return Array.from({ length: count }, (_, index) => `${head}${Number(low) + index}${tail}`);
}

function timeOf(text: string, fail: Fail): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) return fail(`"${text}" is not a time such as 12.5s, 200ms or 3m`);
  const ms = Math.round(Number(number) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000));
  if (ms > MAX_MS) fail(`${text} is longer than 30 minutes`);
  return ms;
}

function wholeNumber(text: string | undefined, low: number, high: number, what: string, fail: Fail): number {
  const value = /^\d+$/.test(text ?? '') ? Number(text) : NaN;
  return value >= low && value <= high
    ? value
    : fail(`${what} must be a whole number from ${low} to ${high}`);
}

function settingOf(name: string | undefined, text: string | undefined, fail: Fail) {
  const kind = Object.hasOwn(settings, name ?? '') ? settings[name as Setting] : undefined;
  if (kind === undefined) return fail(`"${name ?? ''}" is none of ${Object.keys(settings).join(', ')}`);
  const setting = name as Setting;
  if (kind === 'number') return { setting, value: wholeNumber(text, 1, 3_600, setting, fail) };
  if (text !== 'on' && text !== 'off') return fail(`${setting} is "on" or "off"`);
  return { setting, value: text === 'on' ? 1 : 0 };
}
