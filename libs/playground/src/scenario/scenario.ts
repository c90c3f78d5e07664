import type { InstanceStatus } from '@eureka-nest/protocol';

/** A text in both languages of the companion. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type NodeKind = 'registry' | 'provider' | 'consumer';

/** A process that a scenario may start. Its port is the number at the end of its id. */
export interface NodeDeclaration {
  readonly id: string;
  readonly kind: NodeKind;
  /** Name of its service; a registry has none. */
  readonly service: string | undefined;
}

/** Settings that an event may change while the cluster runs. */
export const settings = {
  'heartbeat-seconds': 'number',
  'lease-seconds': 'number',
  'polling-seconds': 'number',
  'eviction-seconds': 'number',
  'self-preservation': 'switch',
  retries: 'switch',
} as const;

export type Setting = keyof typeof settings;

/** Something that the reader, or a scenario, does to the cluster at a time in ms. */
export type PlayEvent = { readonly at: number } & (
  | { readonly kind: 'start' | 'stop' | 'kill' | 'pause' | 'resume'; readonly node: string }
  /** `oneWay` cuts the messages from the one to the other alone. */
  | { readonly kind: 'cut' | 'heal'; readonly from: string; readonly to: string; readonly oneWay: boolean }
  | { readonly kind: 'latency'; readonly from: string; readonly to: string; readonly ms: number }
  | { readonly kind: 'loss'; readonly from: string; readonly to: string; readonly percent: number }
  | { readonly kind: 'call'; readonly node: string; readonly method: string; readonly url: string }
  /** Override of an operator; `undefined` removes it. */
  | { readonly kind: 'status'; readonly node: string; readonly status: InstanceStatus | undefined }
  | { readonly kind: 'set'; readonly setting: Setting; readonly value: number }
);

/** Complete input of a run: the same scenario always gives the same run. */
export interface Scenario {
  readonly seed: number;
  /** Time at which there is nothing more to see, in ms. */
  readonly endMs: number;
  readonly title: Text;
  readonly text: Text;
  readonly nodes: readonly NodeDeclaration[];
  /** Events in the order of their times. */
  readonly events: readonly PlayEvent[];
}

/** The scenario with one more event, as a click of the reader adds it. */
export function withEvent(scenario: Scenario, event: PlayEvent): Scenario {
  return { ...scenario, events: inOrder([...scenario.events, event]) };
}

/** Events of one time keep their order. */
export const inOrder = (events: readonly PlayEvent[]): readonly PlayEvent[] =>
  [...events].sort((one, other) => one.at - other.at);
