import type { ReplicationResponse, ReplicationItem } from '@eureka-nest/protocol';

/** The step that a peer's response to one item asks for; after `failed` the item is only logged. */
type ReplicationOutcome = 'none' | 'register-there' | 'adopt-theirs' | 'failed';

/**
 * A peer that does not know an instance, or has an older version of it, is sent the whole instance;
 * a peer with a newer version sends us its own. So the next heartbeat makes up for any lost
 * message. Java: PeerEurekaNode, the handleFailure of each task
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
