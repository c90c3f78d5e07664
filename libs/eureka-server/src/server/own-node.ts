import type { NodeHeaders } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { newNodeId, uptimeMs } from '../peers/node-identity.js';

/** This process among the servers of its cluster, as its headers describe it. */
export class OwnNode {
  readonly id = newNodeId();
  private sync: { readonly isSyncing: boolean } = { isSyncing: true };

  constructor(
    private readonly environment: string,
    private readonly clock: Clock,
  ) {}

  /** Reports the state of this sync from now on; before, the node reports that it is syncing. */
  follow(sync: { readonly isSyncing: boolean }): void {
    this.sync = sync;
  }

  readonly headers = (): NodeHeaders => ({
    node: this.id,
    environment: this.environment,
    isSyncing: this.sync.isSyncing,
    time: this.clock(),
    uptime: uptimeMs(),
  });
}
