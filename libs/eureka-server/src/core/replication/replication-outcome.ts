import type { ReplicationResponse, ReplicationItem } from '@eureka-nest/protocol';

/** What a peer's answer asks of the sender. `failed`: nothing but a line in the log. */
export type ReplicationOutcome = 'none' | 'register-there' | 'adopt-theirs' | 'failed';

/**
 * A peer that does not know an instance, or an older version of it, gets it whole; one that knows a newer
 * version gives us that. So any lost message is made good by the next heartbeat. Java: PeerEurekaNode, the
 * handleFailure of each task
 */
export function replicationOutcome(
  { action }: ReplicationItem,
  { statusCode, instance }: ReplicationResponse,
): ReplicationOutcome {
  if (statusCode >= 200 && statusCode < 300) return 'none';
  if (action !== 'Heartbeat') return 'failed';
  if (statusCode === 404) return 'register-there';
  return instance ? 'adopt-theirs' : 'failed';
}
