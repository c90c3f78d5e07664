import type { InstanceStatus } from '@eureka-nest/protocol';
import type { Origin } from './heartbeat.js';

/** Everything that decides the status to list an instance with. */
export interface StatusInputs {
  /** Status that the instance reports. */
  readonly own: InstanceStatus;
  readonly from: Origin;
  /** Status that it is listed with now, if it is listed. */
  readonly listed?: InstanceStatus;
  /**
   * Reads the operator's override. A function, as each read keeps the override from being
   * forgotten.
   */
  readonly override: () => InstanceStatus | undefined;
}

/** Returns a status, or undefined to leave the decision to the next rule. */
type StatusRule = (inputs: StatusInputs) => InstanceStatus | undefined;

const isUpOrOutOfService = (status: InstanceStatus | undefined) =>
  status === 'UP' || status === 'OUT_OF_SERVICE';

/**
 * An instance that reports itself unable to serve is believed.
 * QUIRK(DownOrStartingRule): even against an override, while `overriddenStatus` still shows the
 * override.
 */
export const downOrStarting: StatusRule = ({ own }) => (isUpOrOutOfService(own) ? undefined : own);

/** The operator's override wins over what the instance reports. */
export const overridden: StatusRule = ({ override }) => override();

/**
 * QUIRK(LeaseExistsRule): a client cannot move itself between UP and OUT_OF_SERVICE by registering
 * again, a peer can move it. That protects an operator's OUT_OF_SERVICE after the override itself
 * was lost.
 */
export const alreadyListed: StatusRule = ({ from, listed }) =>
  from === 'client' && isUpOrOutOfService(listed) ? listed : undefined;

/**
 * The rules in order; the first that returns a status decides. Java: FirstMatchWinsCompositeRule,
 * whose third rule, for AWS auto-scaling groups, is left out.
 */
export const statusRules: readonly StatusRule[] = [downOrStarting, overridden, alreadyListed];

/** The status to list an instance with; its own if no rule decides. */
export function effectiveStatus(inputs: StatusInputs): InstanceStatus {
  for (const rule of statusRules) {
    const status = rule(inputs);
    if (status) return status;
  }
  return inputs.own;
}
