import type { InstanceInfo, NodeHeaders, ReplicationResponse } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import type { Mutation } from '../../src/core/replication/replication-task.js';
import { PeerLink, type PeerLinkOptions } from '../../src/peers/peer-link.js';
import type { BatchRequest, PeerRequest } from '../../src/peers/peer-request.js';

export const url = 'http://b/eureka/';
export const us = { node: 'us', environment: 'test' };
export const ours = { node: 'b', environment: 'test' };
export const java: NodeHeaders = {};
export const payment = anInstance({ port: 8001 });
export const heartbeat: Mutation = { action: 'Heartbeat', instance: payment };
export const mutation = (id: string, action: 'Register' | 'Cancel' = 'Register'): Mutation => ({
  action,
  instance: { ...payment, instanceId: id },
});
export const idsOf = ({ items }: BatchRequest): readonly string[] => items.map(({ id }) => id);

export const linkOptions: PeerLinkOptions = {
  maxBatchingDelayMs: 500,
  maxChangeDelayMs: 10,
  maxElementsInPeerReplicationPool: 10,
  maxTimeForReplicationMs: 30_000,
  syncWhenTimestampDiffers: true,
  peerProbeIntervalMs: 2_000,
  peerComparisonIntervalMs: 3_000,
};

/**
 * Peer link whose peer is played by the spec; the own registry lists one instance, registered at
 * 70.
 */
export class LinkStage {
  readonly logged: string[] = [];
  readonly accepted: InstanceInfo[] = [];
  readonly link: PeerLink;

  constructor(given: Partial<PeerLinkOptions> = {}) {
    this.link = new PeerLink(
      url,
      us,
      { ...linkOptions, ...given },
      {
        log: (line: string) => this.logged.push(line),
        warn: (line: string) => this.logged.push(`warn ${line}`),
        debug: (line: string) => this.logged.push(`debug ${line}`),
      },
    );
    this.link.start({
      isCopying: () => false,
      peek: () => ({ instance: payment, at: 70 }),
      acceptPeerCopy: (instance) => this.accepted.push(instance),
      digest: () => '1:a',
      appDigests: () => ({}),
      reconcile: () => ({ repaired: 0, wanted: [] }),
      mergeListed: () => false,
    });
  }

  /** Next request of the link, which must be of this kind. */
  expectRequest<K extends PeerRequest['kind']>(kind: K, now: number): Extract<PeerRequest, { kind: K }> {
    const request = this.link.next(now);
    if (request?.kind !== kind)
      throw new Error(`the next request is ${request?.kind ?? 'none'}, not ${kind}`);
    return request as Extract<PeerRequest, { kind: K }>;
  }

  respond(
    request: BatchRequest,
    from: NodeHeaders,
    now: number,
    given: Partial<ReplicationResponse> = {},
  ): void {
    this.link.responded(
      request,
      request.items.map(() => ({ statusCode: 200, ...given })),
      from,
      now,
    );
  }

  /** Answers the first probe, and the comparison that may follow. */
  connect(from: NodeHeaders): void {
    this.respond(this.expectRequest('batch', 0), from, 0);
    const request = this.link.next(0);
    if (request?.kind === 'compare') this.link.responded(request, undefined, from, 0);
  }
}
