import type { InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from './heartbeat.js';

/** All that decides which status an instance is listed with. */
export interface StatusQuestion {
  /** What the instance says of itself. */
  readonly own: InstanceStatus;
  readonly from: Origin;
  /** What it is listed with now, if it is. */
  readonly listed?: InstanceStatus;
  /**
   * What an operator forced. A function, since each look keeps the override alive: only the rule that needs
   * it may look.
   */
  readonly override: () => InstanceStatus | undefined;
}

/** Answers with a status, or leaves the question to the next rule. */
export type StatusRule = (question: StatusQuestion) => InstanceStatus | undefined;

const takesCalls = (status: InstanceStatus | undefined) => status === 'UP' || status === 'OUT_OF_SERVICE';

/**
 * An instance that says it cannot serve is believed.
 * QUIRK(DownOrStartingRule): even against an override, while `overriddenStatus` goes on showing that
 * override.
 */
export const downOrStarting: StatusRule = ({ own }) => (takesCalls(own) ? undefined : own);

/** What an operator forced holds, whatever the instance says. */
export const overridden: StatusRule = ({ override }) => override();

/**
 * QUIRK(LeaseExistsRule): a client cannot move itself between UP and OUT_OF_SERVICE by registering again; a
 * peer can move it. It protects an OUT_OF_SERVICE set by an operator when the override itself was lost.
 */
export const alreadyListed: StatusRule = ({ from, listed }) =>
  from === 'client' && takesCalls(listed) ? listed : undefined;

/**
 * First match wins. Java: FirstMatchWinsCompositeRule (the rule for AWS auto-scaling groups, third there, is
 * left out).
 */
export const statusRules: readonly StatusRule[] = [downOrStarting, overridden, alreadyListed];

/**
 * The status to list an instance with: what the first rule says that says anything, otherwise what the
 * instance says.
 */
export function effectiveStatus(question: StatusQuestion): InstanceStatus {
  for (const rule of statusRules) {
    const status = rule(question);
    if (status) return status;
  }
  return question.own;
}
