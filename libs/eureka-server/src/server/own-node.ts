import type { NodeHeaders } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import { newNodeId } from '../peers/node-identity.js';
import { uptimeMs } from '../peers/uptime.js';

interface SyncState {
  readonly isSyncing: boolean;
  readonly isIncomplete: boolean;
}

/** This process among the servers of its cluster, as its headers describe it. */
export class OwnNode {
  readonly id = newNodeId();
  private sync: SyncState = { isSyncing: true, isIncomplete: true };

  constructor(
    private readonly environment: string,
    private readonly clock: Clock,
  ) {}

  /** Reports the state of this sync from now on; before, the node reports that it is syncing. */
  follow(sync: SyncState): void {
    this.sync = sync;
  }

  /** True while instances that live may be missing here. */
  readonly isIncomplete = (): boolean => this.sync.isIncomplete;

  readonly headers = (): NodeHeaders => ({
    node: this.id,
    environment: this.environment,
    isSyncing: this.sync.isSyncing || this.sync.isIncomplete,
    time: this.clock(),
    uptime: uptimeMs(),
  });
}
