import type { ConsoleSelfPreservation } from '@eureka-nest/protocol/console';

export interface PreservationStory {
  /**
   * `small`: on, and no fault, because the registry holds so few instances; `never`: a threshold of
   * 0 forbids eviction; `starting`: the heartbeats were not counted for long enough to judge.
   */
  readonly is: 'disabled' | 'empty' | 'never' | 'small' | 'starting' | 'on' | 'off';
  /** Heartbeats that one instance is expected to send in a minute. */
  readonly perClient: number;
  /** Number of instances whose heartbeats would end it. */
  readonly missingClients: number;
  /** Heartbeats that may fail to come before it begins. */
  readonly spare: number;
}

/** Meaning of the numbers of self-preservation. */
export function preservationStory(numbers: ConsoleSelfPreservation, instances: number): PreservationStory {
  const { expectedClients, expectedPerMinute, missing } = numbers;
  const perClient = expectedClients > 0 ? expectedPerMinute / expectedClients : 0;
  return {
    is: stateOf(numbers, instances),
    perClient,
    missingClients: perClient > 0 ? Math.ceil(Math.max(missing, 0) / perClient) : 0,
    spare: Math.max(numbers.receivedLastMinute - numbers.threshold - 1, 0),
  };
}

function stateOf(numbers: ConsoleSelfPreservation, instances: number): PreservationStory['is'] {
  const { isEnabled, isOn, threshold, evictsFrom, banner } = numbers;
  if (!isEnabled) return 'disabled';
  if (instances === 0) return 'empty';
  if (!isOn) return 'off';
  if (threshold === 0) return 'never';
  if (instances < evictsFrom) return 'small';
  // The original shows its banner as soon as there was time for all clients to register.
  return banner === undefined ? 'starting' : 'on';
}
