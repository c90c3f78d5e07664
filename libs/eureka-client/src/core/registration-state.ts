import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import { type InstanceEdit, nextVersion } from './own-instance.js';

/**
 * Phase of a registration, as far as the last response showed. `lost`: it was registered, and no
 * registry accepts its heartbeats now. `leaving` and `left` are final.
 */
type Phase = 'unregistered' | 'registered' | 'lost' | 'leaving' | 'left';

/** Version (`lastDirtyTimestamp`) and status of a registration that a registry accepted. */
interface AcceptedVersion {
  readonly version: number;
  readonly status: InstanceStatus;
}

/**
 * Registration of this process: the one state from which every request follows.
 *
 * - Each change of `instance` raises its `lastDirtyTimestamp`.
 * - In the phase `registered` the registry has `accepted`. A newer `instance` is still to be sent.
 * - A late response cannot undo `leaving`.
 */
export interface RegistrationState {
  readonly phase: Phase;
  /** This process as it registers. */
  readonly instance: InstanceInfo;
  /** The last registration that a registry accepted; undefined after a 404. */
  readonly accepted: AcceptedVersion | undefined;
  /** True once a registration was sent: a registry may have processed it without a response. */
  readonly mayBeListed: boolean;
  /** True while a registration is in flight. */
  readonly isRegistering: boolean;
  /** Status in the cached registry; undefined while the registry does not list this process. */
  readonly listedAs: InstanceStatus | undefined;
  /** Listed status of a predecessor that the next registration has to replace. */
  readonly stuckAs: InstanceStatus | undefined;
  /** True once a registration was sent to replace that status. Repeating it would not help. */
  readonly hasUnstuck: boolean;
}

/** Something that happens to a registration. */
export type RegistrationEvent =
  | { readonly type: 'edited'; readonly edit: InstanceEdit; readonly now: number }
  | { readonly type: 'registration sent' }
  | { readonly type: 'sent as STARTING'; readonly now: number }
  | ({ readonly type: 'registered' } & AcceptedVersion)
  | { readonly type: 'registration ended' }
  | { readonly type: 'renewed' }
  | { readonly type: 'unknown to registry'; readonly now: number }
  | { readonly type: 'no registry' }
  | { readonly type: 'listed'; readonly listed: InstanceInfo | undefined; readonly now: number }
  | { readonly type: 'leave' }
  | { readonly type: 'gone' };

export const unregistered = (instance: InstanceInfo): RegistrationState => ({
  phase: 'unregistered',
  instance,
  accepted: undefined,
  mayBeListed: false,
  isRegistering: false,
  listedAs: undefined,
  stuckAs: undefined,
  hasUnstuck: false,
});

export function transition(state: RegistrationState, event: RegistrationEvent): RegistrationState {
  const { phase, instance } = state;
  switch (event.type) {
    case 'edited':
      return { ...state, instance: nextVersion(instance, event.now, event.edit) };
    case 'sent as STARTING':
      return { ...state, instance: nextVersion(instance, event.now) };
    case 'listed':
      return compareWithListed(state, event.listed, event.now);
    case 'registration ended':
      return { ...state, isRegistering: false };
    case 'gone':
      return { ...state, phase: 'left' };
  }
  if (phase === 'leaving' || phase === 'left') return state;
  switch (event.type) {
    case 'registration sent':
      return { ...state, mayBeListed: true, isRegistering: true };
    case 'registered':
      return {
        ...state,
        phase: 'registered',
        accepted: { version: event.version, status: event.status },
        mayBeListed: true,
        stuckAs: undefined,
      };
    case 'renewed':
      return { ...state, phase: 'registered' };
    case 'unknown to registry':
      return {
        ...state,
        phase: phase === 'registered' ? 'unregistered' : phase,
        accepted: undefined,
        // QUIRK(DiscoveryClient.renew): the next registration must look newer to other registries.
        instance: nextVersion(instance, event.now),
      };
    case 'no registry':
      return { ...state, phase: phase === 'registered' ? 'lost' : phase };
    case 'leave':
      return { ...state, phase: 'leaving' };
  }
}

/** Returns the request that is due: a registration until it is accepted, then heartbeats. */
export function nextAction({ phase, accepted, instance }: RegistrationState): 'register' | 'renew' | 'none' {
  if (phase === 'leaving' || phase === 'left') return 'none';
  return accepted?.version === instance.lastDirtyTimestamp ? 'renew' : 'register';
}

const isUpOrOutOfService = (status: InstanceStatus | undefined): boolean =>
  status === 'UP' || status === 'OUT_OF_SERVICE';

/**
 * True if a status can be reached only by registering as STARTING first.
 *
 * QUIRK(LeaseExistsRule): a registry that lists UP ignores OUT_OF_SERVICE from the instance itself,
 * and the reverse. From STARTING it accepts both.
 */
export const needsStartingFirst = (current: InstanceStatus | undefined, wanted: InstanceStatus): boolean =>
  current !== wanted && isUpOrOutOfService(current) && isUpOrOutOfService(wanted);

/** True if a registry lists another status than it accepted, although there is no override. */
export const isStatusStuck = (listed: InstanceInfo, accepted: AcceptedVersion | undefined): boolean =>
  accepted !== undefined &&
  listed.lastDirtyTimestamp === accepted.version &&
  listed.overriddenStatus === 'UNKNOWN' &&
  needsStartingFirst(listed.status, accepted.status);

/**
 * Compares this process with its entry in the cached registry.
 *
 * The registry may still list the status of our predecessor. Re-register once: if that registry has
 * a rule of its own for the status, repeating would not help.
 */
function compareWithListed(
  state: RegistrationState,
  listed: InstanceInfo | undefined,
  now: number,
): RegistrationState {
  const { instance, accepted, hasUnstuck } = state;
  const mustUnstick = listed !== undefined && !hasUnstuck && isStatusStuck(listed, accepted);
  return {
    ...state,
    listedAs: listed?.status,
    ...(mustUnstick && { stuckAs: listed.status, instance: nextVersion(instance, now) }),
    hasUnstuck: listed?.status === instance.status ? false : hasUnstuck || mustUnstick,
  };
}
