import type { Clock } from '@eureka-nest/runtime';
import { Logger } from '@nestjs/common';
import type { Change } from '../core/replication-task.js';
import { Peer, type LocalRegistry, type PeerOptions } from './peer.js';

/** The other servers of the cluster; each is told what happens here, and passes it on to nobody. */
export class Peers {
  readonly all: readonly Peer[];

  constructor(
    options: PeerOptions & { readonly peers: readonly string[] },
    clock: Clock,
    logger: Pick<Logger, 'log' | 'warn' | 'debug'> = new Logger('Peers'),
  ) {
    this.all = options.peers.map((url) => new Peer(url, options, clock, logger));
  }

  start(local: LocalRegistry): void {
    this.all.forEach((peer) => peer.start(local));
  }

  tell(change: Change): void {
    this.all.forEach((peer) => peer.tell(change));
  }

  async close(limitMs: number): Promise<void> {
    await Promise.all(this.all.map((peer) => peer.close(limitMs)));
  }
}
