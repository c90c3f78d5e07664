import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';

/** Where a process stands with its registries, as far as the last call could tell. */
export type Phase = 'outside' | 'inside' | 'lost' | 'leaving' | 'left';

export interface Membership {
  readonly phase: Phase;
  /** What the registries have been told last, its version being the lastDirtyTimestamp. */
  readonly told: Told | undefined;
  /** A registration was sent: it may have been carried out, whatever came back. */
  readonly mayBeKnown: boolean;
}

export interface Told {
  readonly version: number;
  readonly status: InstanceStatus;
}

/** What can happen to it. */
export type MembershipEvent =
  | { readonly type: 'registration sent' }
  | ({ readonly type: 'registered' } & Told)
  | { readonly type: 'renewed' }
  | { readonly type: 'forgotten' }
  | { readonly type: 'no registry' }
  | { readonly type: 'leave' }
  | { readonly type: 'gone' };

export const outside: Membership = { phase: 'outside', told: undefined, mayBeKnown: false };

/** What comes of it. Whoever leaves does not come back: a late answer changes nothing any more. */
export function after(membership: Membership, event: MembershipEvent): Membership {
  const { phase } = membership;
  if (event.type === 'gone') return { ...membership, phase: 'left' };
  if (phase === 'left' || phase === 'leaving') return membership;
  switch (event.type) {
    case 'registration sent':
      return { ...membership, mayBeKnown: true };
    case 'registered':
      return { phase: 'inside', told: { version: event.version, status: event.status }, mayBeKnown: true };
    case 'renewed':
      return { ...membership, phase: 'inside' };
    case 'forgotten':
      return { ...membership, phase: phase === 'inside' ? 'outside' : phase, told: undefined };
    case 'no registry':
      return { ...membership, phase: phase === 'inside' ? 'lost' : phase };
    case 'leave':
      return { ...membership, phase: 'leaving' };
  }
}

/** What is due next: what the registries have not been told is told by a registration, else the lease is renewed. */
export function nextCall({ phase, told }: Membership, version: number): 'register' | 'renew' | 'none' {
  if (phase === 'leaving' || phase === 'left') return 'none';
  return told?.version === version ? 'renew' : 'register';
}

const isInOrOut = (status: InstanceStatus | undefined): boolean =>
  status === 'UP' || status === 'OUT_OF_SERVICE';

/**
 * QUIRK(LeaseExistsRule): a registry that has an instance as UP does not take OUT_OF_SERVICE from the instance itself, nor UP where it has
 * OUT_OF_SERVICE; from STARTING it takes either. So that is told first.
 */
export const needsSteppingStone = (had: InstanceStatus | undefined, wanted: InstanceStatus): boolean =>
  had !== wanted && isInOrOut(had) && isInOrOut(wanted);

/** Whether a registry has what it was told last and lists another status all the same, without anybody having set one there. */
export const isStuck = (listed: InstanceInfo, told: Told | undefined): boolean =>
  told !== undefined &&
  listed.lastDirtyTimestamp === told.version &&
  listed.overriddenStatus === 'UNKNOWN' &&
  needsSteppingStone(listed.status, told.status);
