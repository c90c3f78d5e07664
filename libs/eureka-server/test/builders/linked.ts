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
export const change = (id: string, action: 'Register' | 'Cancel' = 'Register'): Mutation => ({
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

/** A link whose peer is played by the spec; our registry has one instance, said at 70. */
export class Linked {
  readonly told: string[] = [];
  readonly adopted: InstanceInfo[] = [];
  readonly link: PeerLink;

  constructor(given: Partial<PeerLinkOptions> = {}) {
    this.link = new PeerLink(
      url,
      us,
      { ...linkOptions, ...given },
      {
        log: (line: string) => this.told.push(line),
        warn: (line: string) => this.told.push(`warn ${line}`),
        debug: (line: string) => this.told.push(`debug ${line}`),
      },
    );
    this.link.start({
      peek: () => ({ instance: payment, at: 70 }),
      adopt: (instance) => this.adopted.push(instance),
      digest: () => '1:a',
      appDigests: () => ({}),
      compare: () => ({ repaired: 0, wanted: [] }),
      take: () => false,
    });
  }

  /** What it asks, which is to be of this kind. */
  ask<K extends PeerRequest['kind']>(kind: K, now: number): Extract<PeerRequest, { kind: K }> {
    const request = this.link.next(now);
    if (request?.kind !== kind) throw new Error(`it asks for ${request?.kind ?? 'nothing'}, not to ${kind}`);
    return request as Extract<PeerRequest, { kind: K }>;
  }

  answer(
    request: BatchRequest,
    from: NodeHeaders,
    now: number,
    given: Partial<ReplicationResponse> = {},
  ): void {
    this.link.answered(
      request,
      request.items.map(() => ({ statusCode: 200, ...given })),
      from,
      now,
    );
  }

  /** The first question is answered, and whatever comparison that asks for as well. */
  meet(from: NodeHeaders): void {
    this.answer(this.ask('batch', 0), from, 0);
    const request = this.link.next(0);
    if (request?.kind === 'compare') this.link.answered(request, undefined, from, 0);
  }
}
