import type { InstanceStatus } from '@eureka-nest/protocol';
import type { Mishap } from '../../src/simulation/network.js';

/** One event of a story. Registries are named A, B, C; instances p1, p2. */
export type Step = { readonly at: number } & (
  | { readonly kind: 'joins' | 'moves'; readonly client: string; readonly node: string }
  | { readonly kind: 'leaves' | 'dies' | 'edits'; readonly client: string }
  | { readonly kind: 'says'; readonly client: string; readonly status: InstanceStatus }
  | {
      readonly kind: 'force';
      readonly node: string;
      readonly client: string;
      readonly status: InstanceStatus;
    }
  | {
      readonly kind: 'unforce';
      readonly node: string;
      readonly client: string;
      readonly status: InstanceStatus;
    }
  | { readonly kind: 'tag'; readonly node: string; readonly client: string; readonly value: string }
  | { readonly kind: 'crash' | 'stall'; readonly node: string; readonly forMs: number }
  | {
      readonly kind: 'cut';
      readonly from: string;
      readonly to: string;
      readonly oneWay: boolean;
      readonly forMs: number;
    }
  | {
      readonly kind: 'mishap';
      readonly from: string;
      readonly to: string;
      readonly what: Mishap;
      readonly ms: number;
    }
  | { readonly kind: 'clock'; readonly node: string; readonly byMs: number }
);

/** Complete input of a run; the same schedule always gives the same run. */
export interface Schedule {
  readonly seed: number;
  readonly nodes: readonly string[];
  readonly clients: readonly string[];
  /** Clock error of each registry and instance. */
  readonly clockErrorMs: Readonly<Record<string, number>>;
  /** Limit of each peer queue. */
  readonly capacity: number;
  readonly selfPreservation: boolean;
  /**
   * True if the registries treat each other as Java servers, with heartbeats as the only repair.
   */
  readonly asJava: boolean;
  readonly steps: readonly Step[];
}

const seconds = (ms: number) => `${ms / 1000} s`;

export function stepText(step: Step): string {
  switch (step.kind) {
    case 'joins':
      return `${step.client} starts, with ${step.node} as its registry`;
    case 'moves':
      return `${step.client} turns to ${step.node}`;
    case 'leaves':
      return `${step.client} leaves in order`;
    case 'dies':
      return `${step.client} dies`;
    case 'edits':
      return `${step.client} changes its metadata`;
    case 'says':
      return `${step.client} says that it is ${step.status}`;
    case 'force':
      return `an operator forces ${step.client} ${step.status} at ${step.node}`;
    case 'unforce':
      return `an operator ends what is forced on ${step.client} at ${step.node}, with ${step.status}`;
    case 'tag':
      return `an operator puts tag=${step.value} into the metadata of ${step.client} at ${step.node}`;
    case 'crash':
      return `${step.node} crashes, and is back empty after ${seconds(step.forMs)}`;
    case 'stall':
      return `${step.node} stands still for ${seconds(step.forMs)}`;
    case 'cut':
      return step.oneWay
        ? `no request of ${step.from} reaches ${step.to} for ${seconds(step.forMs)}`
        : `${step.from} and ${step.to} are cut off from each other for ${seconds(step.forMs)}`;
    case 'mishap':
      return `the next request of ${step.from} to ${step.to}: ${mishapText(step.what, step.ms)}`;
    case 'clock':
      return `the clock of ${step.node} is set ${step.byMs < 0 ? 'back' : 'forward'} by ${seconds(Math.abs(step.byMs))}`;
  }
}

function mishapText(what: Mishap, ms: number): string {
  switch (what) {
    case 'lost':
      return 'it is lost';
    case 'answer lost':
      return 'its answer is lost';
    case 'late':
      return `it comes ${seconds(ms)} late`;
    case 'answer late':
      return `its answer comes ${seconds(ms)} late`;
    case 'twice':
      return `it comes twice, ${seconds(ms)} apart`;
    case 'refused':
      return 'it is answered 503';
    case 'broken':
      return 'it is answered 500';
  }
}
