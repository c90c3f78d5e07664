import type { TestSession } from './test-session.js';

/** One thing that a Eureka server does, seen from outside. */
export interface Check {
  /** Stable: what a list of deviations names. */
  readonly id: string;
  /** A sentence. */
  readonly says: string;
  /** Where in Netflix Eureka it is decided: class and method. */
  readonly source: string;
  /** Netflix Eureka itself does otherwise there, to the harm of somebody. */
  readonly better: boolean;
  /** Throws an AssertionError where the server does otherwise. */
  readonly run: (guest: TestSession) => Promise<void>;
}

export interface Group {
  readonly about: string;
  readonly checks: readonly Check[];
}

export type CheckMaker = (id: string, says: string, run: Check['run']) => Check;

/** Makes checks of what one method of Netflix Eureka decides. */
export const checkOf =
  (source: string): CheckMaker =>
  (id, says, run) => ({ id, says, source, better: false, run });

/** Makes checks of what a server had better do than what that method does. */
export const betterThan =
  (source: string): CheckMaker =>
  (id, says, run) => ({ id, says, source, better: true, run });
