import type { TestSession } from './test-session.js';

/** One requirement on a Eureka server, checked over HTTP. */
export interface Check {
  /** Stable id; lists of deviations refer to it. */
  readonly id: string;
  /** The required behaviour, as a sentence. */
  readonly requirement: string;
  /** Class and method of Netflix Eureka that decide the behaviour. */
  readonly source: string;
  /** True if Netflix Eureka itself behaves differently, in a way that harms its users. */
  readonly improvesOnJava: boolean;
  /** Throws an AssertionError if the server does not meet the requirement. */
  readonly run: (session: TestSession) => Promise<void>;
}

export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly Check[];
}

export type CheckFactory = (id: string, requirement: string, run: Check['run']) => Check;

/** Creates checks for the behaviour of one method of Netflix Eureka. */
export const checkOf =
  (source: string): CheckFactory =>
  (id, requirement, run) => ({ id, requirement, source, improvesOnJava: false, run });

/** Creates checks for better behaviour than that of one method of Netflix Eureka. */
export const betterThan =
  (source: string): CheckFactory =>
  (id, requirement, run) => ({ id, requirement, source, improvesOnJava: true, run });
