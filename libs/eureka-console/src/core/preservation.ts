import type { ConsoleSelfPreservation } from '@eureka-nest/protocol/console';

export interface PreservationStory {
  /** `small`: on, and no fault, because the registry holds so few instances. */
  readonly is: 'disabled' | 'empty' | 'small' | 'on' | 'off';
  /** Heartbeats that one instance is expected to send in a minute. */
  readonly perClient: number;
  /** Number of instances whose heartbeats would end it. */
  readonly missingClients: number;
  /** Heartbeats that may fail to come before it begins. */
  readonly spare: number;
}

/** Meaning of the numbers of self-preservation. */
export function preservationStory(numbers: ConsoleSelfPreservation, instances: number): PreservationStory {
  const { isEnabled, isOn, expectedClients, expectedPerMinute, missing, evictsFrom } = numbers;
  const perClient = expectedClients > 0 ? expectedPerMinute / expectedClients : 0;
  return {
    is: !isEnabled
      ? 'disabled'
      : instances === 0
        ? 'empty'
        : !isOn
          ? 'off'
          : instances < evictsFrom
            ? 'small'
            : 'on',
    perClient,
    missingClients: perClient > 0 ? Math.ceil(missing / perClient) : 0,
    spare: Math.max(numbers.receivedLastMinute - numbers.threshold - 1, 0),
  };
}
