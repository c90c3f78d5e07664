import type { InstanceInfo, LeaseInfo } from '@eureka-nest/protocol';

/**
 * An instance as the registry lists it, without the four timestamps of its lease: those change with
 * each heartbeat, and reading them costs a copy of the instance.
 */
export type ListedInstance = Omit<InstanceInfo, 'leaseInfo'> & {
  readonly leaseInfo: Pick<LeaseInfo, 'renewalIntervalInSecs' | 'durationInSecs'>;
};
